/**
 * Two linked lists: the second shows what the first one opens.
 *
 * Without this script the second list shows everything until « Actualiser ».
 */
const known = new WeakSet();

function link(second) {
  const first = second.form.elements[second.name.replace(/_second$/, "_first")];
  const options = JSON.parse(second.dataset.linked);
  const empty = second.options[0];
  const narrow = () => {
    const chosen = second.value;
    second.replaceChildren(empty, ...(options[first.value] ?? []).map(([id, label]) => new Option(label, id, false, id === chosen)));
  };
  for (const button of second.closest("fieldset").querySelectorAll("[data-without-script]")) {
    button.hidden = true;
  }
  if (!first.value && second.value) {
    first.value = Object.keys(options).find((id) => options[id].some(([option]) => option === second.value)) ?? "";
  }
  first.addEventListener("change", narrow);
  // The browser may have put back what was chosen before a reload.
  window.addEventListener("pageshow", narrow);
  narrow();
}

function enhance(root) {
  for (const second of root.querySelectorAll("select[data-linked]")) {
    if (!known.has(second)) {
      known.add(second);
      link(second);
    }
  }
}

enhance(document);
// Rows added later bring their own lists.
new MutationObserver(() => enhance(document)).observe(document.body, { childList: true, subtree: true });
