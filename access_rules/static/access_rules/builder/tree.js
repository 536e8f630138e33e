/* A rule as a tree that is never changed in place: every change returns a new root that shares what
 * stayed the same. Nodes have a `key` of their own, which stays when they are moved.
 *
 *   group      {key, op: "all" | "any" | "none", parts}
 *   condition  {key, name, settings}
 *   broken     {key, raw}: what cannot be read is kept as it is, and sent back as it was
 */

export const OPS = ["all", "any", "none"];
const VERSION = 1;
let keys = 0;

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const opOf = (value) => {
  const names = Object.keys(value);
  return names.length === 1 && OPS.includes(names[0]) && Array.isArray(value[names[0]]) ? names[0] : null;
};

export const isGroup = (node) => "parts" in node;
export const group = (op, parts = []) => ({ key: ++keys, op, parts });
export const condition = (name, settings = {}) => ({ key: ++keys, name, settings });

/** Return the tree of a stored rule; null if not even its outermost group can be read. */
export function read(rule) {
  if (!isObject(rule)) return null;
  const { version, ...rest } = rule;
  return version === VERSION && opOf(rest) ? part(rest) : null;
}

function part(value) {
  if (isObject(value) && typeof value.condition === "string") {
    const { condition: name, ...settings } = value;
    return condition(name, settings);
  }
  const op = isObject(value) ? opOf(value) : null;
  return op ? group(op, value[op].map(part)) : { key: ++keys, raw: value };
}

/** Return the stored form of a tree. */
export const write = (root) => ({ version: VERSION, ...stored(root) });

function stored(node) {
  if (isGroup(node)) return { [node.op]: node.parts.map(stored) };
  return "raw" in node ? node.raw : { condition: node.name, ...node.settings };
}

/** Return where a node stands: itself, the group around it, its place there, depth and path. */
export function find(root, key, around = null, at = 0, depth = 1, path = "rule") {
  if (root.key === key) return { node: root, around, at, depth, path };
  for (const [index, one] of (root.parts ?? []).entries()) {
    const found = find(one, key, root, index, depth + 1, `${path}.${root.op}[${index}]`);
    if (found) return found;
  }
  return null;
}

/** Return the tree with one node replaced by what `change` makes of it. */
export function change(root, key, made) {
  if (root.key === key) return made(root);
  if (!isGroup(root)) return root;
  const parts = root.parts.map((one) => change(one, key, made));
  return parts.every((one, at) => one === root.parts[at]) ? root : { ...root, parts };
}

/** Return the tree with a node put into a group. */
export const put = (root, groupKey, at, node) =>
  change(root, groupKey, (around) => ({ ...around, parts: around.parts.toSpliced(at, 0, node) }));

/** Return the tree without a node. */
export function take(root, key) {
  const { around, at } = find(root, key);
  return change(root, around.key, (one) => ({ ...one, parts: one.parts.toSpliced(at, 1) }));
}

/** Return the tree with a node moved; unchanged where it would go into itself. `at` counts the
 * places of the group as they are before. */
export function move(root, key, groupKey, at) {
  const { node, around, at: from } = find(root, key);
  if (find(node, groupKey)) return root;
  const place = around.key === groupKey && from < at ? at - 1 : at;
  if (around.key === groupKey && from === place) return root;
  return put(take(root, key), groupKey, place, node);
}

/** Return the same node again, with keys of its own. */
export const copy = (node) =>
  isGroup(node) ? { ...node, key: ++keys, parts: node.parts.map(copy) } : { ...node, key: ++keys };

/** Return how many conditions there are. */
export const size = (node) => (isGroup(node) ? node.parts.reduce((sum, one) => sum + size(one), 0) : 1);

/** Return how many levels of groups there are. */
export const depth = (node) => (isGroup(node) ? 1 + Math.max(0, ...node.parts.map(depth)) : 0);

/** Return the innermost node at a path of the server (`rule.all[1].value`), and what is left of it. */
export function locate(root, path) {
  let node = root;
  let rest = path.replace(/^rule/, "");
  for (;;) {
    const step = /^\.(all|any|none)\[(\d+)\]/.exec(rest);
    const next = step && isGroup(node) && node.op === step[1] ? node.parts[Number(step[2])] : null;
    if (!next) return { node, setting: /^\.(\w+)$/.exec(rest)?.[1] ?? "" };
    node = next;
    rest = rest.slice(step[0].length);
  }
}
