/* Moves parts of a rule: by the pointer, or by keys and buttons after taking one up. */

import { button, el, icon } from "./dom.js";
import { Dragging } from "./dragging.js";
import * as trees from "./tree.js";
import { say } from "./words.js";

const KEYS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "out", ArrowRight: "into" };

export class Moving {
  constructor(composer) {
    this.composer = composer;
    this.dragging = new Dragging(composer);
    this.taken = null;
    this.ways = Object.keys(KEYS).map((key) => button(say(KEYS[key]), {}, () => this.go(KEYS[key])));
    this.tools = el("div", { class: "rule-moving", role: "group" }, ...this.ways, button(say("done"), {}, () => this.drop()));
    composer.element.addEventListener("keydown", (event) => this.#key(event));
    composer.element.addEventListener("focusout", (event) => this.#left(event));
  }

  /** Return the handle of a part: drag it, or press it to move the part by keys. */
  handle(key) {
    const name = () => this.composer.nameOf(trees.find(this.composer.tree, key).node);
    const made = el("button", { type: "button", class: "rule-handle", "aria-pressed": "false" }, icon("grip"));
    made.setAttribute("aria-label", say("move", { name: name() }));
    made.title = made.getAttribute("aria-label");
    made.addEventListener("click", () => {
      if (this.dragging.justDropped) return;
      if (this.taken?.key === key) this.drop();
      else this.take(key, made);
    });
    made.addEventListener("pointerdown", (event) => this.dragging.begin(event, key));
    return made;
  }

  take(key, handle) {
    this.drop();
    this.taken = { key, handle, before: this.composer.tree };
    this.#element.classList.add("is-taken");
    handle.setAttribute("aria-pressed", "true");
    this.#element.append(this.tools);
    this.tools.setAttribute("aria-label", say("move", { name: this.#name }));
    this.composer.announce(say("grabbed", { name: this.#name }));
    this.#offer();
  }

  /** Let go where it is now. */
  drop() {
    if (!this.taken) return;
    this.composer.history.since(this.taken.before);
    this.#end("dropped");
    this.composer.draw();
  }

  #cancel() {
    this.composer.show(this.taken.before);
    this.#end("put_back");
  }

  #end(words) {
    const { handle } = this.taken;
    const hadFocus = this.tools.contains(document.activeElement);
    this.composer.announce(say(words, { name: this.#name }));
    this.#element.classList.remove("is-taken");
    handle.setAttribute("aria-pressed", "false");
    this.taken = null;
    this.tools.remove();
    if (hadFocus) handle.focus();
  }

  /** Move one step: up, down, out of its group, or into the next one. */
  go(way) {
    const next = this.#after(way);
    if (!next) return this.composer.announce(say("stays", { name: this.#name }));
    const focused = document.activeElement;
    this.composer.show(next);
    focused.focus();
    this.#offer();
    const { around, at } = trees.find(next, this.taken.key);
    return this.composer.announce(
      say("at", { name: this.#name, at: at + 1, of: around.parts.length, group: say(around.op) }),
    );
  }

  #after(way) {
    const { tree, frame } = this.composer;
    const to = this.#target(way);
    const next = to && trees.move(tree, this.taken.key, to.group.key, to.at);
    return next && next !== tree && trees.depth(next) <= frame.limits.depth ? next : null;
  }

  #target(way) {
    const { tree } = this.composer;
    const { around, at } = trees.find(tree, this.taken.key);
    if (way === "up") return at > 0 ? { group: around, at: at - 1 } : null;
    if (way === "down") return at < around.parts.length - 1 ? { group: around, at: at + 2 } : null;
    if (way === "out") {
      const outer = trees.find(tree, around.key);
      return outer.around ? { group: outer.around, at: outer.at + 1 } : null;
    }
    const [before, after] = [around.parts[at - 1], around.parts[at + 1]];
    if (before && trees.isGroup(before)) return { group: before, at: before.parts.length };
    return after && trees.isGroup(after) ? { group: after, at: 0 } : null;
  }

  #offer() {
    Object.values(KEYS).forEach((way, at) => this.ways[at].setAttribute("aria-disabled", String(!this.#after(way))));
  }

  #key(event) {
    if (!this.taken) return;
    const isHandle = event.target === this.taken.handle;
    if (KEYS[event.key] && (isHandle || this.tools.contains(event.target))) {
      event.preventDefault();
      this.go(KEYS[event.key]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.taken.handle.focus();
      this.#cancel();
    }
  }

  #left({ target, relatedTarget }) {
    if (!this.taken || !this.#element.contains(target) || this.#element.contains(relatedTarget)) return;
    if (relatedTarget) this.drop(); // null: the part itself is being moved in the page
  }

  get #element() {
    return this.composer.views.get(this.taken.key).element;
  }

  get #name() {
    return this.composer.nameOf(trees.find(this.composer.tree, this.taken.key).node);
  }
}
