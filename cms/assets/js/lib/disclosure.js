/** Menus made of `<details>`: Escape, a click elsewhere and the focus going elsewhere close them. */
export function watchMenus(root) {
  const opened = () => root.querySelectorAll("details.portal-drop[open]");

  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") {
      return;
    }
    const menus = [...opened()].filter((menu) => menu.contains(event.target));
    const innermost = menus.at(-1);
    if (innermost) {
      innermost.open = false;
      innermost.querySelector("summary").focus();
    }
  });

  root.addEventListener("focusout", (event) => {
    for (const menu of opened()) {
      if (event.relatedTarget && menu.contains(event.target) && !menu.contains(event.relatedTarget)) {
        menu.open = false;
      }
    }
  });

  root.addEventListener("click", (event) => {
    for (const menu of opened()) {
      if (!menu.contains(event.target)) {
        menu.open = false;
      }
    }
  });
}

/** Open the `<details>` that hold the part of the page an address points at. */
export function openTargets(root) {
  const reveal = () => {
    const id = decodeURIComponent(window.location.hash.slice(1));
    const target = id && root.getElementById(id);
    if (!target) {
      return;
    }
    for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) {
      box.open = true;
    }
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", reveal);
  reveal();
}
