/* Says in a block's header who sees it. All that is known here of the editor's own markup stands in
 * this file: the settings drawer, the panel of a block, and its heading. */

import { el } from "./dom.js";

const DRAWER = "[data-block-settings]";
const BLOCK = "[data-streamfield-child]";
const HEADING = ":scope > [data-panel] > .w-panel__header [data-panel-heading]";

/** Show `words` in the header of the block in whose settings `element` stands; none: nothing. */
export function tellInHeading(element, words) {
  const heading = element.closest(DRAWER)?.closest(BLOCK)?.querySelector(HEADING);
  if (!heading) return;
  let label = heading.querySelector(":scope > .rule-label");
  if (!words) return void label?.remove();
  if (!label) {
    label = el("span", { class: "rule-label" });
    heading.append(label);
  }
  label.textContent = words;
  label.title = words;
}
