/* Below a rule: what it says, whom it meets, and who gains and loses against the saved rule. */

import { el, select } from "./dom.js";
import { figure, say } from "./words.js";

const PAUSE = 120; // milliseconds after the last change

export class Outcome {
  /** `told(answer)` is called with every answer of the server. */
  constructor({ server, frame, was, told }) {
    Object.assign(this, { server, was, told });
    this.sentence = el("p", { class: "rule-outcome__sentence" });
    this.count = el("p", { class: "rule-outcome__count" });
    this.filled = el("span", { class: "rule-bar__part" });
    this.possible = el("span", { class: "rule-bar__part rule-bar__part--possible" });
    this.bar = el("span", { class: "rule-bar", "aria-hidden": "true" }, this.possible, this.filled);
    this.people = el("p", { class: "rule-outcome__people" });
    this.change = el("div", { class: "rule-outcome__change" });
    this.element = el(
      "div",
      { class: "rule-outcome", role: "group", "aria-label": say("audience") },
      el("div", { class: "rule-outcome__said", "aria-live": "polite", "aria-atomic": "true" }, this.sentence, this.count),
      this.bar,
      this.people,
      this.change,
      frame.portals.length > 1 ? this.#portals(frame) : null,
    );
  }

  /** Ask about a rule: soon, or now; an older question is dropped. `unread`: it cannot be shown. */
  ask(rule, { now = false, unread = false } = {}) {
    Object.assign(this, { rule, unread });
    this.aborter?.abort();
    this.aborter = new AbortController();
    clearTimeout(this.timer);
    this.element.classList.add("is-stale");
    this.timer = setTimeout(() => this.#ask(this.aborter.signal), now ? 0 : PAUSE);
  }

  async #ask(signal) {
    try {
      const answer = await this.server.audience(this.rule, this.was, signal);
      if (signal.aborted) return;
      this.element.classList.remove("is-stale");
      this.#show(answer);
      this.told(answer);
    } catch (fault) {
      if (signal.aborted) return;
      this.element.classList.remove("is-stale");
      this.#bare(fault.name === "Refused" && fault.message ? fault.message : say("not_counted"));
    }
  }

  #show({ sentence, faults, audience, change, note }) {
    this.sentence.textContent = sentence;
    this.sentence.hidden = !sentence;
    if (!audience) return this.#bare(faults.length ? this.#unanswered() : note || say("not_counted"));
    const { count, total, at_most: most, sample } = audience;
    const share = (n) => `${total ? Math.max(n ? 1 : 0, (100 * n) / total) : 0}%`;
    this.bar.hidden = false;
    this.filled.style.inlineSize = share(count);
    this.possible.style.inlineSize = share(most ?? 0);
    this.count.replaceChildren(counted(count, total), most === null ? "" : ` (${say("at_most", { n: most })})`);
    this.people.hidden = !sample.length;
    if (sample.length) this.people.replaceChildren(`${say("such_as")} `, ...names(sample, count));
    return this.#changed(change);
  }

  #changed(change) {
    this.change.hidden = !change;
    if (!change) return;
    const { gain, lose, gainers, losers } = change;
    const lines = [side("gain", gain, gainers), side("lose", lose, losers)].filter(Boolean);
    const none = el("p", { textContent: say("no_change") });
    const title = el("p", { class: "rule-outcome__title", textContent: say("change") });
    this.change.replaceChildren(...(lines.length ? [title, ...lines] : [none]));
  }

  #unanswered() {
    return this.unread ? say("nobody") : say("faulty");
  }

  #bare(words) {
    this.count.textContent = words;
    this.bar.hidden = this.people.hidden = this.change.hidden = true;
  }

  #portals({ portals, portal }) {
    const choices = portals.map(({ site, name, shop }) => ({ value: String(site), label: `${name} (${shop})` }));
    const chosen = select(choices, String(portal.site), { "aria-label": say("portal") }, (site) => {
      this.server.choose(site);
      this.ask(this.rule, { now: true, unread: this.unread });
    });
    chosen.addEventListener("change", (event) => event.stopPropagation());
    return el("p", { class: "rule-outcome__portal" }, el("span", { textContent: say("portal") }), chosen);
  }
}

/** Return "1,204 of 5,310 customers" with the first figure standing out. */
function counted(count, total) {
  const [before, after = ""] = say("of", { n: "\u0000", total }).split("\u0000");
  return el("span", {}, before, el("strong", { textContent: figure(count) }), after);
}

/** Return people as links, and how many more there are. */
export function names(people, count) {
  const linked = people.flatMap(({ name, email, url }, at) => [
    at ? ", " : "",
    el("a", { href: url, target: "_blank", rel: "noopener", title: email, textContent: name }),
  ]);
  const more = count - people.length;
  return more > 0 ? [...linked, ` ${say("and_more", { n: more })}`] : linked;
}

/** Return who gains or who loses, as a line; nothing where nobody does. */
export function side(way, count, people) {
  if (!count) return null;
  const figures = el("strong", { class: `rule-side__count rule-side__count--${way}`, textContent: say(way, { n: count }) });
  const shown = people.length ? el("span", { class: "rule-side__people" }, ...names(people, count)) : null;
  return el("p", { class: "rule-side" }, figures, shown);
}
