// Frames of this server inside the shop's page, each with a private line of its own.

const patience = 20_000;

class Frame {
  /** Show a page of this server in `place`; `told` hears what it says, `failed` that it is dumb. */
  constructor(place, page, { title, scheme, told, failed }) {
    const line = new MessageChannel();
    this.port = line.port1;
    this.port.onmessage = (event) => this.heard(event.data);
    this.told = told;
    this.waiting = new Map();
    this.element = document.createElement("iframe");
    // A frame of another colour scheme than its document's would not be transparent.
    const style = { border: "0", display: "block", width: "100%", colorScheme: scheme };
    Object.assign(this.element.style, style);
    Object.assign(this.element, { title, src: `${base}/js/${page}` });
    const connect = () => {
      this.element.contentWindow.postMessage("local-stripe", base, [line.port2]);
    };
    this.element.addEventListener("load", connect, { once: true });
    this.timer = setTimeout(failed, patience);
    place.append(this.element);
  }

  heard({ answers, says, ...rest }) {
    clearTimeout(this.timer);
    if (answers === undefined) return this.told(says, rest);
    this.waiting.get(answers)?.(rest);
    return this.waiting.delete(answers);
  }

  tell(does, details = {}) {
    this.port.postMessage({ does, ...details });
  }

  ask(does, details = {}) {
    const number = crypto.getRandomValues(new Uint32Array(1))[0];
    return new Promise((resolve) => {
      this.waiting.set(number, resolve);
      this.tell(does, { number, ...details });
    });
  }

  close() {
    clearTimeout(this.timer);
    this.port.close();
    this.element.remove();
    for (const answer of this.waiting.values()) answer({ error: unreachable() });
  }
}

/** Ask the customer on behalf of their bank; resolves once the bank has its answer. */
function challenged(intent, theme) {
  const title = "Your bank asks you to confirm";
  const dialog = document.createElement("dialog");
  const whole = { position: "fixed", inset: "0", width: "100vw", height: "100dvh" };
  const bare = { maxWidth: "none", maxHeight: "none", border: "0", padding: "0", margin: "0" };
  Object.assign(dialog.style, whole, bare, { background: "transparent", overflow: "hidden" });
  dialog.setAttribute("aria-label", title);
  const before = document.activeElement;
  document.body.append(dialog);
  return new Promise((resolve) => {
    const end = () => {
      frame.close();
      dialog.remove();
      before?.focus?.();
      resolve();
    };
    const told = (says) => says === "answered" && end();
    const frame = new Frame(dialog, "bank.html", { title, scheme: "light", told, failed: end });
    frame.element.style.height = "100%";
    frame.tell("begin", { intent, theme });
    // Escape: the customer does not confirm.
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    for (const name of ["cancel", "close"]) dialog.addEventListener(name, () => frame.tell("fail"));
    dialog.showModal();
    frame.element.focus();
  });
}
