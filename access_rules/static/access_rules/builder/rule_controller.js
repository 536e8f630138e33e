/* One rule in a form: keeps the cards, the builder, the hidden input and the block's header in step. */

import { Broken } from "./broken.js";
import { Composer } from "./composer.js";
import { button, el } from "./dom.js";
import { tellInHeading } from "./heading.js";
import { Outcome } from "./outcome.js";
import { serverAt } from "./server.js";
import { ruleIn, textOf } from "./text.js";
import { group, read, write } from "./tree.js";
import { fill, say } from "./words.js";

const { Controller } = window.StimulusModule;
// Who may change no rule of a form may change none of them: one that the server locked tells of all.
const LOCKED = "is-locked";
const isLockedHere = () => Boolean(document.querySelector(`.rule.${LOCKED}`));

export class RuleController extends Controller {
  connect() {
    this.input = this.element.querySelector("[data-rule-value]");
    this.place = this.element.querySelector("[data-rule-builder]");
    this.cards = [...this.element.querySelectorAll(".rule-card input")];
    this.stored ??= this.input.value; // a block that is moved connects again
    this.was ??= ruleIn(this.stored);
    this.aborter = new AbortController();
    const { signal } = this.aborter;
    for (const card of this.cards) card.addEventListener("change", () => this.#chosen(card), { signal });
    this.input.form?.addEventListener("submit", () => this.#release(), { signal, capture: true });
    // Whatever else writes the input (a block set anew, autosave) is followed.
    this.follower = new MutationObserver(() => this.input.value !== this.kept && this.#follow());
    this.follower.observe(this.input, { attributeFilter: ["value"] });
    this.watcher = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && this.#seen());
    this.watcher.observe(this.element);
    this.#follow();
    if (isLockedHere()) this.#lock();
  }

  disconnect() {
    this.aborter.abort();
    this.follower.disconnect();
    if (this.text !== this.kept) this.input.value = this.text;
    this.watcher.disconnect();
    this.place.replaceChildren();
    this.composer = this.outcome = this.frame = this.broken = null;
  }

  /** Show the rule in the input. */
  #follow() {
    this.text = this.kept = this.input.value;
    const rule = ruleIn(this.text);
    const same = this.cards.find((card) => card.value && textOf(ruleIn(card.value)) === textOf(rule));
    const card = same ?? this.cards.at(-1);
    card.checked = true;
    this.isComposed = !same;
    this.composer?.element.remove();
    this.composer = null;
    this.#tell();
    if (this.frame) this.#show();
  }

  #chosen(card) {
    const before = ruleIn(this.text);
    this.isComposed = !card.value;
    if (card.value) this.#keep(card.value);
    else this.begin = before;
    this.#tell();
    if (this.frame) this.#show();
    else this.#seen();
  }

  /** Keep a rule, and tell the form: autosave and the live preview follow. */
  #keep(text) {
    this.text = this.kept = text;
    this.input.value = text;
    for (const name of ["input", "change"]) this.input.dispatchEvent(new Event(name, { bubbles: true }));
  }

  /** Load the builder when the rule comes into sight: most rules of a page never do. */
  async #seen() {
    this.watcher.disconnect();
    const address = this.element.dataset.ruleAddress;
    if (!address || this.frame) return;
    this.server = serverAt(address);
    try {
      this.frame = await this.server.frame();
      if (!this.frame.may_edit) this.#lock();
      else if (this.element.isConnected) this.#show();
    } catch (fault) {
      this.#failed(fault);
    }
  }

  /** Show the rule to whoever may not change it: in words, and without another question. What was
   * chosen before this was known is put back. */
  #lock() {
    const isNew = !this.element.classList.contains(LOCKED);
    this.watcher.disconnect();
    this.aborter.abort();
    this.element.classList.add(LOCKED);
    this.element.querySelector("[data-rule-why]").hidden = false;
    for (const card of this.cards) card.disabled = true;
    this.frame = null;
    if (isNew && this.text !== this.stored) this.#keep(this.stored);
    this.#follow();
  }

  #failed(fault) {
    const words = fault.message || this.element.dataset.ruleFailed;
    const again = button(this.element.dataset.ruleAgain, {}, () => {
      this.place.replaceChildren();
      this.#seen();
    });
    this.place.replaceChildren(el("p", { class: "rule-note", role: "alert" }, words, " ", again));
  }

  #show() {
    this.element.querySelector("[data-rule-stored]")?.remove();
    this.broken?.element.remove();
    this.broken = null;
    this.outcome ??= this.#outcome();
    if (this.isComposed) this.#compose();
    else if (this.composer) this.composer.element.hidden = true;
    this.#ask({ now: true });
  }

  #outcome() {
    const told = (answer) => this.#answered(answer);
    const made = new Outcome({ server: this.server, frame: this.frame, was: this.was, told });
    this.place.append(made.element);
    return made;
  }

  #compose() {
    const tree = read(this.begin ?? ruleIn(this.text));
    if (!tree) return this.#broken();
    if (this.composer) {
      // What was composed before another card was chosen stays within reach of undo.
      if (this.begin) this.composer.set(tree);
      this.composer.element.hidden = false;
    } else {
      const changed = (next) => this.#changed(next);
      const left = () => this.#release();
      this.composer = new Composer({ tree, frame: this.frame, server: this.server, changed, left });
      this.place.prepend(this.composer.element);
    }
    this.begin = null;
    return undefined;
  }

  /** A condition that is just being filled in reaches the form when it is complete, left, or sent:
   * autosave would be refused with each of its steps. */
  #changed(tree) {
    this.text = textOf(write(tree));
    if (!this.composer.isUnfinished) this.#keep(this.text);
    this.#ask();
  }

  #release() {
    if (this.text !== this.kept) this.#keep(this.text);
  }

  #ask(options) {
    this.outcome.ask(ruleIn(this.text), { ...options, unread: Boolean(this.broken) });
  }

  #answered({ sentence, faults }) {
    if (this.broken) this.broken.showFaults(faults);
    else if (this.isComposed) this.composer?.showFaults(faults);
    if (!sentence) return;
    this.input.dataset.sentence = sentence;
    this.#tell();
  }

  /** Show a rule that cannot be read as it stands; it stays until somebody starts anew. */
  #broken() {
    const anew = () => {
      this.broken.element.remove();
      this.broken = null;
      this.begin = write(group("all"));
      this.#compose();
      this.#changed(this.composer.tree);
      this.composer.focus();
    };
    this.broken = new Broken({ text: this.text, anew });
    this.place.prepend(this.broken.element);
  }

  #tell() {
    tellInHeading(this.element, this.#label());
    if (this.element.classList.contains(LOCKED)) this.#sayInWords();
  }

  #sayInWords() {
    const words = this.element.querySelector("[data-rule-stored]") ?? el("p", { class: "rule__stored", "data-rule-stored": "" });
    words.textContent = this.input.dataset.sentence ?? "";
    words.hidden = !this.isComposed;
    this.place.before(words);
  }

  #label() {
    const card = this.cards.find((one) => one.checked);
    if (this.isComposed) return fill(this.element.dataset.ruleComposed, { sentence: this.input.dataset.sentence ?? "" });
    if (card.hasAttribute("data-everyone")) return "";
    return card.closest(".rule-card").querySelector(".rule-card__name").textContent;
  }
}
