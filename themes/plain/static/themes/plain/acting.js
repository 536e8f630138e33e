// Sends the forms of blocks without leaving the page. The answer is the page as it is then, and is
// laid over the one that is there: what did not change is not touched, and so keeps its focus, its
// open panels, and what was typed in it. What is not known yet is asked for again.
const FRAME = ".frame";
const SHOWN = new Set([200, 422]);
const WAITS = [2, 3, 5, 8, 13, 20, 30, 30, 30, 30, 30, 30]; // seconds: four minutes together
const busy = new WeakSet();
const faults = new WeakMap(); // what a form was told that came to nothing
let sent = null; // the form, or the words that ask again, whose answer is awaited
let looked = { url: "", times: 0, timer: 0 };

/** Whether a form does something of a block; forms for cards have a script of their own. */
const acts = (form) => form.method === "post" && form.getAttribute("action")?.startsWith("/do/") && !form.dataset.settings;
const anchorOf = (form) => `said-${form.getAttribute("action").split("/")[3]}`;
const live = () => document.querySelector("[data-live]");

function announce(words) {
  live().textContent = "";
  requestAnimationFrame(() => { live().textContent = words; });
}

/** Show what was said where it is, read it aloud, and go on from there. */
function speak(said) {
  if (!said) return;
  announce(said.querySelector("[data-text]").textContent);
  said.focus({ preventScroll: true });
  said.scrollIntoView({ block: "nearest" });
}

function mark(form, is) {
  const button = form.querySelector("[type=submit]");
  form.toggleAttribute("aria-busy", false);
  if (is) form.setAttribute("aria-busy", "true");
  if (is) button?.setAttribute("aria-disabled", "true");
  else button?.removeAttribute("aria-disabled");
}

/** Say beside the button that it came to nothing, in the answer's words or ours. What was typed stays. */
function fail(form, name, html = "") {
  const told = new DOMParser().parseFromString(html, "text/html");
  let said = told.body.children.length === 1 && told.querySelector("body > .said");
  if (!said) {
    said = document.querySelector("[data-acting]").content.firstElementChild.cloneNode(true);
    said.querySelector("[data-text]").textContent = live().dataset[name];
  }
  const around = form.closest(".said"); // an Undo
  if (around) around.after(said);
  else form.prepend(said);
  faults.set(form, said);
  speak(said);
}

const request = (verb, url, source, submitter) =>
  htmx.ajax(verb, url, { source, event: { submitter }, target: FRAME, select: FRAME, swap: "outerMorph" });

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || !acts(form)) return;
  event.preventDefault();
  if (busy.has(form)) return;
  busy.add(form);
  mark(form, true);
  faults.get(form)?.remove();
  const { submitter } = event;
  await request("POST", submitter?.getAttribute("formaction") || form.getAttribute("action"), form, submitter);
});

/** Styles and scripts of blocks that are on the page from now on. */
function dress(html) {
  const { head } = new DOMParser().parseFromString(html, "text/html");
  for (const asset of head.querySelectorAll("link[rel=stylesheet], script[src]")) {
    const [name, path] = ["href", "src"].map((one) => [one, asset.getAttribute(one)]).find((one) => one[1]);
    if (document.head.querySelector(`[${name}="${CSS.escape(path)}"]`)) continue;
    const made = document.createElement(asset.localName);
    for (const { name: key, value } of asset.attributes) made.setAttribute(key, value);
    document.head.append(made);
  }
}

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  sent = { form: ctx.sourceElement, status: ctx.response.status };
  if (SHOWN.has(sent.status) && ctx.text.includes('class="frame"')) return dress(ctx.text);
  event.preventDefault();
  if (acts(sent.form)) fail(sent.form, "failed", ctx.text);
  return undefined;
});

document.addEventListener("htmx:after:swap", () => {
  const { form, status } = sent;
  document.dispatchEvent(new CustomEvent("portal:changed"));
  if (location.search.includes("open=")) history.replaceState(null, "", location.pathname);
  if (!acts(form)) {
    const said = document.getElementById(form.id);
    if (said) announce(said.querySelector("[data-text]").textContent);
    return;
  }
  const said = document.getElementById(anchorOf(form));
  speak(said);
  if (status !== 422) return;
  const wrong = said?.closest("[data-block]")?.querySelector('[aria-invalid="true"]');
  wrong?.focus();
});

document.addEventListener("htmx:error", (event) => {
  const form = event.detail.ctx?.sourceElement;
  if (form && acts(form)) fail(form, "offline");
});

document.addEventListener("htmx:finally:request", (event) => {
  const { ctx } = event.detail;
  const form = ctx.sourceElement;
  if (!ctx.keepIndicators) {
    busy.delete(form);
    if (form.matches("form")) mark(form, false);
  }
  wait();
});

// Which of the old and the new are the same thing. By itself htmx goes by tags and ids alone.
const words = (details) => details.querySelector("summary")?.textContent.trim();
const same = {
  FORM: (a, b) => a.getAttribute("action") === b.getAttribute("action") && !a.dataset.settings === !b.dataset.settings,
  DETAILS: (a, b) => (a.id ? a.id === b.id : words(a) === words(b)),
};
htmx.registerExtension("acting", {
  init(api) {
    const soft = api.isSoftMatch;
    api.isSoftMatch = (old, fresh) => soft(old, fresh) && (same[old.tagName]?.(old, fresh) ?? true);
  },
  // A card that somebody is entering stays as it is, in the fields of our payment partner.
  htmx_before_morph_node: (old) => !(old.matches?.("form[data-card-form]") && old.querySelector("iframe")),
  // A panel that somebody has opened stays open, but for the one that was used.
  htmx_before_morph_attr: (old, { attrName, newValue }) =>
    attrName !== "open" || newValue !== null || (sent.status === 200 && old.contains(sent.form)),
});

/** Ask again for what is not known yet, more and more seldom, while somebody looks. */
function wait() {
  const said = document.querySelector("[data-look]");
  const url = said?.dataset.look;
  if (url !== looked.url) {
    clearTimeout(looked.timer);
    looked = { url, times: 0, timer: 0 };
  }
  if (!url || looked.timer || looked.times === WAITS.length) return;
  looked.timer = setTimeout(() => {
    looked.timer = 0;
    if (document.hidden || document.querySelector("form[aria-busy]")) return wait();
    looked.times += 1;
    const now = document.querySelector("[data-look]");
    return now && request("GET", url, now);
  }, WAITS[looked.times] * 1000);
}
wait();

// A page that comes back from the browser's memory may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) {
    if (!acts(form)) continue;
    busy.delete(form);
    mark(form, false);
  }
});
