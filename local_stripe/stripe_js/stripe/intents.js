// Intents: which one a client secret opens, and what the publishable key may ask about it.

class IntegrationError extends Error {
  name = "IntegrationError";
}

const kinds = {
  seti: { path: "setup_intents", result: "setupIntent", query: "setup_intent" },
  pi: { path: "payment_intents", result: "paymentIntent", query: "payment_intent" },
};

function kindOf(secret) {
  const wellFormed = typeof secret === "string" && /^[a-z]+_\w+_secret_\w+$/.test(secret);
  const kind = wellFormed && kinds[secret.split("_")[0]];
  if (!kind) throw new IntegrationError("The clientSecret is not one of an intent.");
  return { ...kind, id: secret.split("_secret_")[0] };
}

function unreachable() {
  const message =
    "We are experiencing issues connecting to our payments provider. " +
    "Please check your internet connection and try again.";
  return { type: "api_connection_error", message };
}

/** `{intent}` or `{error}`; a lost connection and an answer that cannot be read are errors too. */
async function asked(key, path, options = {}) {
  const headers = { Authorization: `Bearer ${key}` };
  try {
    const answer = await fetch(base + path, { headers, ...options });
    const body = await answer.json();
    return answer.ok ? { intent: body } : { error: body.error };
  } catch {
    return { error: unreachable() };
  }
}

function retrieved(key, secret) {
  const { path, id } = kindOf(secret);
  return asked(key, `/v1/${path}/${id}?client_secret=${encodeURIComponent(secret)}`);
}

/** Confirm with a card that is on file. */
function confirmed(key, secret, params) {
  const { path, id } = kindOf(secret);
  const body = new URLSearchParams({ client_secret: secret });
  for (const name of ["payment_method", "return_url"]) {
    if (params[name]) body.set(name, params[name]);
  }
  return asked(key, `/v1/${path}/${id}/confirm`, { method: "POST", body });
}

/** The intent once its next action, if it has one, is done with; or why it failed. */
async function settled(key, secret, found, theme = "stripe") {
  if (found.error || found.intent.status !== "requires_action") return found;
  await challenged(kindOf(secret).id, theme);
  const after = await retrieved(key, secret);
  if (after.error || after.intent.status !== "requires_payment_method") return after;
  const last = after.intent.last_setup_error ?? after.intent.last_payment_error;
  return { error: { ...last, [kindOf(secret).query]: after.intent } };
}
