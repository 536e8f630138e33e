/* Which input each kind of setting has (`access_rules/conditions/parameters.py`). */

import { several, single } from "./picked.js";
import { choice, choices, date, money, number, text } from "./plain.js";

const CONTROLS = {
  attributes: single("attributes"),
  choice,
  choices,
  club: single("clubs", "here"),
  clubs: several("clubs"),
  countries: several("countries"),
  currency: single("currencies"),
  date,
  languages: several("languages"),
  money,
  named_rule: single("named_rule"),
  number,
  prices: several("prices"),
  products: several("products"),
  tags: several("tags"),
  text,
};

/** Return the control of a setting; a text field where its kind is not known here. */
export function controlOf(asked) {
  const isList = Array.isArray(asked.told.initial);
  const made = CONTROLS[asked.told.control] ?? (isList ? several(asked.told.control) : text);
  return made(asked);
}
