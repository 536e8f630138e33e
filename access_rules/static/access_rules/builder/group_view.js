/* A group of the builder: how its parts count together, the parts, and what can be added. */

import { Chooser } from "./chooser.js";
import { button, el, fresh, select } from "./dom.js";
import { OPS } from "./tree.js";
import { say } from "./words.js";

const JOINERS = { all: "and", any: "or", none: "nor" };

export class GroupView {
  constructor(composer, node) {
    this.composer = composer;
    this.faults = [];
    this.isNew = composer.isReady; // until it is left
    const isRoot = node.key === composer.tree.key;
    this.op = select(
      OPS.map((op) => ({ value: op, label: say(op) })),
      node.op,
      { "aria-label": say("how"), class: "rule-group__op" },
      (op) => composer.replace({ ...this.node, op }, ""),
    );
    this.parts = el("div", { class: "rule-group__parts" });
    this.empty = el("p", { class: "rule-group__empty", textContent: say(isRoot ? "nothing_yet" : "empty_group") });
    this.fault = el("p", { class: "rule-fault", id: fresh("fault"), hidden: true });
    this.adder = new Chooser(composer, {
      words: say("add_condition"),
      icon: "plus",
      choose: (name) => composer.addCondition(node.key, name),
    });
    this.element = el(
      "div",
      {
        class: isRoot ? "rule-group rule-group--root" : "rule-node rule-group",
        role: "group",
        on: { focusout: (event) => this.#left(event) },
      },
      this.#head(node, isRoot),
      this.empty,
      this.parts,
      this.fault,
      el(
        "div",
        { class: "rule-group__adding" },
        this.adder.element,
        button(say("add_group"), { icon: "folder-open-1" }, () => composer.addGroup(node.key)),
      ),
    );
    this.element.dataset.key = node.key;
  }

  #head(node, isRoot) {
    const { composer } = this;
    if (isRoot) return el("div", { class: "rule-group__head" }, this.op);
    const name = say("group");
    const tools = el(
      "div",
      { class: "rule-tools" },
      button(say("duplicate", { name }), { icon: "copy", quiet: true }, () => composer.duplicate(node.key)),
      button(say("remove", { name }), { icon: "bin", quiet: true }, () => composer.remove(node.key)),
    );
    return el("div", { class: "rule-group__head" }, composer.moving.handle(node.key), this.op, tools);
  }

  update(node, used) {
    this.node = node;
    this.op.value = node.op;
    this.element.setAttribute("aria-label", say(node.op));
    this.empty.hidden = node.parts.length > 0;
    const shown = node.parts.map((part) => this.composer.view(part, used).element);
    shown.forEach((element, at) => {
      if (this.parts.children[at] !== element) this.parts.insertBefore(element, this.parts.children[at] ?? null);
      if (at) element.dataset.joiner = say(JOINERS[node.op]);
      else delete element.dataset.joiner;
    });
    while (this.parts.children.length > shown.length) this.parts.lastElementChild.remove();
  }

  /** Whether somebody has just added this, and has yet to put something in. */
  get isUnfinished() {
    return this.isNew && !this.node.parts.length;
  }

  focus() {
    this.op.focus();
  }

  /** An empty group says so already. */
  showFaults() {
    const isTold = Boolean(this.faults.length) && this.node.parts.length > 0;
    this.fault.hidden = !isTold;
    this.fault.textContent = isTold ? this.faults.map(({ message }) => message).join(" ") : "";
  }

  #left({ relatedTarget }) {
    if (this.element.contains(relatedTarget)) return;
    this.isNew = false;
    this.composer.left();
  }
}
