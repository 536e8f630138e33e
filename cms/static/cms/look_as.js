/* The preview panel: who looks and when make up the mode that Wagtail's own preview asks for. */
(() => {
  const { Controller } = window.StimulusModule;

  class LookAs extends Controller {
    static targets = ["mode", "who", "at", "real", "query", "found"];
    static values = { url: String, none: String };

    choose() {
      const at = this.atTarget.value;
      if (at && !this.atTarget.checkValidity()) return;
      this.modeTarget.value = this.whoTarget.value + (at ? `@${at}` : "");
      this.modeTarget.dispatchEvent(new Event("change", { bubbles: true }));
    }

    search() {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.find(), 250);
    }

    async find() {
      const asked = this.queryTarget.value.trim();
      if (asked.length < 2) return this.foundTarget.replaceChildren();
      const url = new URL(this.urlValue, window.location.href);
      url.searchParams.set("q", asked);
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      if (asked !== this.queryTarget.value.trim()) return;
      const told = answer.ok ? await answer.json() : { items: [] };
      const lines = told.items.map((item) => this.line(item));
      this.foundTarget.replaceChildren(...(lines.length ? lines : [this.nobody()]));
    }

    line({ value, label, hint }) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = hint && hint !== label ? `${label} (${hint})` : label;
      button.addEventListener("click", () => this.take(value, label));
      const line = document.createElement("li");
      line.append(button);
      return line;
    }

    nobody() {
      const line = document.createElement("li");
      line.textContent = this.noneValue;
      return line;
    }

    take(value, label) {
      const known = [...this.realTarget.children].find((one) => one.value === value);
      const option = known || new Option(label, value);
      this.realTarget.append(option);
      this.realTarget.hidden = false;
      option.selected = true;
      this.queryTarget.value = "";
      this.foundTarget.replaceChildren();
      this.whoTarget.focus({ preventScroll: true });
      this.choose();
    }

    disconnect() {
      clearTimeout(this.waiting);
    }
  }

  window.wagtail.app.register("look-as", LookAs);
})();
