/* A search field with a list below it (ARIA's combobox): arrows move, Enter chooses, Escape closes.
 * Focus stays in the field. `load(query, signal)` returns `{items: [{value, label, hint, section}],
 * more, }`; items are shown by section, in the order they come. */

import { el, fresh } from "./dom.js";
import { say } from "./words.js";

const PAUSE = 120; // milliseconds after the last key

export class Listbox {
  constructor({ label, placeholder = say("search"), load, choose, isChosen = () => false, onClose = () => {} }) {
    Object.assign(this, { load, choose, isChosen, onClose });
    this.id = fresh("list");
    this.list = el("div", { class: "rule-list", role: "listbox", id: this.id, hidden: true, "aria-label": label });
    this.input = el("input", {
      type: "text",
      class: "rule-search",
      role: "combobox",
      placeholder,
      autocomplete: "off",
      spellcheck: false,
      "aria-label": label,
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.id,
      on: {
        input: (event) => this.#typed(event),
        keydown: (event) => this.#key(event),
        focus: () => this.open(),
        click: () => this.open(),
        blur: () => this.close(),
        change: (event) => event.stopPropagation(),
      },
    });
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.options = [];
    this.at = -1;
  }

  /** Show the list for what is typed. */
  async open() {
    if (!this.list.hidden) return;
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    await this.refresh();
  }

  close() {
    if (this.list.hidden) return;
    this.list.hidden = true;
    this.aborter?.abort();
    clearTimeout(this.timer);
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.onClose();
  }

  /** Ask anew; an older question is dropped. */
  async refresh() {
    this.aborter?.abort();
    this.aborter = new AbortController();
    const { signal } = this.aborter;
    if (!this.options.length) this.list.replaceChildren(note(say("loading")));
    try {
      const found = await this.load(this.input.value.trim(), signal);
      if (!signal.aborted) this.#show(found);
    } catch (fault) {
      if (!signal.aborted) this.list.replaceChildren(note(fault.message || say("no_answer")));
    }
  }

  #show({ items, more }) {
    this.options = [];
    const shown = [];
    let section;
    for (const item of items) {
      if (item.section !== section) {
        section = item.section;
        shown.push(el("div", { class: "rule-list__section", role: "presentation", textContent: section }));
      }
      shown.push(this.#option(item));
    }
    if (!items.length) shown.push(note(say("nothing_found")));
    if (more) shown.push(note(say("more")));
    this.list.replaceChildren(...shown);
    this.#light(items.length ? 0 : -1);
    this.#fit();
  }

  /** Keep the list within the window. */
  #fit() {
    this.list.style.translate = "";
    const over = this.list.getBoundingClientRect().right - document.documentElement.clientWidth + 8;
    if (over > 0) this.list.style.translate = `${-over}px`;
  }

  #option(item) {
    const option = el(
      "div",
      {
        class: "rule-option",
        role: "option",
        id: `${this.id}-${this.options.length}`,
        "aria-selected": String(this.isChosen(item)),
        on: { click: () => this.#take(item) },
      },
      el("span", { class: "rule-option__label", textContent: item.label }),
    );
    if (item.hint) option.append(el("span", { class: "rule-option__hint", textContent: item.hint }));
    this.options.push({ item, option });
    return option;
  }

  #light(at) {
    this.options[this.at]?.option.classList.remove("is-lit");
    this.at = at;
    const lit = this.options[at]?.option;
    if (!lit) return this.input.removeAttribute("aria-activedescendant");
    lit.classList.add("is-lit");
    lit.scrollIntoView({ block: "nearest" });
    return this.input.setAttribute("aria-activedescendant", lit.id);
  }

  #typed(event) {
    event.stopPropagation(); // a search is no change of the form
    this.open();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#settle(), PAUSE);
  }

  async #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (this.list.hidden) return void this.open();
      const of = this.options.length;
      if (of) this.#light((this.at + step + of) % of);
    } else if (event.key === "Enter") {
      event.preventDefault(); // never send the page's form from here
      const typed = this.input.value;
      if (this.timer) await this.#settle();
      const isSame = this.input.value === typed; // who types on has not chosen yet
      if (isSame && this.options[this.at] && !this.list.hidden) this.#take(this.options[this.at].item);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.close();
    }
  }

  async #settle() {
    clearTimeout(this.timer);
    this.timer = 0;
    await this.refresh();
  }

  #take(item) {
    clearTimeout(this.timer);
    this.timer = 0;
    this.input.value = "";
    this.choose(item);
  }
}

const note = (words) => el("div", { class: "rule-list__note", role: "presentation", textContent: words });

/** Return items with those first that begin with the query, the shortest of these first. */
export function ranked(items, query) {
  const begins = ({ label }) => query && label.toLocaleLowerCase().startsWith(query.toLocaleLowerCase());
  const first = items.filter(begins).sort((one, other) => one.label.length - other.label.length);
  return [...first, ...items.filter((item) => !begins(item))];
}

/** Return the items of a fixed list that hold every word of a query: by what they are called, else
 * those of the sections that are called so. */
export function matching(items, query) {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const holds = (text = "") => words.every((word) => text.toLocaleLowerCase().includes(word));
  const called = items.filter(({ label }) => holds(label));
  return called.length ? called : items.filter(({ section }) => holds(section));
}
