/**
 * The form's own behaviour of the page editor's streams: steps, questions, documents.
 *
 * A folded question holds hidden inputs of the same names and values as its fields, and its fields
 * are drawn when it is opened: a form of hundreds of questions opens as fast as a short one, and
 * what is sent is the same. A copied step or question points to the copies: what referred to a
 * copied question, option or line by its id takes the id of its copy.
 */
(() => {
  const {
    FieldBlockDefinition,
    ListBlockDefinition,
    StaticBlockDefinition,
    StreamBlock,
    StreamBlockDefinition,
    StructBlockDefinition,
  } = window.wagtailStreamField.blocks;

  /** Say what one field sends, or `null` when it cannot be known without drawing it. */
  function fieldEntries(name, state) {
    if (typeof state === "boolean") {
      return state ? [[name, "on"]] : [];
    }
    const values = Array.isArray(state) ? state : [state ?? ""];
    const isPlain = values.every((value) => ["string", "number"].includes(typeof value));
    return isPlain ? values.map((value) => [name, String(value)]) : null;
  }

  /** Say what the items of a stream or list send. */
  function sequenceEntries(prefix, items, definitionOf) {
    const parts = items.map(({ type, id, value }, index) => {
      const item = `${prefix}-${index}`;
      const definition = definitionOf(type);
      const own = definition ? entries(definition, `${item}-value`, value) : null;
      return own && [
        [`${item}-deleted`, ""],
        [`${item}-order`, String(index)],
        [`${item}-type`, definition.name ?? ""],
        [`${item}-id`, id ?? ""],
        ...own,
      ];
    });
    return parts.includes(null) ? null : [[`${prefix}-count`, String(items.length)], ...parts.flat()];
  }

  /** Say what a block sends, as names and values in the order of its fields. */
  function entries(definition, prefix, state) {
    if (definition instanceof StructBlockDefinition) {
      const parts = definition.childBlockDefs.map((child) => entries(child, `${prefix}-${child.name}`, state?.[child.name]));
      return parts.includes(null) ? null : parts.flat();
    }
    if (definition instanceof StreamBlockDefinition) {
      return sequenceEntries(prefix, state ?? [], (type) => definition.childBlockDefsByName[type]);
    }
    if (definition instanceof ListBlockDefinition) {
      return sequenceEntries(prefix, state ?? [], () => definition.childBlockDef);
    }
    if (definition instanceof FieldBlockDefinition) {
      return fieldEntries(prefix, state);
    }
    return definition instanceof StaticBlockDefinition ? [] : null;
  }

  /** A block that is drawn when its panel is opened. */
  class FoldedBlock {
    constructor(definition, placeholder, prefix, state, inputs, draw) {
      this.blockDef = definition;
      this.type = definition.name;
      this.prefix = prefix;
      this.state = state;
      this.draw = draw;
      this.element = document.createElement("div");
      this.hold(inputs);
      placeholder.replaceWith(this.element);
      this.toggle = this.element.closest("[data-panel]")?.querySelector("[data-panel-toggle]");
      this.open = this.open.bind(this);
      this.onToggle = (event) => event.detail.expanded && this.open();
      this.toggle?.addEventListener("wagtail:panel-toggle", this.onToggle);
    }

    hold(inputs) {
      this.element.replaceChildren(
        ...inputs.map(([name, value]) => Object.assign(document.createElement("input"), { type: "hidden", name, value })),
      );
    }

    /** Draw the block, once; everything asked of it is answered by the drawn one from then on. */
    open() {
      if (!this.block) {
        this.toggle?.removeEventListener("wagtail:panel-toggle", this.onToggle);
        const placeholder = document.createElement("div");
        this.element.replaceChildren(placeholder);
        this.block = this.draw(placeholder, this.state);
      }
      return this.block;
    }

    getState() {
      return this.block ? this.block.getState() : this.state;
    }

    getDuplicatedState() {
      return this.open().getDuplicatedState();
    }

    getValue() {
      return this.open().getValue();
    }

    setState(state) {
      this.open().setState(state);
    }

    setError(error) {
      if (this.block || error) {
        this.open().setError(error);
      }
    }

    getTextLabel({ maxLength } = {}) {
      if (this.block) {
        return this.block.getTextLabel({ maxLength });
      }
      const label = String(this.state?.label ?? "").trim();
      return maxLength && label.length > maxLength ? `${label.slice(0, maxLength - 1)}…` : label;
    }

    focus(options) {
      this.open().focus(options);
    }
  }

  /** Have a definition draw its blocks when they are opened. */
  function fold(definition) {
    const render = definition.render.bind(definition);
    definition.render = (placeholder, prefix, state, error, capabilities) => {
      const inputs = error ? null : entries(definition, prefix, state);
      const draw = (place, current) => render(place, prefix, current, error, capabilities);
      return inputs ? new FoldedBlock(definition, placeholder, prefix, state, inputs, draw) : draw(placeholder, state);
    };
  }

  const isObject = (value) => typeof value === "object" && value !== null;

  /** Note, by walking an original and its copy together, the new id of each part that has one. */
  function noteIds(original, copy, ids) {
    if (!isObject(original) || !isObject(copy)) {
      return;
    }
    if (original.id && copy.id && original.id !== copy.id) {
      ids.set(original.id, copy.id);
    }
    for (const key of Object.keys(original)) {
      noteIds(original[key], copy[key], ids);
    }
  }

  /** Return a copy in which every id of the original gives way to that of its copy. */
  function pointed(state, ids) {
    if (typeof state === "string") {
      return pointedText(state, ids);
    }
    if (Array.isArray(state)) {
      return state.map((value) => pointed(value, ids));
    }
    if (isObject(state) && Object.getPrototypeOf(state) === Object.prototype) {
      return Object.fromEntries(Object.entries(state).map(([key, value]) => [key, pointed(value, ids)]));
    }
    return state;
  }

  /** Replace the ids in a text: alone, in a list (« a;b »), or between the braces of a formula. */
  function pointedText(text, ids) {
    return [...ids].reduce((known, [original, copy]) => known.replaceAll(original, copy), text);
  }

  class FormStream extends StreamBlock {
    _createChild(...given) {
      const child = super._createChild(...given);
      const duplicated = child.getDuplicatedState.bind(child);
      child.getDuplicatedState = () => {
        const copy = duplicated();
        const ids = new Map();
        noteIds(child.getState(), copy, ids);
        return this.named(pointed(copy, ids));
      };
      return child;
    }

    /** Give a copied step a title of its own: « X (copie) », then « X (copie 2) ». */
    named(copy) {
      const title = copy.value?.title;
      if (typeof title !== "string" || !title.trim()) {
        return copy;
      }
      const taken = new Set(this.children.map((child) => child.getState().value?.title));
      const { one, several } = this.blockDef.meta.copied;
      let name = one.replace("%(title)s", () => title);
      for (let number = 2; taken.has(name); number += 1) {
        name = several.replace("%(title)s", () => title).replace("%(number)d", number);
      }
      return { ...copy, value: { ...copy.value, title: name } };
    }

    _createInsertionControl(...given) {
      const inserter = super._createInsertionControl(...given);
      window.portal.extendPalette(inserter, this.blockDef.meta.palette);
      return inserter;
    }
  }

  class FormStreamDefinition extends StreamBlockDefinition {
    constructor(...given) {
      super(...given);
      if (this.meta.folds) {
        Object.values(this.childBlockDefsByName).forEach(fold);
      }
    }

    render(placeholder, prefix, state, error) {
      return new FormStream(this, placeholder, prefix, state, error);
    }
  }

  window.telepath.register("portal.FormStream", FormStreamDefinition);
})();
