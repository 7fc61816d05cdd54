/**
 * In the page editor, fill a financing plan with the lines of a known form.
 *
 * The lines become the plan's own: they can be reworded, moved and deleted. Their ids are drawn
 * here, so that the line of the aid asked can be named at once.
 */
(() => {
  const { StructBlockDefinition } = window.wagtailStreamField.blocks;
  const ALWAYS = ["expenses", "resources"];
  const RARE = ["uses", "sources"];

  /** Return a random UUID; `crypto.randomUUID` needs HTTPS, which a first trial may lack. */
  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  const item = (value) => ({ id: newId(), value });

  /** Return the accounts of one side as the editor's list holds them. */
  function accounts(side) {
    return side.map(({ label, lines }) => item({ label, lines: lines.map(item) }));
  }

  /** Find the line of the aid asked among the resources just written. */
  function requestedIn(resources, label) {
    const lines = resources.flatMap(({ value }) => value.lines);
    return lines.find(({ value }) => value === label)?.id ?? "";
  }

  function fill(block, preset) {
    const filled = Object.fromEntries([...ALWAYS, ...RARE].map((side) => [side, accounts(preset[side] ?? [])]));
    for (const side of ALWAYS) {
      block.childBlocks[side].setState(filled[side]);
    }
    const { settings, requested } = block.childBlocks;
    const others = settings.getState().filter(({ type }) => !RARE.includes(type));
    const added = RARE.filter((side) => filled[side].length).map((side) => ({ type: side, ...item(filled[side]) }));
    settings.setState([...others, ...added]);
    requested.setState(requestedIn(filled.resources, preset.requested));
    // The list beside the input says what it holds when somebody leaves it.
    const input = block.container[0].querySelector("[data-question-picker-picks-value=line]");
    input?.nextElementSibling?.dispatchEvent(new Event("blur"));
  }

  class PlanBlockDefinition extends StructBlockDefinition {
    constructor(name, children, meta, presets, words) {
      super(name, children, meta);
      this.presets = presets;
      this.words = words;
    }

    render(...given) {
      const block = super.render(...given);
      const bar = document.createElement("div");
      bar.className = "w-mb-4";
      for (const preset of this.presets) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button button-small button-secondary";
        button.textContent = this.words.use.replace("{name}", preset.name);
        button.addEventListener("click", () => {
          const isWritten = ALWAYS.some((side) => block.childBlocks[side].getState().length);
          if (!isWritten || window.confirm(this.words.replace)) {
            fill(block, preset);
          }
        });
        bar.append(button);
      }
      const place = block.container[0].querySelector("[data-contentpath=expenses]");
      place ? place.before(bar) : block.container[0].prepend(bar);
      return block;
    }
  }

  window.telepath.register("portal.PlanBlock", PlanBlockDefinition);
})();
