/**
 * Leads to one place of the page being edited, and comes back to it once saved.
 *
 * A link to a block of the form (« #block-<id>-section ») or to a field (« #field-<name> ») opens
 * the tab and every panel that hold it, then scrolls to it and focuses what is to be filled; it
 * works from another page, and from a link marked `data-form-place` in the same one. Saving sends
 * the tab at hand in the address (« #at-<tab> »): the page opens there again, without scrolling
 * past what it has to say.
 */
(() => {
  const PLACE = /^#(?:block-(?<block>.+)-section|field-(?<field>\w+))$/;
  const AT = "#at-";
  const FIELDS = "input:not([type='hidden']), textarea, select, [contenteditable='true']";
  const PATIENCE_MS = 15000;
  const STILL_FRAMES = 30;
  let asked = 0;

  const isFolded = (toggle) => toggle?.getAttribute("aria-expanded") === "false";
  const isVisible = (element) => element.getClientRects().length > 0;

  /** Return what stands for a place: itself, or what holds it while it is not drawn. */
  function standIn({ block, field }) {
    if (field) {
      return document.querySelector(`[data-edit-form] [data-contentpath="${CSS.escape(field)}"]`);
    }
    return (
      document.getElementById(`block-${block}-section`) ??
      document.querySelector(`[data-edit-form] input[name$="-id"][value="${CSS.escape(block)}"]`)
    );
  }

  /** Return the toggles of the panels around an element, itself included, the outermost first. */
  function togglesAround(element) {
    const toggles = [];
    for (let panel = element.closest("[data-panel]"); panel; panel = panel.parentElement?.closest("[data-panel]")) {
      toggles.unshift(panel.querySelector("[data-panel-toggle]"));
    }
    return toggles;
  }

  /** Show a tab's panel, unless it is shown. */
  function selectTab(tabPanel) {
    const tab = tabPanel && document.getElementById(tabPanel.getAttribute("aria-labelledby"));
    if (tab && tab.getAttribute("aria-selected") !== "true") {
      tab.click();
    }
  }

  /** Open the tab and the panels that hold a place; return it once it can be seen. */
  function open(place) {
    const found = standIn(place);
    if (!found) {
      return null;
    }
    selectTab(found.closest("[role='tabpanel']"));
    togglesAround(found).filter(isFolded).forEach((toggle) => toggle.click());
    return found.isConnected && !found.matches("input[type='hidden']") && isVisible(found) ? found : null;
  }

  /** Scroll to a place and focus its first field, or what opens and closes it. */
  function show(found, turn) {
    const field = [...found.querySelectorAll(FIELDS)].find(isVisible) ?? found.querySelector("[data-panel-toggle]");
    field?.focus({ preventScroll: true });
    let top = null;
    let still = 0;
    // What is drawn above meanwhile would push it away: it is held until nothing moves any more.
    const hold = () => {
      still = top === found.getBoundingClientRect().top ? still + 1 : 0;
      if (still === 0) {
        found.scrollIntoView({ block: "start", behavior: "instant" });
        top = found.getBoundingClientRect().top;
      }
      if (turn === asked && still < STILL_FRAMES) {
        window.requestAnimationFrame(hold);
      }
    };
    hold();
  }

  /** Lead to a place, as soon as the editor has drawn it; the last one asked wins. */
  function lead(hash) {
    const place = PLACE.exec(hash)?.groups;
    if (!place) {
      return false;
    }
    asked += 1;
    const turn = asked;
    const deadline = performance.now() + PATIENCE_MS;
    const attempt = () => {
      const found = turn === asked ? open(place) : null;
      if (found) {
        show(found, turn);
      } else if (turn === asked && performance.now() < deadline) {
        window.requestAnimationFrame(attempt);
      }
    };
    attempt();
    return true;
  }

  /** Whoever moves by themselves is not held. */
  for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    window.addEventListener(kind, () => (asked += 1), { passive: true, capture: true });
  }

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[data-form-place]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && lead(link.hash)) {
      event.preventDefault();
    }
  });

  document.addEventListener(
    "submit",
    ({ target }) => {
      const tab = target.matches("[data-edit-form]") && target.querySelector("[role='tab'][aria-selected='true']");
      if (tab) {
        const [address] = target.getAttribute("action").split("#");
        target.setAttribute("action", `${address}${AT}${tab.getAttribute("aria-controls")}`);
      }
    },
    { capture: true },
  );

  window.addEventListener("load", () => {
    const { hash } = window.location;
    if (hash.startsWith(AT)) {
      selectTab(document.getElementById(hash.slice(AT.length)));
    } else {
      lead(hash);
    }
  });
})();
