/**
 * Show, hide and compute live what the server would decide at the next load.
 *
 * Reads `<script type="application/json" id="form-conditions">` (see applications/formbuilder/live.py).
 * Without this file, « Actualiser » does the same.
 */

import { weigh } from "./lib/balance.js";
import { settle } from "./lib/engine.js";
import { plain } from "./lib/fractions.js";
import { monthNumber } from "./lib/months.js";

export { plain, settle };

const NO_BREAK_SPACE = "\u00a0";

/** Read a date from its three parts; null when it does not exist. */
function parseDate(day, month, year) {
  const m = monthNumber(month);
  if (m === null || ![day, year].every((part) => /^\d+$/.test(part)) || year.length !== 4) {
    return null;
  }
  const [d, y] = [Number(day), Number(year)];
  const date = new Date(Date.UTC(y, m - 1, d));
  const exists = date.getUTCFullYear() === y && date.getUTCMonth() === m - 1 && date.getUTCDate() === d;
  return exists ? date.toISOString().slice(0, 10) : null;
}

const FIELDS = ":is(input, select, textarea):not([type=hidden])";

function questionOf(root, id) {
  return root.querySelector(`[data-question="${CSS.escape(id)}"]`);
}

function childOf(row, id) {
  return row.querySelector(`[data-child="${CSS.escape(id)}"]`);
}

function isFilled(input) {
  return input.type === "radio" || input.type === "checkbox" ? input.checked : input.value.trim() !== "";
}

/** Read what is typed in a question, or in a cell. */
function readFrom(element, kind) {
  // Words beside an answer (a search, « Autre, précisez ») are not what conditions look at.
  const inputs = [...(element?.querySelectorAll(":is(input, select, textarea):not([data-aside])") ?? [])];
  if (kind === "date") {
    return inputs.length === 3 ? parseDate(...inputs.map((input) => input.value.trim())) : null;
  }
  if (kind === "choices") {
    return inputs.filter((input) => input.checked || (input.type === "select-one" && input.value)).map((input) => input.value);
  }
  if (kind === "none") {
    return inputs.some(isFilled) || null;
  }
  const [first] = inputs;
  if (first?.type === "radio") {
    return inputs.find((input) => input.checked)?.value ?? null;
  }
  if (first?.type === "checkbox") {
    return first.checked;
  }
  return first ? first.value.trim() : null;
}

function rowsIn(element) {
  return [...element.querySelectorAll("[data-row]")];
}

/** Read the rows of a composite question. */
function readRows(element) {
  return rowsIn(element).map((row) => ({
    id: row.dataset.row,
    isBlank: ![...row.querySelectorAll(FIELDS)].some(isFilled),
    read: ({ id, kind }) => readFrom(childOf(row, id), kind),
  }));
}

/** « 1 500,50 € », « 12,5 % », « 12,5 », as the server writes them in the language of the page. */
function words(value, shownAs, templates) {
  const text = plain(value);
  const cents = shownAs === "amount" && text.includes(".") ? 2 : 0;
  const format = new Intl.NumberFormat(document.documentElement.lang === "en" ? "en" : "fr", {
    minimumFractionDigits: cents,
    maximumFractionDigits: 2,
  });
  const number = format.format(text).replaceAll("\u202f", NO_BREAK_SPACE);
  return (templates[shownAs] ?? "{number}").replace("{number}", number);
}

/** Say in the label that an answer is required, as the server does. */
function markRequired(element, isRequired) {
  const label = element.querySelector("legend, label");
  let mark = label?.querySelector("[data-required-mark]");
  if (label && !mark) {
    mark = document.createElement("span");
    mark.dataset.requiredMark = "";
    // The server's own mark is the end of the text.
    const last = label.lastChild;
    if (last?.nodeType === Node.TEXT_NODE) {
      last.textContent = last.textContent.replace(/\s*\*\s*$/, "");
    }
    label.append(mark);
  }
  if (mark) {
    mark.textContent = isRequired ? " *" : "";
  }
}

/** Take away the options that are not offered; one already chosen stays, to be changed. */
function offer(element, hidden) {
  for (const input of element.querySelectorAll("input[type=radio], input[type=checkbox]")) {
    const item = input.closest(".govuk-radios__item, .govuk-checkboxes__item");
    item?.toggleAttribute("hidden", hidden.includes(input.value) && !input.checked);
  }
  for (const option of element.querySelectorAll("option")) {
    const isGone = hidden.includes(option.value) && !option.selected;
    option.hidden = option.disabled = isGone;
  }
}

/** Show what was found of the questions of a step, or of a row. */
function paint(root, elementOf, found, write) {
  for (const [id, isShown] of Object.entries(found.shown)) {
    elementOf(root, id)?.toggleAttribute("hidden", !isShown);
  }
  for (const [id, isRequired] of Object.entries(found.required)) {
    markRequired(elementOf(root, id), isRequired);
  }
  for (const [id, hidden] of Object.entries(found.options)) {
    offer(elementOf(root, id), hidden);
  }
  for (const [id, value] of Object.entries(found.computed)) {
    for (const output of root.querySelectorAll(`[data-total="${CSS.escape(id)}"]`)) {
      output.textContent = value === null ? "–" : write(id, value);
    }
  }
  for (const [id, isContent] of Object.entries(found.checks)) {
    root.querySelector(`[data-check="${CSS.escape(id)}"]`)?.toggleAttribute("hidden", isContent);
  }
  for (const [id, rows] of Object.entries(found.rows)) {
    for (const row of rowsIn(elementOf(root, id))) {
      paint(row, childOf, rows[row.dataset.row], write);
    }
  }
}

/** Say how each number is written: by its question, or by the total's own type. */
function kindsOfNumbers(questions) {
  return questions.flatMap(({ id, shown_as, rows }) => [
    [id, shown_as],
    ...kindsOfNumbers(rows?.children ?? []),
    ...(rows?.totals ?? []).map(({ name, type }) => [`${id}.${name}`, type]),
  ]);
}

function start() {
  const source = document.getElementById("form-conditions");
  const root = source?.closest("form");
  if (!root) {
    return;
  }
  const payload = JSON.parse(source.textContent);
  const shownAs = new Map(kindsOfNumbers(payload.questions));
  const write = (id, value) => words(value, shownAs.get(id), payload.words);
  const amount = (value) => words(value, "amount", payload.words);
  const read = ({ id, kind, rows }) => {
    const element = questionOf(root, id);
    return rows ? readRows(element) : readFrom(element, kind);
  };
  const refresh = () => {
    const found = settle(payload, read);
    paint(root, questionOf, found, write);
    weigh(root, found.computed, amount);
  };
  root.addEventListener("input", refresh);
  root.addEventListener("change", refresh);
  // The browser may have put back what was typed before a reload.
  window.addEventListener("pageshow", refresh);
  for (const button of root.querySelectorAll("[name=action][value=actualiser]")) {
    button.hidden = true;
  }
  refresh();
}

if (typeof document !== "undefined") {
  start();
}
