/* Drags a part of the rule with the pointer; a line shows where it would go. */

import { el } from "./dom.js";
import * as trees from "./tree.js";
import { say } from "./words.js";

const BEGINS_AT = 5; // pixels: less is a click
const EDGE = 10; // pixels at a group's border that count as beside it
const NEAR = 60; // pixels from the window's border where the page begins to scroll

export class Dragging {
  constructor(composer) {
    this.composer = composer;
    this.line = el("div", { class: "rule-line", "aria-hidden": "true" });
    this.justDropped = false;
  }

  begin(event, key) {
    if (event.button !== 0) return;
    const handle = event.currentTarget;
    const start = { x: event.clientX, y: event.clientY };
    this.justDropped = false;
    const move = (next) => this.#move(next, key, start);
    const end = (last) => {
      handle.removeEventListener("pointermove", move);
      for (const name of ["pointerup", "pointercancel"]) handle.removeEventListener(name, end);
      window.removeEventListener("keydown", escape, true);
      this.#end(key, last.type === "pointerup");
    };
    const escape = (pressed) => {
      if (pressed.key !== "Escape" || !this.ghost) return;
      pressed.stopPropagation();
      end(pressed);
    };
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel"]) handle.addEventListener(name, end);
    window.addEventListener("keydown", escape, true);
  }

  #move(event, key, start) {
    if (!this.ghost) {
      if (Math.hypot(event.clientX - start.x, event.clientY - start.y) < BEGINS_AT) return;
      this.#lift(key);
    }
    this.ghost.style.translate = `${event.clientX + 12}px ${event.clientY + 12}px`;
    const { innerHeight } = window;
    if (event.clientY < NEAR) window.scrollBy(0, -12);
    if (event.clientY > innerHeight - NEAR) window.scrollBy(0, 12);
    this.target = this.#targetAt(event.clientX, event.clientY, key);
    this.#mark();
  }

  #lift(key) {
    const { node } = trees.find(this.composer.tree, key);
    this.ghost = el("div", { class: "rule-ghost", "aria-hidden": "true", textContent: this.composer.nameOf(node) });
    document.body.append(this.ghost);
    this.composer.views.get(key).element.classList.add("is-dragged");
  }

  /** Return the group under the pointer and the place in it; null where a part cannot go. */
  #targetAt(x, y, key) {
    const { tree, views } = this.composer;
    const own = trees.find(tree, key).node;
    let at = document.elementFromPoint(x, y)?.closest(".rule-group");
    if (!at || !this.composer.element.contains(at)) return null;
    let group = trees.find(tree, Number(at.dataset.key))?.node;
    while (group && (trees.find(own, group.key) || isBeside(at, y))) {
      group = trees.find(tree, group.key).around;
      at = group && views.get(group.key).element;
    }
    if (!group) return null;
    const middles = group.parts.map((part) => middleOf(views.get(part.key).element));
    const place = middles.findIndex((middle) => y < middle);
    return { group, at: place < 0 ? group.parts.length : place };
  }

  #mark() {
    if (!this.target) return this.line.remove();
    const { group, at } = this.target;
    const parts = this.composer.views.get(group.key).parts;
    const before = group.parts[at] && this.composer.views.get(group.parts[at].key).element;
    const box = parts.getBoundingClientRect();
    const top = before ? before.getBoundingClientRect().top : box.bottom;
    this.line.style.top = `${top - box.top - (at ? 5 : 3)}px`;
    if (this.line.parentNode !== parts) parts.append(this.line);
    return undefined;
  }

  #end(key, isDropped) {
    if (!this.ghost) return;
    this.justDropped = true;
    setTimeout(() => (this.justDropped = false));
    this.ghost.remove();
    this.ghost = null;
    this.line.remove();
    const { composer, target } = this;
    composer.views.get(key)?.element.classList.remove("is-dragged");
    this.target = null;
    if (!isDropped || !target) return;
    const { tree, frame } = composer;
    const next = trees.move(tree, key, target.group.key, target.at);
    if (trees.depth(next) > frame.limits.depth) return composer.announce(say("too_deep", { n: frame.limits.depth }));
    composer.set(next);
    return composer.announce(say("dropped", { name: composer.nameOf(trees.find(next, key).node) }));
  }
}

const middleOf = (element) => {
  const box = element.getBoundingClientRect();
  return box.top + box.height / 2;
};

function isBeside(element, y) {
  if (element.classList.contains("rule-group--root")) return false;
  const { top, bottom } = element.getBoundingClientRect();
  return y - top < EDGE || bottom - y < EDGE;
}
