/* Settings that need no question to the server: choices, numbers, money, texts, days. */

import { el, select } from "../dom.js";
import { figure } from "../words.js";

const MOST_DAYS = 36_500; // as in `parameters.py`: only days reach that far
const USUAL_DAYS = [7, 14, 30, 60, 90, 180, 365];

/* Every control gets `{told, value, change, label, sibling}` and returns `{element, show(value)}`:
 * `told` is what the server says of the setting (`Parameter.told`), `change(value)` keeps a value,
 * `label` is the id of the words beside it, `sibling(control)` the value of another setting. */

const named = ({ label, setting }) => ({ "aria-labelledby": label, "data-setting": setting });

export function choice(asked) {
  const made = select(asked.told.choices, asked.told.initial, named(asked), asked.change);
  const isKnown = (value) => [...made.options].some((one) => one.value === value);
  const show = (value) => {
    // What cannot be chosen any more is shown until something else is.
    if (value && !isKnown(value)) made.append(el("option", { value, textContent: value, disabled: true }));
    made.value = value ?? asked.told.initial;
  };
  show(asked.value);
  return { element: made, show };
}

export function choices(asked) {
  const boxes = asked.told.choices.map(({ value, label }) => {
    const box = el("input", { type: "checkbox", value });
    return { value, box, pill: el("label", { class: "rule-pill" }, box, el("span", { textContent: label })) };
  });
  const element = el("span", { class: "rule-pills", role: "group", ...named(asked) }, ...boxes.map(({ pill }) => pill));
  element.addEventListener("change", () => {
    asked.change(boxes.filter(({ box }) => box.checked).map(({ value }) => value));
  });
  const show = (chosen) => boxes.forEach(({ value, box }) => (box.checked = (chosen ?? []).includes(value)));
  show(asked.value);
  return { element, show };
}

function input(asked, type, { read, write, ...props }) {
  const made = el("input", { type, class: `rule-input rule-input--${type}`, ...props, ...named(asked) });
  const show = (value) => (made.value = write(value));
  show(asked.value);
  made.addEventListener("input", () => asked.change(read(made.value)));
  return { element: made, show };
}

const typed = (read) => (value) => (value === "" ? null : read(value));
const bounds = ({ minimum: min, maximum: max }) => ({ min, max });

export function number(asked) {
  const made = input(asked, "number", {
    read: typed(Number),
    write: (value) => value ?? "",
    step: 1,
    inputMode: "numeric",
    ...bounds(asked.told),
  });
  if (!asked.told.unit) return made;
  const element = el("span", { class: "rule-unit" }, made.element, el("span", { textContent: asked.told.unit }));
  if (asked.told.maximum === MOST_DAYS) element.append(usual(made, element));
  return { ...made, element };
}

/** Return a few usual numbers of days, for whoever has a mouse in hand; others type. */
function usual(made, around) {
  const take = (days) => {
    made.element.value = days;
    made.element.dispatchEvent(new Event("input", { bubbles: true }));
    around.classList.add("is-chosen");
  };
  made.element.addEventListener("focus", () => around.classList.remove("is-chosen"));
  const buttons = USUAL_DAYS.map((days) =>
    el("button", {
      type: "button",
      class: "rule-button",
      tabIndex: -1,
      textContent: figure(days),
      on: { pointerdown: (event) => event.preventDefault(), click: () => take(days) },
    }),
  );
  return el("span", { class: "rule-list rule-usual", "aria-hidden": "true" }, ...buttons);
}

/** Return how many digits of a currency are minor units, as Babel and CLDR count them. */
function digits(currency) {
  try {
    const format = new Intl.NumberFormat("en", { style: "currency", currency: currency || "EUR" });
    return format.resolvedOptions().maximumFractionDigits;
  } catch {
    return 2;
  }
}

export function money(asked) {
  const of = () => digits(asked.sibling("currency"));
  const major = (value) => (value === null || value === undefined ? "" : (value / 10 ** of()).toFixed(of()));
  const made = input(asked, "number", {
    read: typed((value) => Math.round(Number(value) * 10 ** of())),
    write: major,
    min: 0,
    step: "any",
    inputMode: "decimal",
  });
  return { ...made, siblingChanged: () => made.element.dispatchEvent(new Event("input", { bubbles: true })) };
}

export const text = (asked) =>
  input(asked, "text", { read: (value) => value.trim(), write: (value) => value ?? "", maxLength: 200 });

export const date = (asked) => input(asked, "date", { read: typed(String), write: (value) => value ?? "" });
