/* What the builder says. The server sends it in the editor's language. */

let known = {};
const language = document.documentElement.lang || "en";
const plural = new Intl.PluralRules(language);
const figures = new Intl.NumberFormat(language);

/** Take the words of the `frame` answer. */
export function learn(words) {
  known = words ?? {};
}

/** Return a number as it is written in this language. */
export const figure = (number) => figures.format(number);

/** Put values into words: `{name}`. */
export const fill = (words, values) =>
  words.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? figure(value) : value;
  });

/** Return the words of that name; what counts something is said by its number `n`. */
export function say(name, values = {}) {
  const words = known[name] ?? name;
  if (typeof words === "string") return fill(words, values);
  return fill(words[plural.select(values.n ?? 0)] ?? words.other, values);
}
