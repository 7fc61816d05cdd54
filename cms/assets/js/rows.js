/**
 * Rows of a composite question, added and removed without a round trip.
 *
 * The server gives a blank row in a `<template>`, whose ids and words hold `__row__` and
 * `__number__`. Without this script the same buttons send the form, which comes back with the row.
 * Totals and conditions are conditions.js's work: it follows the `change` events sent from here.
 */
const ID_BYTES = 6;

/** Return an id no other row has. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(ID_BYTES));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** List the rows people added, in order. */
function rowsOf(group) {
  return [...group.querySelectorAll("[data-row]")].filter((row) => row.querySelector("[data-row-remove]"));
}

/** Name each row by its place, and offer to add one while there is room. */
function renumber(group) {
  const rows = rowsOf(group);
  rows.forEach((row, index) => {
    for (const title of row.querySelectorAll("[data-row-title]")) {
      title.textContent = titleOf(group, index + 1);
    }
  });
  const isFull = rows.length >= Number(group.dataset.maximum);
  group.querySelector("[data-row-add]").hidden = isFull;
  group.querySelector("[data-row-full]").hidden = !isFull;
}

function titleOf(group, number) {
  return group.dataset.title.replace("__number__", String(number));
}

function say(group, text, title) {
  group.querySelector("[data-row-status]").textContent = text.replace("%{title}", title);
}

/** Tell the scripts that save, count and show that the form changed. */
function tell(group) {
  group.dispatchEvent(new Event("input", { bubbles: true }));
  group.dispatchEvent(new Event("change", { bubbles: true }));
}

function add(group) {
  const template = group.querySelector("template[data-row-template]");
  const row = template.content.firstElementChild.cloneNode(true);
  const number = rowsOf(group).length + 1;
  const id = newId();
  const fill = (text) => text.replaceAll("__row__", id).replaceAll("__number__", String(number));
  for (const element of [row, ...row.querySelectorAll("*")]) {
    for (const attribute of element.attributes) {
      if (attribute.value.includes("__row__")) {
        attribute.value = fill(attribute.value);
      }
    }
  }
  group.querySelector("[data-row-list]").append(row);
  renumber(group);
  document.dispatchEvent(new CustomEvent("portal:added", { detail: row }));
  tell(group);
  row.focus();
  say(group, group.dataset.textAdded, titleOf(group, number));
}

function remove(group, row) {
  const rows = rowsOf(group);
  const index = rows.indexOf(row);
  const next = rows[index + 1] ?? rows[index - 1] ?? group.querySelector("[data-row-add]");
  const title = titleOf(group, index + 1);
  row.remove();
  renumber(group);
  tell(group);
  (next.hidden ? group : next).focus();
  say(group, group.dataset.textRemoved, title);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-row-add], [data-row-remove]");
  const group = button?.closest("[data-rows]");
  if (!group) {
    return;
  }
  event.preventDefault();
  if (button.matches("[data-row-add]")) {
    add(group);
  } else {
    remove(group, button.closest("[data-row]"));
  }
});
