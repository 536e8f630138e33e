// Enters a card in Stripe's own fields, and confirms payments with the bank.
// [data-card-form] takes a new card, [data-pay-form] pays with a card on file. Both post their first
// half and are told what to confirm. The second half is sent as a plain form, so that the page which
// comes back says what happened.
const UNCLEAR = new Set(["api_connection_error", "api_error", "rate_limit_error"]);
const loading = new Map();
let declines;

/** Load Stripe.js once, when somebody needs it, from where Stripe serves it. */
function library(url) {
  if (!loading.has(url)) {
    loading.set(url, new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement("script"), { src: url });
      script.addEventListener("load", () => resolve(window.Stripe));
      script.addEventListener("error", () => reject(loading.delete(url))); // for another try
      document.head.append(script);
    }));
  }
  return loading.get(url);
}

async function stripeOf(form) {
  const known = await (await fetch(form.dataset.settings)).json();
  declines = known.declines;
  return (await library(known.script))(known.key, { locale: document.documentElement.lang || "auto" });
}

/** The theme's look in resolved values: Stripe's fields live in a page of their own. */
function appearance(form) {
  const probe = form.appendChild(document.createElement("i"));
  const read = (property, token) => {
    probe.style.setProperty(property, `var(--p-${token})`);
    return getComputedStyle(probe).getPropertyValue(property);
  };
  const names = ["text", "text-muted", "surface-raised", "line-strong", "accent", "danger"];
  const [text, muted, ground, line, accent, danger] = names.map((name) => read("color", name));
  const radius = read("border-top-left-radius", "radius-field");
  probe.remove();
  const light = (colour) => colour.match(/[\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
  const { fontFamily, fontSize } = getComputedStyle(form);
  return {
    theme: light(text) > light(ground) ? "night" : "stripe",
    labels: "above",
    variables: {
      colorPrimary: accent,
      colorBackground: ground,
      colorText: text,
      colorTextSecondary: muted,
      colorTextPlaceholder: muted,
      colorDanger: danger,
      fontFamily,
      fontSizeBase: fontSize,
      borderRadius: radius,
      spacingUnit: "4px",
    },
    rules: {
      ".Input": { border: `1px solid ${line}`, boxShadow: "none" },
      ".Input:focus": { border: `1px solid ${accent}`, boxShadow: `0 0 0 1px ${accent}` },
      ".Label": { fontWeight: "600" },
    },
  };
}

const button = (form) => form.querySelector("[type=submit]");
const isBusy = (form) => button(form).getAttribute("aria-disabled") === "true";

function busy(form, is) {
  button(form).setAttribute("aria-disabled", String(is));
  form.setAttribute("aria-busy", String(is));
  const status = form.querySelector("[data-status]");
  status.textContent = is ? status.dataset.busy : "";
}

/** Say what is wrong, and let them try again. */
function stop(form, words = "") {
  busy(form, false);
  form.querySelector("[data-fault]").textContent = words;
}

/** Our words for a decline: what happened, what is safe, what to do; else Stripe's. */
function wordsFor({ decline_code: reason, code, message }, form) {
  const plain = reason ? declines.card_declined : `${message} ${form.dataset.safe}`;
  return declines[reason] || declines[code] || plain;
}

/** Post the first half, and return what there is to confirm; nothing where that is all. */
async function begin(form) {
  let told;
  try {
    const headers = { Accept: "application/json" };
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers });
    // A page in place of an answer: somebody was signed out meanwhile.
    if (!answer.headers.get("Content-Type").includes("json")) return location.reload();
    told = await answer.json();
  } catch {
    return stop(form, form.dataset.unclear);
  }
  if (told.again) form.elements.operation_id.value = told.again;
  if (told.client_secret) return told;
  // The total has changed: the page that comes back shows it, to be agreed to anew.
  if (told.plain) return form.submit();
  return told.operation ? finish(form, told.operation) : stop(form, told.text);
}

