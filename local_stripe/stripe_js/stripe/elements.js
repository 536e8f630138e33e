// `stripe.elements()` and its one Element, the payment Element.

class PaymentElement {
  constructor(group, options) {
    Object.assign(this, { group, options, handlers: {}, frame: null });
  }

  on(name, handler) {
    this.handlers[name] = [...(this.handlers[name] ?? []), handler];
    return this;
  }

  off(name, handler) {
    this.handlers[name] = (this.handlers[name] ?? []).filter((one) => handler && one !== handler);
    return this;
  }

  once(name, handler) {
    const only = (event) => {
      this.off(name, only);
      handler(event);
    };
    return this.on(name, only);
  }

  emit(name, details = {}) {
    for (const one of this.handlers[name] ?? []) one({ elementType: "payment", ...details });
  }

  mount(target) {
    const place = typeof target === "string" ? document.querySelector(target) : target;
    if (this.destroyed) throw new IntegrationError("This Element has been destroyed.");
    if (!place) throw new IntegrationError(`There is nothing to mount on: ${target}`);
    this.unmount();
    place.replaceChildren();
    this.frame = new Frame(place, "card_fields.html", {
      title: "Secure card payment input frame",
      scheme: this.group.appearance.theme === "night" ? "dark" : "light",
      told: (says, details) => this.heard(says, details),
      failed: () => this.emit("loaderror", { error: unreachable() }),
    });
    // Room for the focus ring of a field at the frame's edge.
    Object.assign(this.frame.element.style, { margin: "-4px", width: "calc(100% + 8px)" });
    this.frame.tell("begin", this.looks());
    setTimeout(() => this.emit("loaderstart"));
    this.group.fetchUpdates();
  }

  looks() {
    const { appearance, locale } = this.group;
    return JSON.parse(JSON.stringify({ appearance, locale, options: this.options }));
  }

  heard(says, details) {
    if (says === "height") this.frame.element.style.height = `${details.pixels}px`;
    else this.emit(says, details);
  }

  update(options) {
    Object.assign(this.options, options);
    if (!this.frame) return;
    const night = this.group.appearance.theme === "night";
    this.frame.element.style.colorScheme = night ? "dark" : "light";
    this.frame.tell("update", this.looks());
  }

  unmount() {
    this.frame?.close();
    this.frame = null;
  }

  destroy() {
    this.unmount();
    this.destroyed = true;
    this.group.element = null;
  }

  focus() {
    this.frame?.element.focus();
    this.frame?.tell("focus");
  }

  blur() {
    this.frame?.tell("blur");
  }

  clear() {
    this.frame?.tell("clear");
  }

  collapse() {
    this.blur();
  }

  async ask(does, details) {
    if (!this.frame) throw new IntegrationError("The payment Element is not mounted.");
    return this.frame.ask(does, details);
  }
}

class Elements {
  constructor(key, { appearance = {}, locale = "auto", ...options }) {
    checkOptions(options);
    Object.assign(this, { key, appearance, locale, options, element: null, submitted: false });
  }

  create(type, options = {}) {
    if (type !== "payment") throw new IntegrationError(`Only "payment" is built here: ${type}`);
    if (this.element) throw new IntegrationError("There is a payment Element already.");
    this.element = new PaymentElement(this, { ...options });
    return this.element;
  }

  getElement(type) {
    return type === "payment" ? this.element : null;
  }

  update({ appearance, locale, ...options }) {
    checkOptions({ ...this.options, ...options });
    this.appearance = appearance ?? this.appearance;
    this.locale = locale ?? this.locale;
    Object.assign(this.options, options);
    this.element?.update({});
  }

  async submit() {
    if (!this.element) throw new IntegrationError("There is no Element to submit.");
    const { error } = await this.element.ask("submit");
    this.submitted = !error;
    return error ? { error } : { selectedPaymentMethod: "card" };
  }

  /** Read the intent again; the Element of one that is over cannot be used. */
  async fetchUpdates() {
    if (!this.options.clientSecret) return {};
    const found = await retrieved(this.key, this.options.clientSecret);
    const over = ["succeeded", "canceled"].includes(found.intent?.status);
    const message = `This intent is in a terminal state: ${found.intent?.status}.`;
    const error = over ? { type: "invalid_request_error", message } : found.error;
    if (error) this.element?.emit("loaderror", { error });
    return error ? { error } : {};
  }
}

function checkOptions({ clientSecret, mode, amount, currency, paymentMethodTypes }) {
  if (paymentMethodTypes !== undefined) {
    const instead = "use allowedPaymentMethodTypes";
    throw new IntegrationError(`paymentMethodTypes is no longer supported: ${instead}.`);
  }
  if ((clientSecret === undefined) === (mode === undefined)) {
    throw new IntegrationError("elements() takes either a clientSecret or a mode.");
  }
  if (clientSecret !== undefined) return kindOf(clientSecret);
  if (!["payment", "setup", "subscription"].includes(mode)) {
    throw new IntegrationError(`mode is payment, setup or subscription, not ${mode}.`);
  }
  if (mode !== "setup" && !(Number.isInteger(amount) && typeof currency === "string")) {
    throw new IntegrationError(`mode ${mode} needs an amount in minor units and a currency.`);
  }
  return undefined;
}
