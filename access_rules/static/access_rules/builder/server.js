/* The builder's questions to the server (`cms/rules/`). */

import { learn } from "./words.js";

/** An answer that is a refusal: its message is for people. */
export class Refused extends Error {}

/** Return which portal a rule is for: that of the page or named rule in the address bar. */
function where(site) {
  const path = window.location.pathname;
  const id = (pattern) => pattern.exec(path)?.[1];
  const found = {
    page: id(/\/pages\/(\d+)\//),
    parent: id(/\/pages\/add\/\w+\/\w+\/(\d+)\//),
    named_rule: id(/\/([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\//),
    site,
  };
  const kept = Object.entries(found).filter(([, value]) => value);
  return new URLSearchParams(kept);
}

function token() {
  const config = JSON.parse(document.getElementById("wagtail-config").textContent);
  return { [config.CSRF_HEADER_NAME]: config.CSRF_TOKEN };
}

/** Ask, and return the JSON of the answer; throws `Refused` with words for people. */
export async function ask(address, { body, signal } = {}) {
  const headers = { Accept: "application/json" };
  const options = { headers, signal, credentials: "same-origin" };
  if (body !== undefined) {
    Object.assign(headers, token(), { "Content-Type": "application/json" });
    Object.assign(options, { method: "POST", body: JSON.stringify(body) });
  }
  const answer = await fetch(address, options);
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(told.error ?? "");
  return told;
}

const servers = new Map();

/** Return the one server of this page: its frame and its labels are asked for once. */
export function serverAt(address) {
  if (!servers.has(address)) servers.set(address, new Server(address));
  return servers.get(address);
}

class Server {
  constructor(address) {
    this.address = address;
    this.site = "";
    this.labels = new Map();
  }

  /** Return everything the builder can offer. */
  frame() {
    this.framed ??= ask(this.#at("frame/"))
      .then((frame) => {
        learn(frame.words);
        return frame;
      })
      .catch((fault) => {
        this.framed = undefined;
        throw fault;
      });
    return this.framed;
  }

  /** Count in another portal from now on. */
  choose(site) {
    this.site = String(site);
    this.labels.clear();
  }

  /** Return what can be picked. */
  async pick(kind, q, signal) {
    const found = await ask(this.#at(`pick/${kind}/`, { q }), { signal });
    for (const item of found.items) this.labels.set(`${kind} ${item.value}`, item);
    return found;
  }

  /** Return the items of these values, with their labels; those that are gone are marked. */
  async named(kind, values) {
    const missing = values.filter((value) => !this.labels.has(`${kind} ${value}`));
    if (missing.length) {
      const found = await ask(this.#at(`pick/${kind}/`, { ids: missing.join(",") }));
      for (const item of found.items) this.labels.set(`${kind} ${item.value}`, item);
    }
    return values.map((value) => this.labels.get(`${kind} ${value}`) ?? { value, label: String(value) });
  }

  /** Return the sentence, the faults and the audience of a rule. */
  audience(rule, was, signal) {
    return ask(this.#at("audience/"), { body: { rule, was }, signal });
  }

  #at(path, query = {}) {
    const asked = where(this.site);
    for (const [name, value] of Object.entries(query)) asked.set(name, value);
    return `${this.address}${path}?${asked}`;
  }
}
