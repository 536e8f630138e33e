/* A stored rule that cannot be read: which place is faulty and why, how it stands, and a way out. */

import { button, el } from "./dom.js";
import { say } from "./words.js";

export class Broken {
  /** `anew()` is called when somebody starts anew. */
  constructor({ text, anew }) {
    this.faults = el("ul", { class: "rule-broken__faults", hidden: true });
    this.element = el(
      "div",
      { class: "rule-broken", role: "group", "aria-label": say("broken") },
      el("p", { class: "rule-broken__title", textContent: say("broken") }),
      this.faults,
      el("p", { class: "rule-outcome__title", textContent: say("as_stored") }),
      el("pre", { class: "rule-broken__stored", textContent: text, tabIndex: 0 }),
      button(say("start_anew"), { icon: "plus", class: "rule-button--framed" }, anew),
    );
  }

  showFaults(faults) {
    this.faults.hidden = !faults.length;
    this.faults.replaceChildren(...faults.map(told));
  }
}

/** Return a fault with its place; the whole rule needs none. */
function told({ path, message }) {
  const place = path.replace(/^rule\.?/, "");
  return el("li", {}, ...(place ? [el("code", { textContent: place }), " "] : []), message);
}
