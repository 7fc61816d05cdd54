/**
 * In the page editor, turn the id of a question (or of an option) into a list to choose from.
 *
 * The editor gives ids at insertion, before any save, in hidden inputs named
 * `<stream>-N-id`, beside `-type`, `-order` and `-deleted`; labels are read from `-value-label`.
 * Only questions before the condition are offered, each with the totals of its rows; in a row, the
 * earlier questions of that row too. The text input stays the one that is saved.
 *
 * Long forms have hundreds of pickers: the form is read once for all those that ask in the same
 * frame, and a list holds its choice alone until somebody comes to it.
 */
(() => {
  const ANSWERS = ["yes", "no"];
  const COMPARED = new Set(["number", "date", "text", "identifier", "boolean"]);
  const ALONE = new Set(["empty", "filled", "in", "contains"]);
  const CRITERION = "yes_no";
  // Options that a setting adds after the others.
  const ADDED = { other_label: "other", none_label: "none" };

  /** What the page says of types and facts (applications/formbuilder/vocabulary.py). */
  const vocabulary = { kinds: {}, totals: {}, silent: [], facts: [] };

  function learn() {
    const source = document.getElementById("form-vocabulary");
    if (source && !vocabulary.facts.length) {
      Object.assign(vocabulary, JSON.parse(source.textContent));
    }
    return vocabulary;
  }

  /** The criteria and the steps as they stand in the page, read once. */
  class Reading {
    constructor() {
      this.inputs = new Map();
      for (const input of document.querySelectorAll('[name^="steps-"], [name^="criteria-"], [name^="documents-"]')) {
        this.inputs.set(input.name, input);
      }
      const { kinds, totals, silent, facts } = learn();
      this.kinds = kinds;
      this.totals = totals;
      this.silent = new Set(silent);
      this.facts = facts;
      this.criteria = this.items("criteria").map((criterion) => ({
        ...criterion,
        type: CRITERION,
        label: this.value(`${criterion.prefix}-label`),
      }));
      this.questions = this.items("steps").flatMap((step) =>
        this.asked(`${step.prefix}-questions`, {
          stepItem: step.item,
          place: this.value(`${step.prefix}-title`),
        }),
      );
      for (const question of this.questions) {
        question.rows = this.asked(`${question.prefix}-questions`, {
          place: question.label || question.id,
          group: [question.place, question.label || question.id].filter(Boolean).join(" › "),
        });
        question.derived = this.derivedOf(question);
      }
      const known = this.questions.flatMap((question) => [question, ...question.rows, ...question.derived]);
      this.byId = new Map([...this.criteria, ...known].map((question) => [question.id, question]));
    }

    /** List the questions of a stream, with what is said of them all. */
    asked(prefix, said) {
      return this.items(prefix).map((question) => ({
        ...question,
        ...said,
        label: this.value(`${question.prefix}-label`),
      }));
    }

    /** List the totals of a question's rows, under the names the server gives them. */
    derivedOf(question) {
      const label = question.label || question.id;
      const total = (name, type, short) => ({
        id: `${question.id}.${name}`,
        type,
        short,
        label: `${label} – ${short}`,
        place: question.place,
        group: [question.place, label].filter(Boolean).join(" › "),
        prefix: "",
        item: "",
      });
      return (this.totals[question.type] ?? []).flatMap((offered) => {
        if (offered.of_each.length) {
          const columns = this.isSet(question, offered.unless)
            ? []
            : question.rows.filter(({ type }) => offered.of_each.includes(type));
          return columns.map((column) =>
            total(column.id, column.type, offered.label.replace("{label}", column.label || column.id)),
          );
        }
        const isThere = !offered.needs || this.isSet(question, offered.needs);
        return isThere ? [total(offered.name, offered.type, offered.label)] : [];
      });
    }

    /** Tell whether a setting of a question is there: a text, a list with items, one added in « Réglages ». */
    isSet({ prefix }, name) {
      if (!name) {
        return false;
      }
      const isFilled = (own) => {
        const count = this.inputs.get(`${own}-count`);
        return count ? this.items(own).length > 0 : Boolean(this.value(own));
      };
      const added = this.items(`${prefix}-settings`).filter(({ type }) => type === name);
      return isFilled(`${prefix}-${name}`) || added.some(({ prefix: own }) => !this.inputs.has(`${own}-count`) || isFilled(own));
    }

    value(name) {
      return this.inputs.get(name)?.value ?? "";
    }

    /** List the live items of a stream or list, in the order shown. */
    items(prefix) {
      const count = Number(this.value(`${prefix}-count`));
      const items = [];
      for (let index = 0; index < count; index += 1) {
        const item = `${prefix}-${index}`;
        if (this.inputs.has(`${item}-id`) && !this.value(`${item}-deleted`)) {
          items.push({
            prefix: `${item}-value`,
            item,
            id: this.value(`${item}-id`),
            type: this.value(`${item}-type`),
            order: Number(this.value(`${item}-order`)),
          });
        }
      }
      return items.sort((one, other) => one.order - other.order);
    }

    /** List what stands before an input: the questions of earlier blocks, their totals, those of its row. */
    before(name) {
      if (name.startsWith("criteria-")) {
        const own = this.criteria.findIndex(({ item }) => name.startsWith(`${item}-`));
        return own < 0 ? this.criteria : this.criteria.slice(0, own);
      }
      const isOfStep = !name.includes("-value-questions-");
      const end = this.questions.findIndex(
        ({ item, stepItem }) => name.startsWith(`${item}-`) || (isOfStep && name.startsWith(`${stepItem}-`)),
      );
      const earlier = end < 0 ? this.questions : this.questions.slice(0, end);
      const row = this.questions[end]?.rows ?? [];
      const own = row.findIndex(({ item }) => name.startsWith(`${item}-`));
      return [...earlier.flatMap((question) => [question, ...question.derived]), ...(own < 0 ? [] : row.slice(0, own))];
    }

    /** List what an answer to a question may be, when it is chosen among few. */
    constants(id) {
      const fact = this.facts.find((one) => one.id === id);
      const question = this.byId.get(id);
      if (fact || !question) {
        return fact?.values ?? [];
      }
      if (this.kinds[question.type] === "boolean") {
        return ANSWERS.map((answer) => ({ id: answer, label: answer }));
      }
      const added = this.items(`${question.prefix}-settings`).filter(({ type }) => type in ADDED);
      return [
        ...this.options(`${question.prefix}-choices`),
        ...this.items(`${question.prefix}-branches`).flatMap((branch) => [
          { id: branch.id, label: this.value(`${branch.prefix}-label`) },
          ...this.options(`${branch.prefix}-options`),
        ]),
        ...added.map(({ type, prefix }) => ({ id: ADDED[type], label: this.value(prefix) })),
      ];
    }

    /** The question a setting belongs to, of the form or of a row. */
    owner(name) {
      const found = this.questions.find(({ item }) => name.startsWith(`${item}-`));
      return found?.rows.find(({ item }) => name.startsWith(`${item}-`)) ?? found;
    }

    /** List the lines of the resources of a financing plan; an account without lines is its own. */
    lines({ prefix }) {
      return this.items(`${prefix}-resources`).flatMap((account) => {
        const group = this.value(`${account.prefix}-label`);
        const lines = this.options(`${account.prefix}-lines`).map(({ id, label }) => ({
          id,
          group,
          short: label,
          label: `${group} – ${label}`,
        }));
        return lines.length ? lines : [{ id: account.id, label: group }];
      });
    }

    /** The kind of what a condition compares; facts are choices. */
    kindOf(id) {
      return this.kinds[this.byId.get(id)?.type] ?? "";
    }

    options(prefix) {
      return this.items(prefix).map((option) => ({ id: option.id, label: this.value(option.prefix) }));
    }
  }

  let reading = null;

  /** Return the form as it stands in this frame. */
  function form() {
    if (!reading) {
      reading = new Reading();
      window.requestAnimationFrame(() => {
        reading = null;
      });
    }
    return reading;
  }

  class QuestionPicker extends window.StimulusModule.Controller {
    static values = { picks: String, kinds: String, empty: String, missing: String, yes: String, no: String };

    connect() {
      this.select = document.createElement("select");
      this.element.after(this.select);
      this.fill = this.fill.bind(this);
      this.rest = this.rest.bind(this);
      this.select.addEventListener("pointerdown", this.fill);
      this.select.addEventListener("focus", this.fill);
      this.select.addEventListener("blur", this.rest);
      this.select.addEventListener("change", () => {
        this.element.value = this.select.value;
        this.element.dispatchEvent(new Event("change", { bubbles: true }));
      });
      // Blocks after this one, and the label of this one, may not be in the page yet.
      window.requestAnimationFrame(() => {
        if (!this.select.isConnected) {
          return;
        }
        this.name();
        this.watched = this.siblings();
        this.watched.forEach((input) => input.addEventListener("change", this.rest));
        this.rest();
      });
    }

    disconnect() {
      this.watched?.forEach((input) => input.removeEventListener("change", this.rest));
      this.select.remove();
      this.element.hidden = false;
    }

    /** Whether what is given here may have to be typed. */
    get isConstant() {
      return this.picksValue === "constant" || this.picksValue === "own";
    }

    get isOther() {
      return this.picksValue === "other";
    }

    /** Give the list the words of the input's label, or those of the list it is an item of. */
    name() {
      // Not `labels`: it walks the whole page, once per list.
      const label = this.element.closest("[data-contentpath]")?.querySelector("label, h2");
      if (label) {
        label.id ||= `${this.element.id}-label`;
        this.select.setAttribute("aria-labelledby", label.id);
      }
    }

    /** The inputs a constant depends on: the question compared, and how. */
    siblings() {
      const names = { constant: ["question", "operator", "other"], other: ["question", "operator"] }[this.picksValue] ?? [];
      return names.map((name) => this.sibling(name)).filter(Boolean);
    }

    sibling(name) {
      return form().inputs.get(this.element.name.replace(/-(value|other)$/, `-${name}`));
    }

    /** Everything that may be chosen here. */
    options() {
      const read = form();
      if (this.isConstant || this.picksValue === "option") {
        const words = { yes: this.yesValue, no: this.noValue };
        const isOfOwner = this.picksValue !== "constant";
        const question = isOfOwner ? read.owner(this.element.name)?.id : this.sibling("question")?.value;
        return read.constants(question).map((option) => ({ ...option, label: words[option.id] ?? option.label }));
      }
      if (this.picksValue === "line") {
        const plan = read.owner(this.element.name);
        return plan ? read.lines(plan) : [];
      }
      const compared = this.isOther ? this.sibling("question")?.value : "";
      const kinds = this.isOther ? [read.kindOf(compared)] : this.kindsValue.split(" ").filter(Boolean);
      const questions = read
        .before(this.element.name)
        .filter(({ id, type }) => id !== compared && !read.silent.has(type) && (!kinds.length || kinds.includes(read.kinds[type])))
        .map(({ id, label, short, place, group }) => ({
          id,
          group,
          short: group && (short ?? (label || id)),
          label: [place, label || id].filter(Boolean).join(" › "),
        }));
      const facts = this.isOther || kinds.length ? [] : read.facts.map(({ id, label }) => ({ id, label }));
      return [...questions, ...facts];
    }

    /** Whether there is nothing to choose here: the constant gives way to another answer, or the reverse. */
    get isIdle() {
      const operator = this.sibling("operator")?.value;
      if (this.isOther) {
        return ALONE.has(operator) || !COMPARED.has(form().kindOf(this.sibling("question")?.value));
      }
      return this.picksValue === "constant" && (operator === "empty" || operator === "filled");
    }

    /** Offer everything, when somebody comes to the list. */
    fill() {
      this.show(this.options());
    }

    /** Hold the choice alone; a constant that is not chosen among few is typed. */
    rest() {
      const options = this.options();
      const isTyped = this.isConstant && (!options.length || this.sibling("operator")?.value === "in");
      this.select.hidden = isTyped;
      this.element.hidden = !isTyped;
      const field = this.element.closest("[data-contentpath]");
      if (field && (this.isOther || this.picksValue === "constant")) {
        field.hidden = this.isIdle && !this.element.value;
      }
      this.show(options.filter(({ id }) => id === this.element.value).map(({ id, label }) => ({ id, label })));
    }

    show(options) {
      const value = this.element.value;
      const known = [{ id: "", label: this.emptyValue }, ...options];
      if (value && !options.some((option) => option.id === value)) {
        known.push({ id: value, label: `${this.missingValue} (${value})` });
      }
      this.select.replaceChildren();
      let place = this.select;
      for (const { id, label, short, group } of known) {
        if (!group) {
          place = this.select;
        } else if (place.label !== group) {
          place = Object.assign(document.createElement("optgroup"), { label: group });
          this.select.append(place);
        }
        place.append(new Option(group ? short : label, id, false, id === value));
      }
    }
  }

  window.wagtail.app.register("question-picker", QuestionPicker);
  window.portal = { ...window.portal, readForm: form };
})();
