/**
 * In the preview of a form, keep what is typed from one update to the next, in this tab alone.
 *
 * The preview is drawn again at each change of the page being written: without this, trying a
 * condition while writing it would mean answering again each time. Files and added rows are not kept.
 */
const form = document.querySelector("form[data-preview]");
const key = `form-preview-${form?.dataset.preview}`;
const KEPT = ":is(input, select, textarea)[name]:not([type=file], [type=hidden], [data-row-list] *)";

/** Return what is typed: each field by its name, and by its value when it is ticked. */
function typed() {
  return [...form.querySelectorAll(KEPT)].flatMap((field) => {
    const isTick = field.type === "radio" || field.type === "checkbox";
    return isTick ? (field.checked ? [[field.name, field.value]] : []) : field.value ? [[field.name, field.value]] : [];
  });
}

function putBack(answers) {
  for (const field of form.querySelectorAll(KEPT)) {
    const values = answers.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") {
      field.checked = values.includes(field.value);
    } else if (values.length) {
      [field.value] = values;
    }
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

if (form) {
  const kept = sessionStorage.getItem(key);
  if (kept) {
    putBack(JSON.parse(kept));
  }
  form.addEventListener("input", () => sessionStorage.setItem(key, JSON.stringify(typed())));
  form.addEventListener("change", () => sessionStorage.setItem(key, JSON.stringify(typed())));
  form.addEventListener("submit", (event) => event.preventDefault());
}