/** Send the second half. */
function finish(form, operation) {
  const sent = Object.assign(document.createElement("form"), { method: "post", action: form.dataset.finish });
  const csrfmiddlewaretoken = document.querySelector("[name=csrfmiddlewaretoken]").value;
  for (const [name, value] of Object.entries({ operation, csrfmiddlewaretoken })) {
    sent.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(sent);
  sent.submit();
}

/** What a confirmation is given; `return_url` is for banks that ask on a page of their own. */
function confirming(form, { client_secret: clientSecret, back }, more) {
  const url = new URL(back, location.href);
  url.search = new URLSearchParams({ at: form.dataset.finish });
  const confirmParams = { return_url: url.href, ...more };
  return { clientSecret, confirmParams, redirect: "if_required" };
}

/** Build the fields, when the form is first seen. */
async function open(form) {
  const { cardForm: mode, currency, amount } = form.dataset;
  const wait = form.querySelector("[data-wait]");
  const failed = (words = form.dataset.unloaded) => {
    wait.parentElement.hidden = Boolean(words);
    form.querySelector("[data-fault]").textContent = words;
  };
  failed("");
  try {
    const stripe = await stripeOf(form);
    const elements = stripe.elements({
      mode,
      currency: currency || "eur",
      ...(mode === "payment" && { amount: Number(amount) }),
      allowedPaymentMethodTypes: ["card"],
      appearance: appearance(form),
    });
    const fields = elements.create("payment", { layout: "tabs" });
    fields.on("loaderror", () => failed());
    fields.on("ready", () => {
      wait.hidden = true;
      busy(form, false);
    });
    fields.mount(form.querySelector("[data-fields]"));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      elements.update({ appearance: appearance(form) });
    });
    form.addEventListener("submit", () => isBusy(form) || enter(form, stripe, elements));
  } catch {
    failed();
    addEventListener("online", () => open(form), { once: true });
  }
}

/** Save the card that was entered, or pay with it. */
async function enter(form, stripe, elements) {
  stop(form);
  busy(form, true);
  const { error: wrong } = await elements.submit();
  // What is wrong with a field, the field says itself.
  if (wrong) return stop(form, wrong.type === "validation_error" ? "" : wrong.message);
  const told = await begin(form);
  if (!told) return undefined;
  const isSetup = form.dataset.cardForm === "setup";
  if (!isSetup) {
    elements.update({ amount: told.amount, setupFutureUsage: told.setup_future_usage || null });
    await elements.submit();
  }
  const given = { elements, ...confirming(form, told) };
  const { error } = await (isSetup ? stripe.confirmSetup(given) : stripe.confirmPayment(given));
  if (!error || UNCLEAR.has(error.type)) return finish(form, told.operation);
  return stop(form, wordsFor(error, form));
}

/** Pay with a card on file, and let the bank ask the customer where it wants to. */
async function pay(form) {
  stop(form);
  busy(form, true);
  const told = await begin(form);
  if (!told) return undefined;
  try {
    const stripe = await stripeOf(form);
    if (told.card) await stripe.confirmPayment(confirming(form, told, { payment_method: told.card }));
    else await stripe.handleNextAction({ clientSecret: told.client_secret });
  } catch {
    return location.assign(told.url); // Stripe's own page can ask the bank as well
  }
  return finish(form, told.operation);
}

const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    open(target);
  }
});
const known = new WeakSet();

/** Serve the forms that are on the page. A preview has no address for settings: there none acts. */
function serve() {
  for (const form of document.querySelectorAll("[data-settings]:not([data-settings=''])")) {
    if (known.has(form)) continue;
    known.add(form);
    form.addEventListener("submit", (event) => event.preventDefault());
    if ("cardForm" in form.dataset) seen.observe(form);
    else form.addEventListener("submit", () => isBusy(form) || pay(form));
  }
}
serve();
document.addEventListener("portal:changed", serve);
