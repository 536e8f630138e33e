/* Before a page is published: who loses sight of what, and a way back.
 *
 * The rules are read from the form as it stands, as autosave may not have stored them yet. If the
 * server cannot say in time, the page is published as if nobody had asked. */

import { el } from "./dom.js";
import { side } from "./outcome.js";
import { ask, serverAt } from "./server.js";
import { ruleIn } from "./text.js";
import { say } from "./words.js";

const BUTTON = 'button[name="action-publish"]';
const PAGE = /\/pages\/(\d+)\/edit\//;
const BLOCK = "[data-streamfield-child]";
const EVERYONE = { version: 1, all: [{ condition: "everyone" }] };
const PATIENCE = 4000; // milliseconds
const MOST_TOLD = 6;

const ruleOf = (widget) => ruleIn(widget.querySelector("[data-rule-value]").value) ?? {};
const idOf = (block) => block.querySelector(':scope > input[name$="-id"]').value;
const isGone = (block) => block.querySelector(':scope > input[name$="-deleted"]').value === "1";
const ownRule = (block) =>
  [...block.querySelectorAll("[data-block-settings] .rule")].find((widget) => widget.closest(BLOCK) === block);

/** Return the rules of the page and of its blocks as they stand in the form. */
function rulesIn(form) {
  const page = form.querySelector('input[name="visibility"]')?.closest(".rule");
  const blocks = {};
  const within = {};
  for (const block of form.querySelectorAll(`#body-root ${BLOCK}`)) {
    const around = block.parentElement.closest(BLOCK);
    if (isGone(block) || (around && !(idOf(around) in blocks))) continue;
    const own = ownRule(block);
    blocks[idOf(block)] = own ? ruleOf(own) : EVERYONE;
    if (around) within[idOf(block)] = idOf(around);
  }
  return { page_rule: page && ruleOf(page), blocks, within };
}

/** Ask who gains and who loses; null where nobody loses or nobody can say. */
async function lossesOf(form, pageId) {
  const address = form.querySelector(".rule")?.dataset.ruleAddress;
  if (!address) return null;
  const signal = AbortSignal.timeout(PATIENCE);
  const asked = ask(`${address}changes/${pageId}/`, { body: rulesIn(form), signal });
  const [changes] = await Promise.all([asked, serverAt(address).frame()]);
  return changes.lose ? changes : null;
}

/** Show what changes; true if it is to be published nevertheless. */
function confirmed({ places, gain, lose }) {
  const { promise, resolve } = Promise.withResolvers();
  const told = losing(places).slice(0, MOST_TOLD);
  const title = el("h2", { class: "rule-dialog__title", id: "rule-dialog-title", textContent: say("publish_title") });
  const close = (answer) => () => {
    dialog.close();
    resolve(answer);
  };
  const dialog = el(
    "dialog",
    { class: "rule-dialog rule", "aria-labelledby": "rule-dialog-title", on: { close: () => resolve(false) } },
    title,
    el("p", { textContent: say("publish_body") }),
    ...(told.length > 1 ? [side("lose", lose, []), side("gain", gain, [])] : []),
    ...told.map(placeChanged),
    el(
      "div",
      { class: "rule-dialog__buttons" },
      el("button", { type: "button", class: "button", textContent: say("publish"), on: { click: close(true) } }),
      el("button", { type: "button", class: "button button-secondary", autofocus: true, textContent: say("go_back"), on: { click: close(false) } }),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  return promise.finally(() => dialog.remove());
}

/** Return where somebody loses; blocks that just go with the whole page are not told again. */
function losing(places) {
  const page = places.find(({ block }) => !block);
  return places.filter((one) => one.lose && (one === page || one.lose !== page?.lose));
}

const placeChanged = ({ block, label, lose, losers, gain, gainers }) =>
  el(
    "section",
    { class: "rule-dialog__place" },
    el("h3", { class: "rule-outcome__title", textContent: block ? label : say("whole_page") }),
    side("lose", lose, losers),
    side("gain", gain, gainers),
  );

let isConfirmed = false;
let isLeaving = false;
let stored = Promise.resolve(); // when autosave has stored what it is storing

/** An autosave that is answered after the publishing is refused as out of date: publishing waits for
 * the one under way, and none begins once it was sent. */
function watchAutosave() {
  document.addEventListener("w-autosave:save", (event) => {
    if (isLeaving) return void event.preventDefault();
    stored = new Promise((resolve) => {
      for (const end of ["success", "error"]) document.addEventListener(`w-autosave:${end}`, resolve, { once: true });
      setTimeout(resolve, PATIENCE);
    });
  });
}

async function publish(event) {
  const pressed = event.target.closest?.(BUTTON);
  const pageId = PAGE.exec(window.location.pathname)?.[1];
  if (!pressed || !pageId || isConfirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  pressed.setAttribute("aria-busy", "true");
  const losses = await lossesOf(pressed.form, pageId).catch(() => null);
  pressed.removeAttribute("aria-busy");
  if (losses && !(await confirmed(losses))) return pressed.focus();
  await stored;
  isLeaving = true;
  setTimeout(() => (isLeaving = false), PATIENCE);
  isConfirmed = true;
  pressed.click();
  isConfirmed = false;
  return undefined;
}

/** Ask before anything is published from this page. */
export function watchPublishing() {
  watchAutosave();
  document.addEventListener("click", publish, true);
}
