// Confirms an intent with the card that was typed: the only place its number goes to.

/** `{intent}` or `{error}`, as the answer is. */
export async function confirmed({ path, id, secret, key }, params, typed) {
  const { payment_method_data: given = {}, return_url } = params;
  const billing = {
    ...typed.billing_details,
    ...given.billing_details,
    address: { ...typed.billing_details.address, ...given.billing_details?.address },
  };
  const data = { ...given, type: "card", card: typed.card, billing_details: billing };
  const body = new URLSearchParams({ client_secret: secret });
  if (return_url) body.set("return_url", return_url);
  for (const [name, value] of leaves("payment_method_data", data)) body.set(name, value);
  try {
    const headers = { Authorization: `Bearer ${key}` };
    const answer = await fetch(`/v1/${path}/${id}/confirm`, { method: "POST", headers, body });
    const found = await answer.json();
    return answer.ok ? { intent: found } : { error: found.error };
  } catch {
    const message =
      "We are experiencing issues connecting to our payments provider. " +
      "Please check your internet connection and try again.";
    return { error: { type: "api_connection_error", message } };
  }
}

/** `{a: {b: 1}}` as `a[b]=1`, without what has no value. */
function leaves(name, value) {
  if (value === null || value === undefined || value === "") return [];
  if (typeof value !== "object") return [[name, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(`${name}[${key}]`, inner));
}
