/**
 * The private line from a frame to the page around it.
 *
 * `handlers` are called by name with what the page says; what they return (or promise) goes back
 * where the page asked. Returns the function that says something unasked.
 */
export function connected(handlers) {
  let port = null;
  const unsaid = [];
  const say = (says, details = {}) => {
    const message = { says, ...details };
    if (port) port.postMessage(message);
    else unsaid.push(message);
  };
  const hear = async ({ data: { does, number, ...details } }) => {
    const answer = await handlers[does]?.(details);
    if (number !== undefined) port.postMessage({ answers: number, ...answer });
  };
  const begin = (event) => {
    if (port || event.data !== "local-stripe" || !event.ports.length) return;
    [port] = event.ports;
    port.onmessage = hear;
    unsaid.forEach((message) => port.postMessage(message));
  };
  window.addEventListener("message", begin);
  return say;
}
