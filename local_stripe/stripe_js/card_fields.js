// The card's fields: they check what is typed, and confirm intents without telling the shop.

import { brandOf, caretAfter, cvcFault, dateFault, digitsOf, numberFault, postalFault, spacedDate, spacedNumber } from "./card.js";
import { confirmed } from "./confirming.js";
import { connected } from "./line.js";

const root = document.documentElement;
const form = document.querySelector("form");
const [number, expiry, cvc, postal] = ["number", "expiry", "cvc", "postal"].map((id) =>
  document.getElementById(id));
const postalNames = { CA: "Postal code", GB: "Postcode", US: "ZIP code" };
const checks = new Map([
  [number, () => numberFault(number.value)],
  [expiry, () => dateFault(expiry.value, new Date())],
  [cvc, () => cvcFault(cvc.value, number.value)],
  [postal, () => postalFault(postal.value)],
]);
let billing = {};
let state = "";

const say = connected({
  begin(looks) {
    dress(looks);
    say("ready");
  },
  update: dress,
  focus: () => number.focus(),
  blur: () => document.activeElement.blur(),
  clear() {
    form.reset();
    shown().forEach((input) => show(input, null));
    changed();
  },
  submit: () => ({ error: checked() }),
  async confirm({ params, ...intent }) {
    const error = checked();
    if (error) return { error };
    shown().forEach((input) => { input.disabled = true; });
    const found = await confirmed(intent, params, typed());
    shown().forEach((input) => { input.disabled = false; });
    return found;
  },
});

function shown() {
  return [...checks.keys()].filter((input) => !input.closest(".field").hidden);
}

function dress({ appearance = {}, locale, options = {} }) {
  root.dataset.theme = appearance.theme ?? "stripe";
  root.lang = "en";
  root.removeAttribute("style");
  for (const [name, value] of Object.entries(appearance.variables ?? {})) {
    root.style.setProperty(`--${name}`, value);
  }
  billing = options.defaultValues?.billingDetails ?? {};
  const fields = options.fields?.billingDetails ?? {};
  const hidden = fields === "never" || [fields.address, fields.address?.postalCode].includes("never");
  const name = postalNames[billing.address?.country];
  postal.closest(".field").hidden = hidden || !name;
  postal.labels[0].textContent = name ?? "Postal code";
  postal.value ||= billing.address?.postal_code ?? "";
}

function typed() {
  const date = digitsOf(expiry.value);
  const card = {
    number: digitsOf(number.value),
    exp_month: date.slice(0, 2),
    exp_year: `20${date.slice(2)}`,
    cvc: cvc.value,
  };
  const asked = shown().includes(postal) ? { postal_code: postal.value.trim() } : {};
  return { card, billing_details: { ...billing, address: { ...billing.address, ...asked } } };
}

function show(input, fault) {
  input.setAttribute("aria-invalid", String(Boolean(fault)));
  document.getElementById(`${input.id}-fault`).textContent = fault?.message ?? "";
}

/** Show what is wrong everywhere, and go where the first of it is. */
function checked() {
  const faults = shown().map((input) => [input, checks.get(input)()]);
  faults.forEach(([input, fault]) => show(input, fault));
  const first = faults.find(([, fault]) => fault);
  first?.[0].focus();
  return first?.[1];
}

function changed() {
  const complete = shown().every((input) => checks.get(input)() === null);
  const empty = shown().every((input) => !input.value);
  if (state === `${complete} ${empty}`) return;
  state = `${complete} ${empty}`;
  say("change", { complete, empty, collapsed: false, value: { type: "card" } });
}

function reformat(input, spaced) {
  const count = digitsOf(input.value.slice(0, input.selectionStart)).length;
  const before = digitsOf(input.value).length;
  const text = spaced(input.value);
  // A nought that was put in front counts as well.
  const more = Math.max(0, digitsOf(text).length - before);
  if (text === input.value) return;
  input.value = text;
  const caret = caretAfter(text, count + more);
  input.setSelectionRange(caret, caret);
}

form.addEventListener("input", ({ target }) => {
  if (target === number) reformat(number, spacedNumber);
  if (target === expiry) reformat(expiry, spacedDate);
  if (target === cvc) cvc.value = digitsOf(cvc.value).slice(0, brandOf(number.value).cvc);
  document.getElementById("brand").textContent = brandOf(number.value).name;
  const fault = checks.get(target)();
  show(target, fault?.code.startsWith("invalid") ? fault : null);
  changed();
});
form.addEventListener("focusin", () => say("focus"));
form.addEventListener("focusout", ({ target }) => {
  if (target.value) show(target, checks.get(target)());
  say("blur");
});
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.preventDefault();
  if (event.key === "Escape") say("escape");
});
new ResizeObserver(() => {
  say("height", { pixels: Math.ceil(document.querySelector("main").getBoundingClientRect().height) });
}).observe(document.querySelector("main"));
