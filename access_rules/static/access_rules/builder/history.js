/* What was done, to be undone. Changes of one setting in a row (typing) count as one. */

const SAME_WITHIN = 1000; // milliseconds
const MOST = 200;

export class History {
  constructor(now) {
    this.now = now;
    this.past = [];
    this.future = [];
    this.last = { tag: "", at: 0 };
  }

  /** Remember a change. `tag` names what was changed; empty: nothing to merge it with. */
  add(next, tag = "") {
    const at = performance.now();
    const isSame = tag && tag === this.last.tag && at - this.last.at < SAME_WITHIN;
    if (!isSame) this.past = [...this.past.slice(1 - MOST), this.now];
    this.now = next;
    this.future = [];
    this.last = { tag, at };
  }

  /** Take many small changes as one: what is now came from `before` in one step. */
  since(before) {
    if (before !== this.now) this.past.push(before);
    this.future = [];
  }

  /** Go back one step; false where there is none. */
  undo() {
    if (!this.past.length) return false;
    this.future.push(this.now);
    this.now = this.past.pop();
    this.last = { tag: "", at: 0 };
    return true;
  }

  /** Go forward again; false where there is nothing to redo. */
  redo() {
    if (!this.future.length) return false;
    this.past.push(this.now);
    this.now = this.future.pop();
    return true;
  }
}
