/* The rule widget as the editor's streams and panels use it: made from HTML, read and set anew.
 *
 * Its state is `{rule, sentence}` (`RuleBlock.get_form_state`): a copied block says at once who
 * sees it, without asking the server. */

const setting = (element, name, value) => (value ? element.setAttribute(name, value) : element.removeAttribute(name));

class BoundRule {
  constructor(element, name) {
    this.element = element;
    this.input = element.querySelector(`input[name="${name}"]`);
    this.idForLabel = "";
  }

  getValue() {
    return this.input.value;
  }

  getState() {
    return { rule: this.input.value, sentence: this.input.dataset.sentence ?? "" };
  }

  /** Also takes the text of a rule alone, as a form has it. */
  setState(state) {
    const { rule, sentence = "" } = typeof state === "string" ? { rule: state } : (state ?? { rule: "" });
    this.input.dataset.sentence = sentence;
    this.input.value = rule; // the controller follows
  }

  setInvalid(isInvalid) {
    setting(this.element.querySelector("[role=radiogroup]"), "aria-invalid", isInvalid ? "true" : "");
  }

  /** A block is called by its content, not by who sees it. */
  getTextLabel() {
    return "";
  }

  focus() {
    this.element.querySelector(".rule-card input:checked, .rule-card input")?.focus();
  }
}

export class RuleWidget {
  constructor(html) {
    this.html = html;
  }

  render(placeholder, name, id, state) {
    const made = document.createElement("template");
    made.innerHTML = this.html.replaceAll("__NAME__", name).replaceAll("__ID__", id).trim();
    const element = made.content.firstElementChild;
    placeholder.replaceWith(element);
    const bound = new BoundRule(element, name);
    bound.setState(state);
    return bound;
  }

  getByName(name, container) {
    const input = container.querySelector(`input[name="${name}"]`);
    return new BoundRule(input.closest(".rule"), name);
  }
}
