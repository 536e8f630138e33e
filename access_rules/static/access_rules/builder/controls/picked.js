/* Settings chosen from what the shop has: products, plans, clubs, countries, tags, named rules. */

import { button, el } from "../dom.js";
import { Listbox, ranked } from "../listbox.js";
import { say } from "../words.js";

/** Kinds of which a value may be typed that the shop does not know yet. */
const FREE = new Set(["tags", "attributes"]);

function finder(asked, kind, choose, isChosen) {
  return new Listbox({
    label: asked.words,
    choose,
    isChosen,
    load: async (query, signal) => {
      const found = await asked.server.pick(kind, query, signal);
      const isKnown = found.items.some(({ label }) => label === query);
      const typed = FREE.has(kind) && query && !isKnown ? [free(query)] : [];
      return { ...found, items: [...ranked(found.items, query), ...typed] };
    },
  });
}

const free = (text) => ({ value: text, label: say("use_text", { text }), told: text });

/** Several values: chips, and a search field behind them. */
export const several = (kind) => (asked) => {
  let values = asked.value ?? [];
  const chips = el("span", { class: "rule-chips" });
  const list = finder(asked, kind, toggle, ({ value }) => values.includes(value));
  const element = el("span", { class: "rule-pick", "data-setting": asked.setting }, chips, list.input, list.list);
  element.addEventListener("click", (event) => event.target === element && list.input.focus());
  list.input.addEventListener("keydown", (event) => {
    if (event.key === "Backspace" && !list.input.value && values.length) toggle({ value: values.at(-1) });
  });

  async function toggle({ value, label, told = label }) {
    const isOut = values.includes(value);
    keep(isOut ? values.filter((one) => one !== value) : [...values, value]);
    await drawn;
    const name = told ?? asked.server.labels.get(`${kind} ${value}`)?.label ?? String(value);
    asked.announce(say(isOut ? "taken_out" : "chosen", { name }));
    list.refresh();
  }

  function keep(next) {
    values = next;
    asked.change(values);
    drawn = draw();
  }

  async function draw() {
    const shown = values;
    const items = FREE.has(kind) ? shown.map((value) => ({ value, label: value })) : await named(asked, kind, shown);
    if (shown !== values) return; // chosen anew meanwhile
    chips.replaceChildren(...items.map(chip));
  }

  function chip(item) {
    const out = button(say("take_out", { name: item.label }), { icon: "cross", quiet: true, class: "rule-chip__out" }, () => {
      keep(values.filter((one) => one !== item.value));
      asked.announce(say("taken_out", { name: item.label }));
      list.input.focus();
    });
    return el("span", { class: item.gone ? "rule-chip is-gone" : "rule-chip" }, el("span", { textContent: item.label }), out);
  }

  let drawn = draw();
  const show = (next) => {
    values = next ?? [];
    drawn = draw();
  };
  return { element, show };
};

/** One value: a button that says it, and opens a search field. `none` names the value null. */
export const single =
  (kind, none = "") =>
  (asked) => {
    let value = asked.value ?? null;
    const words = el("span");
    const opener = button("", { class: "rule-opener", "aria-labelledby": `${asked.label} ${asked.label}-value` }, open);
    words.id = `${asked.label}-value`;
    opener.append(words);
    const list = finder(asked, kind, take, (item) => item.value === value);
    const load = list.load;
    list.load = async (query, signal) => {
      const found = await load(query, signal);
      const own = none && !query ? [{ value: null, label: say(none) }] : [];
      return { ...found, items: [...own, ...found.items] };
    };
    list.onClose = () => close();
    list.input.hidden = true;
    const element = el("span", { class: "rule-single", "data-setting": asked.setting }, opener, list.input, list.list);

    function open() {
      list.input.hidden = false;
      opener.hidden = true;
      list.input.focus();
    }

    function close() {
      list.input.hidden = true;
      opener.hidden = false;
    }

    function take(item) {
      value = item.value;
      asked.change(value);
      draw(item);
      list.close();
      opener.focus();
      asked.announce(say("chosen", { name: item.told ?? item.label }));
    }

    async function draw(known) {
      const shown = value;
      const isNothing = shown === null || shown === "";
      const [item] = isNothing ? [] : FREE.has(kind) ? [{ label: shown }] : known ? [known] : await named(asked, kind, [shown]);
      if (shown !== value) return;
      words.textContent = item?.label ?? say(none || "choose");
      opener.classList.toggle("is-gone", Boolean(item?.gone));
      opener.classList.toggle("is-empty", isNothing && !none);
    }

    draw();
    const show = (next) => {
      value = next ?? null;
      draw();
    };
    return { element, show };
  };

const named = (asked, kind, values) =>
  asked.server.named(kind, values).catch(() => values.map((value) => ({ value, label: String(value) })));
