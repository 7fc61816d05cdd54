/**
 * In the page editor, write a calculation with the labels of questions where their ids are stored.
 *
 * The textarea that is saved holds `{id} / {id} * 100`; the one people see holds
 * `{Montant demandé} / {Budget total} * 100`. A list inserts an earlier number where the cursor is.
 */
(() => {
  const REFERENCE = /\{([^{}]*)\}/g;
  const clean = (label) => label.replace(/[{}]/g, "").trim();

  class Formula extends window.StimulusModule.Controller {
    static values = { insert: String };

    connect() {
      this.shown = this.element.cloneNode(false);
      this.shown.removeAttribute("name");
      this.shown.removeAttribute("data-controller");
      this.shown.id = `${this.element.id}-shown`;
      this.list = document.createElement("select");
      this.list.setAttribute("aria-label", this.insertValue);
      this.element.hidden = true;
      this.element.after(this.shown, this.list);
      this.shown.addEventListener("input", () => this.store());
      this.shown.addEventListener("focus", () => this.show());
      this.list.addEventListener("pointerdown", () => this.fill());
      this.list.addEventListener("focus", () => this.fill());
      this.list.addEventListener("change", () => this.insert());
      // Blocks after this one may not be in the page yet.
      window.requestAnimationFrame(() => {
        const label = this.element.closest("[data-contentpath]")?.querySelector("label");
        if (label) {
          label.id ||= `${this.element.id}-label`;
          this.shown.setAttribute("aria-labelledby", label.id);
        }
        this.show();
        this.fill();
      });
    }

    disconnect() {
      this.shown.remove();
      this.list.remove();
      this.element.hidden = false;
    }

    /** The numbers that may be used here, each under a name of its own. */
    answers() {
      const read = window.portal.readForm();
      const numbers = read.before(this.element.name).filter(({ type }) => read.kinds[type] === "number");
      const names = numbers.map(({ label, id }) => clean(label) || id);
      return numbers.map(({ id, place }, index) => {
        const isAlone = names.filter((name) => name === names[index]).length === 1;
        return { id, name: isAlone ? names[index] : `${clean(place)} › ${names[index]}` };
      });
    }

    show() {
      const names = new Map(this.answers().map(({ id, name }) => [id, name]));
      this.shown.value = this.element.value.replace(REFERENCE, (whole, id) => (names.has(id.trim()) ? `{${names.get(id.trim())}}` : whole));
    }

    store() {
      const ids = new Map(this.answers().map(({ id, name }) => [name.toLowerCase(), id]));
      this.element.value = this.shown.value.replace(REFERENCE, (whole, name) => {
        const id = ids.get(name.trim().toLowerCase());
        return id ? `{${id}}` : whole;
      });
      this.element.dispatchEvent(new Event("change", { bubbles: true }));
    }

    fill() {
      const options = this.answers().map(({ name }) => new Option(name, name));
      this.list.replaceChildren(new Option(this.insertValue, ""), ...options);
    }

    insert() {
      if (this.list.value) {
        this.shown.setRangeText(`{${this.list.value}}`, this.shown.selectionStart, this.shown.selectionEnd, "end");
        this.list.value = "";
        this.store();
        this.shown.focus();
      }
    }
  }

  window.wagtail.app.register("formula", Formula);
})();
