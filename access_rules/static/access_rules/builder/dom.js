/* Makes elements. Text goes in as text, never as markup. */

const SVG = "http://www.w3.org/2000/svg";
let made = 0;

/** Return an id that no other element has. */
export const fresh = (name) => `rule-${name}-${++made}`;

/** Return an element; `props` are properties, but for `class`, `on` and what has a dash. */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (name === "class") element.className = value;
    else if (name === "role" || name.includes("-")) element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Return one of the editor's own icons. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** Return a button with an icon and words; `quiet` shows the icon and tells the words. */
export function button(words, { icon: name, quiet = false, ...props } = {}, onClick = () => {}) {
  const told = quiet ? { "aria-label": words, title: words } : {};
  const kind = quiet ? "rule-button rule-button--quiet" : "rule-button";
  const { class: more = "", ...rest } = props;
  const made = el("button", { type: "button", ...told, ...rest, class: `${kind} ${more}`, on: { click: onClick } });
  if (name) made.append(icon(name));
  if (!quiet) made.append(words);
  return made;
}

/** Return a select; `choices` are `{value, label}`. */
export function select(choices, value, props, onChange) {
  const made = el("select", { ...props, class: `rule-select ${props.class ?? ""}` });
  for (const one of choices) made.append(el("option", { value: one.value, textContent: one.label }));
  made.value = value;
  made.addEventListener("change", () => onChange(made.value));
  return made;
}
