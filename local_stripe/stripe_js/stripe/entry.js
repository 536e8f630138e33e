// `Stripe("pk_test_...")`: what the shop's page calls.

function returnAddress(secret, intent, address) {
  const url = new URL(address);
  const { query, id } = kindOf(secret);
  url.searchParams.set(query, id);
  url.searchParams.set(`${query}_client_secret`, secret);
  const good = ["succeeded", "requires_capture"].includes(intent.status);
  const pending = intent.status === "processing";
  url.searchParams.set("redirect_status", good ? "succeeded" : pending ? "pending" : "failed");
  return url.href;
}

async function confirm(key, result, options) {
  const { elements, redirect = "always", confirmParams = {} } = options;
  const secret = options.clientSecret ?? elements?.options.clientSecret;
  if (kindOf(secret).result !== result) {
    throw new IntegrationError(`The clientSecret is not one of a ${result}.`);
  }
  if (redirect !== "if_required" && !confirmParams.return_url) {
    throw new IntegrationError("confirmParams.return_url is needed unless redirect is if_required.");
  }
  if (elements && !elements.options.clientSecret && !elements.submitted) {
    throw new IntegrationError("elements.submit() has to be called before confirming.");
  }
  const told = { secret, key, params: confirmParams, ...kindOf(secret) };
  const found = elements
    ? await elements.getElement("payment").ask("confirm", JSON.parse(JSON.stringify(told)))
    : await confirmed(key, secret, confirmParams);
  const { intent, error } = await settled(key, secret, found, elements?.appearance.theme);
  if (error) return { error };
  if (redirect === "if_required") return { [result]: intent };
  window.location.assign(returnAddress(secret, intent, confirmParams.return_url));
  return new Promise(() => {}); // the page is being left
}

function named(secret, { intent, error }) {
  return error ? { error } : { [kindOf(secret).result]: intent };
}

function Stripe(key, options = {}) {
  if (!/^pk_test_\w+$/.test(key)) {
    throw new IntegrationError("The local Stripe takes publishable test keys only (pk_test_...).");
  }
  const read = async (secret) => named(secret, await retrieved(key, secret));
  return {
    elements: (given = {}) => new Elements(key, { locale: options.locale, ...given }),
    confirmSetup: (given) => confirm(key, "setupIntent", given),
    confirmPayment: (given) => confirm(key, "paymentIntent", given),
    handleNextAction: async ({ clientSecret: secret }) =>
      named(secret, await settled(key, secret, await retrieved(key, secret))),
    retrieveSetupIntent: read,
    retrievePaymentIntent: read,
    registerAppInfo() {},
  };
}

Stripe.version = "local";
window.Stripe = Stripe;
