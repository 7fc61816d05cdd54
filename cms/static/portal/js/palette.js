/**
 * The search of Wagtail's block chooser, for types of questions: by what they are for and by other
 * names too, each with its line of explanation, and with the number of results said aloud.
 *
 * Wagtail searches the label and the type of each entry, whatever the accents: what else may be
 * typed is added to that type here, and taken off again when an entry is chosen.
 */
(() => {
  const QUIET_MS = 400;
  const { React } = window;
  let status = null;
  let timer = 0;

  /** Say something aloud, once typing pauses. */
  function announce(words) {
    if (!status) {
      status = Object.assign(document.createElement("p"), { id: "palette-status", className: "w-sr-only" });
      status.setAttribute("role", "status");
      document.body.append(status);
    }
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      status.textContent = words();
    }, QUIET_MS);
  }

  /** Show an entry: its label, and what it is for. */
  function entry({ option }) {
    const { createElement } = React;
    return createElement(
      React.Fragment,
      null,
      option.label,
      option.description ? createElement("small", { className: "palette__use" }, option.description) : null,
    );
  }

  /** Have the search named and ready to type in when it opens, and the button again when it closes. */
  function follow({ combobox, addButton, tooltip }, label) {
    tooltip.setProps({
      onMount: () => {
        const input = combobox.querySelector("input");
        input.placeholder = label;
        combobox.querySelector("label").textContent = label;
        window.requestAnimationFrame(() => input.focus({ preventScroll: true }));
      },
      onHide: () => {
        if (combobox.contains(document.activeElement)) {
          addButton.get(0).focus();
        }
      },
    });
  }

  /** Have the chooser of a stream find its types by their other names. */
  function extend(inserter, { synonyms, search, one, many, none }) {
    if (!inserter.combobox) {
      return;
    }
    const groups = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(inserter), "blockItems").get;
    const choose = inserter.onSelectBlock;
    Object.defineProperty(inserter, "blockItems", {
      get: () =>
        groups.call(inserter).map((group) => ({
          ...group,
          items: group.items.map((item) => ({
            ...item,
            block: item.type,
            type: [item.type, item.description, synonyms[item.type]].filter(Boolean).join(", "),
            render: entry,
          })),
        })),
    });
    inserter.onSelectBlock = ({ selectedItem }) => {
      announce(() => "");
      choose.call(inserter, { selectedItem: { ...selectedItem, type: selectedItem.block } });
    };
    follow(inserter, search);
    // Without an entry chosen, « Enter » would save the page.
    inserter.combobox.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    inserter.combobox.addEventListener("input", (event) => {
      const isBlank = !event.target.value;
      announce(() => {
        const count = inserter.combobox.querySelectorAll('[role="option"]').length;
        const found = count === 1 ? one : many.replace("%(count)d", count);
        return isBlank ? "" : count ? found : none;
      });
    });
  }

  window.portal = { ...window.portal, extendPalette: extend };
})();
