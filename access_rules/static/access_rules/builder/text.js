/* Rules as canonical text: equal rules give equal text, as in `access_rules/editor/stored.py`. */

const sorted = (value) => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, sorted(value[name])]),
  );
};

/** Return the text of a rule. */
export const textOf = (rule) => JSON.stringify(sorted(rule));

/** Return the rule in a text; null where there is none. */
export function ruleIn(text) {
  try {
    return JSON.parse(text || "null");
  } catch {
    return null;
  }
}
