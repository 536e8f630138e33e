/* One row of the builder: a condition with its settings, or a part that cannot be read. */

import { controlOf } from "./controls/index.js";
import { button, el, fresh } from "./dom.js";
import { Chooser } from "./chooser.js";
import { say } from "./words.js";

/** Controls that leave null until something is chosen; null of the others says something. */
const NEEDED = new Set(["money", "named_rule", "number"]);

export class PartView {
  constructor(composer, node) {
    this.composer = composer;
    this.faults = [];
    this.isNew = composer.isReady; // until it is left: what is being filled in is not scolded
    this.body = el("div", { class: "rule-part__body" });
    this.fault = el("p", { class: "rule-fault", id: fresh("fault"), hidden: true });
    this.tools = el("div", { class: "rule-tools" });
    this.element = el(
      "div",
      { class: "rule-node rule-part", role: "group", on: { focusout: (event) => this.#left(event) } },
      this.body,
      this.tools,
      this.fault,
    );
    this.element.dataset.key = node.key;
    this.#tools(node);
  }

  update(node) {
    if (node === this.node) return;
    const isOther = !this.node || node.name !== this.node.name || !this.controls;
    this.node = node;
    if (isOther) return this.#build();
    for (const [setting, control] of Object.entries(this.controls)) control.show(node.settings[setting]);
    return undefined;
  }

  /** Whether somebody has just added this, and has yet to fill it in. */
  get isUnfinished() {
    const { node } = this;
    const isOpen = ([setting, { control }]) => {
      const value = node.settings[setting];
      return value === "" || (Array.isArray(value) && !value.length) || (value === null && NEEDED.has(control));
    };
    return this.isNew && Object.entries(this.composer.conditions.get(node.name)?.settings ?? {}).some(isOpen);
  }

  focus() {
    const first = this.body.querySelector(".rule-fields :is(select, input, button):not([hidden])");
    (first ?? this.element.querySelector("button")).focus();
  }

  showFaults() {
    const isQuiet = this.isNew && this.element.contains(document.activeElement);
    this.fault.hidden = !this.faults.length;
    this.fault.textContent = this.faults.map(({ message }) => message).join(" ");
    this.fault.classList.toggle("is-quiet", isQuiet);
    for (const field of this.body.querySelectorAll("[data-setting]")) {
      const isFaulty = this.faults.some(({ setting }) => setting === field.dataset.setting);
      const input = field.matches("input, select") ? field : field.querySelector("input, button");
      field.classList.toggle("is-faulty", isFaulty && !isQuiet);
      if (isFaulty) input?.setAttribute("aria-describedby", this.fault.id);
      else input?.removeAttribute("aria-describedby");
    }
  }

  #tools(node) {
    const { composer } = this;
    const name = composer.nameOf(node);
    this.element.prepend(composer.moving.handle(node.key));
    this.tools.append(
      button(say("duplicate", { name }), { icon: "copy", quiet: true }, () => composer.duplicate(node.key)),
      button(say("remove", { name }), { icon: "bin", quiet: true }, () => composer.remove(node.key)),
    );
  }

  #build() {
    const { composer, node } = this;
    const told = composer.conditions.get(node.name);
    const name = composer.nameOf(node);
    this.element.setAttribute("aria-label", name);
    this.controls = null;
    if (!told) return this.#asStored(name);
    const chooser = new Chooser(composer, {
      words: name,
      label: say("change_condition", { name }),
      class: "rule-part__name",
      choose: (other) => this.#become(other),
    });
    const fields = el("div", { class: "rule-fields" });
    this.controls = {};
    const settings = Object.entries(told.settings);
    for (const [setting, parameter] of settings) fields.append(this.#field(setting, parameter, settings.length === 1));
    this.body.replaceChildren(chooser.element, fields);
    return undefined;
  }

  #field(setting, told, isOnly) {
    const { composer } = this;
    const label = fresh("label");
    const control = controlOf({
      told,
      setting,
      label,
      words: told.label,
      value: this.node.settings[setting],
      server: composer.server,
      announce: (words) => composer.announce(words),
      change: (value) => this.#keep(setting, value),
      sibling: (name) => this.node.settings[name],
    });
    this.controls[setting] = control;
    const words = el("span", { id: label, class: isOnly ? "w-sr-only" : "rule-field__label", textContent: told.label });
    return el("div", { class: `rule-field rule-field--${told.control}` }, words, control.element);
  }

  #keep(setting, value) {
    this.node = { ...this.node, settings: { ...this.node.settings, [setting]: value } };
    this.composer.replace(this.node, `${this.node.key}.${setting}`);
    for (const [name, control] of Object.entries(this.controls)) if (name !== setting) control.siblingChanged?.(setting);
  }

  /** Ask something else; settings of the same name and kind stay. */
  #become(name) {
    const { composer, node } = this;
    const made = composer.fresh(name);
    const was = composer.conditions.get(node.name).settings;
    const is = composer.conditions.get(name).settings;
    const same = Object.keys(is).filter((key) => was[key] && JSON.stringify(was[key]) === JSON.stringify(is[key]));
    for (const key of same) made.settings[key] = node.settings[key];
    composer.replace({ ...made, key: node.key }, "");
    this.focus();
  }

  #asStored(name) {
    const { node } = this;
    const stored = "raw" in node ? node.raw : node.settings;
    this.body.replaceChildren(
      el("strong", { class: "rule-part__name rule-part__name--unknown", textContent: name }),
      el("code", { class: "rule-part__raw", textContent: JSON.stringify(stored) }),
    );
  }

  #left(event) {
    if (this.element.contains(event.relatedTarget)) return;
    this.isNew = false;
    this.showFaults();
    this.composer.left();
  }
}
