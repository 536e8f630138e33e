/* A button that opens the list of all conditions, by section. */

import { button, el } from "./dom.js";
import { Listbox, matching } from "./listbox.js";
import { say } from "./words.js";

export class Chooser {
  constructor(composer, { words, label, choose, class: kind = "", icon }) {
    const { sections, conditions } = composer.frame;
    this.opener = button(words, { icon, class: kind, "aria-label": label, "aria-haspopup": "listbox" }, () => this.open());
    this.list = new Listbox({
      label: label ?? words,
      placeholder: say("find_condition"),
      load: async (query) => ({ items: matching(offered(sections, conditions), query) }),
      choose: ({ value }) => {
        this.list.close();
        choose(value);
      },
      onClose: () => this.#closed(),
    });
    this.list.input.hidden = true;
    this.element = el("span", { class: "rule-chooser" }, this.opener, this.list.input, this.list.list);
  }

  open() {
    this.list.input.hidden = false;
    this.opener.hidden = true;
    this.list.input.focus();
  }

  #closed() {
    const hadFocus = document.activeElement === this.list.input;
    this.opener.hidden = false;
    this.list.input.hidden = true;
    this.list.input.value = "";
    if (hadFocus) this.opener.focus();
  }
}

const offered = (sections, conditions) =>
  sections.flatMap((section) =>
    conditions
      .filter((one) => one.section === section.key)
      .map((one) => ({ value: one.name, label: one.label, section: section.label })),
  );
