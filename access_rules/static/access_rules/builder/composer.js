/* The builder of one rule: holds its tree, draws it, and says what changed. */

import { button, el } from "./dom.js";
import { GroupView } from "./group_view.js";
import { History } from "./history.js";
import { Moving } from "./moving.js";
import { PartView } from "./part_view.js";
import * as trees from "./tree.js";
import { say } from "./words.js";

export class Composer {
  /** `tree` is what the builder begins with; `changed(tree)` is called after every change, `left()`
   * when somebody leaves a condition. */
  constructor({ tree, frame, server, changed, left }) {
    Object.assign(this, { frame, server, changed, left, isReady: false });
    this.conditions = new Map(frame.conditions.map((one) => [one.name, one]));
    this.history = new History(tree);
    this.views = new Map();
    this.undoer = button(say("undo"), {}, () => this.step("undo"));
    this.redoer = button(say("redo"), {}, () => this.step("redo"));
    this.live = el("p", { class: "w-sr-only", role: "status" });
    this.place = el("div", { class: "rule-builder__tree" });
    this.element = el(
      "div",
      { class: "rule-builder", role: "group", "aria-label": say("builder"), on: { keydown: (event) => this.#key(event) } },
      el("div", { class: "rule-builder__tools" }, el("strong", { textContent: say("builder") }), this.undoer, this.redoer),
      this.place,
      this.live,
    );
    this.moving = new Moving(this);
    this.draw();
    this.isReady = true;
  }

  /** Whether a new condition still waits to be filled in. */
  get isUnfinished() {
    return [...this.views.values()].some((view) => view.isUnfinished);
  }

  get tree() {
    return this.history.now;
  }

  focus() {
    this.views.get(this.tree.key).focus();
  }

  /** Say something to whoever cannot see it. */
  announce(words) {
    this.live.textContent = words;
  }

  /** Take another tree as the rule; undo leads back to what was. */
  set(tree, tag = "") {
    if (tree === this.tree) return;
    this.history.add(tree, tag);
    this.draw();
    this.changed(tree);
  }

  /** Show a tree for now: many of these become one step by `history.since`. */
  show(tree) {
    this.history.now = tree;
    this.draw();
    this.changed(tree);
  }

  step(way) {
    if (!this.history[way]()) return;
    this.draw();
    this.announce(say(way === "undo" ? "undone" : "redone"));
    this.changed(this.tree);
  }

  /** Return what a node is called. */
  nameOf(node) {
    if (trees.isGroup(node)) return say("group");
    if ("raw" in node) return say("unreadable");
    return this.conditions.get(node.name)?.label ?? say("unknown", { name: node.name });
  }

  /** Return a new condition with what it begins with. */
  fresh(name) {
    const settings = Object.entries(this.conditions.get(name).settings);
    return trees.condition(name, Object.fromEntries(settings.map(([key, told]) => [key, structuredClone(told.initial ?? null)])));
  }

  addCondition(groupKey, name) {
    const { node } = trees.find(this.tree, groupKey);
    const isFull = trees.size(this.tree) >= this.frame.limits.conditions;
    if (isFull) return this.announce(say("too_many", { n: this.frame.limits.conditions }));
    const made = this.fresh(name);
    // "Everyone, and …" says nothing that "…" does not.
    const [only] = node.op === "all" && node.parts.length === 1 ? node.parts : [];
    const isMoot = only?.name === "everyone";
    const next = isMoot ? trees.change(this.tree, only.key, () => made) : trees.put(this.tree, groupKey, node.parts.length, made);
    return this.#added(next, made);
  }

  addGroup(groupKey) {
    const { node, depth } = trees.find(this.tree, groupKey);
    const { depth: most } = this.frame.limits;
    if (depth >= most) return this.announce(say("too_deep", { n: most }));
    const made = trees.group(node.op === "any" ? "all" : "any");
    return this.#added(trees.put(this.tree, groupKey, node.parts.length, made), made);
  }

  #added(tree, made) {
    this.set(tree);
    this.views.get(made.key).focus();
    this.announce(say("added", { name: this.nameOf(made) }));
  }

  duplicate(key) {
    const { node, around, at } = trees.find(this.tree, key);
    const made = trees.copy(node);
    this.set(trees.put(this.tree, around.key, at + 1, made));
    this.views.get(made.key).focus();
    this.announce(say("duplicated", { name: this.nameOf(node) }));
  }

  remove(key) {
    const { node, around, at } = trees.find(this.tree, key);
    this.set(trees.take(this.tree, key));
    const left = around.parts.toSpliced(at, 1);
    const next = left[Math.min(at, left.length - 1)] ?? around;
    this.views.get(next.key).focus();
    this.announce(say("removed", { name: this.nameOf(node) }));
  }

  /** Take a node that its own view has changed. */
  replace(node, tag) {
    this.set(trees.change(this.tree, node.key, () => node), tag);
  }

  /** Show what the server found wrong, each where it is. */
  showFaults(faults) {
    for (const view of this.views.values()) view.faults = [];
    for (const { path, message } of faults) {
      const { node, setting } = trees.locate(this.tree, path);
      this.views.get(node.key)?.faults.push({ setting, message });
    }
    for (const view of this.views.values()) view.showFaults();
  }

  /** Make the page say what the tree says. Views are kept, so that nobody loses their place. */
  draw() {
    const focused = document.activeElement;
    const used = new Set();
    const root = this.view(this.tree, used);
    if (root.element.parentNode !== this.place) this.place.replaceChildren(root.element);
    for (const key of this.views.keys()) if (!used.has(key)) this.views.delete(key);
    if (focused !== document.activeElement && this.element.contains(focused)) focused.focus();
    this.undoer.disabled = !this.history.past.length;
    this.redoer.disabled = !this.history.future.length;
  }

  /** Return the view of a node, up to date; `used` collects the keys of all that are. */
  view(node, used) {
    used.add(node.key);
    let view = this.views.get(node.key);
    if (!view) {
      view = trees.isGroup(node) ? new GroupView(this, node) : new PartView(this, node);
      this.views.set(node.key, view);
    }
    view.update(node, used);
    return view;
  }

  #key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    const way = key === "y" || (key === "z" && event.shiftKey) ? "redo" : key === "z" ? "undo" : "";
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    this.step(way);
  }
}
