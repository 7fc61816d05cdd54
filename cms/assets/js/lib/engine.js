/**
 * What the answers of one step mean, rule for rule as evaluation.py and conditions.py have it.
 *
 * Three results: true, false, and null (undetermined) for a comparison with an answer that is missing;
 * only what is true is shown. Hidden answers count for none.
 */

import { result, total } from "./formulas.js";
import { order, parseNumber, readTyped } from "./fractions.js";
import { workOut } from "./totals.js";

const IDENTIFIER_SEPARATORS = /[\s\u00a0\u202f\u2009.-]+/g;

/** Bring a stored or typed value to what comparisons work on. */
export function comparable(kind, value) {
  if (value === null || value === undefined || value === "") {
    return null;
  }
  switch (kind) {
    case "number":
      return parseNumber(value);
    case "text":
      return String(value).trim().toLowerCase() || null;
    case "identifier":
      return String(value).replace(IDENTIFIER_SEPARATORS, "").toUpperCase() || null;
    case "boolean":
      return typeof value === "boolean" ? value : { yes: true, no: false }[value] ?? null;
    case "choices": {
      const chosen = Array.isArray(value) ? value : [value];
      return chosen.length ? chosen : null;
    }
    default:
      return value;
  }
}

function compareOrder(kind, one, other) {
  if (kind === "number") {
    return order(one, other);
  }
  return one === other ? 0 : one > other ? 1 : -1;
}

const BY_ORDER = {
  equals: (found) => found === 0,
  not_equals: (found) => found !== 0,
  greater: (found) => found > 0,
  at_least: (found) => found >= 0,
  less: (found) => found < 0,
  at_most: (found) => found <= 0,
};

function compare(term, { values, kinds }) {
  const value = values[term.question] ?? null;
  if (term.operator === "empty") {
    return value === null;
  }
  const kind = kinds[term.question];
  if (term.other) {
    const other = values[term.other] ?? null;
    return value === null || other === null ? null : BY_ORDER[term.operator](compareOrder(kind, value, other));
  }
  if (value === null) {
    return null;
  }
  if (term.operator === "in") {
    return term.value.some((item) => compareOrder(kind, value, comparable(kind, item)) === 0);
  }
  const wanted = comparable(kind, term.value);
  if (term.operator === "contains") {
    return Array.isArray(value) ? wanted.every((item) => value.includes(item)) : value.includes(wanted);
  }
  return BY_ORDER[term.operator](compareOrder(kind, value, wanted));
}

/** Evaluate a condition: true, false, or null when it is undetermined. */
export function evaluate(condition, known) {
  switch (condition.kind) {
    case "comparison":
      return compare(condition, known);
    case "not": {
      const found = evaluate(condition.term, known);
      return found === null ? null : !found;
    }
    default: {
      const stops = condition.kind === "any";
      const results = condition.terms.map((term) => evaluate(term, known));
      if (results.includes(stops)) {
        return stops;
      }
      return results.includes(null) ? null : !stops;
    }
  }
}

function mentioned(condition) {
  if (condition.kind === "comparison") {
    return [condition.question, condition.other].filter(Boolean);
  }
  return (condition.terms ?? [condition.term]).flatMap(mentioned);
}

/** Tell whether a check is content; a strict one speaks as soon as one answer it reads is there. */
function isContent(check, known) {
  const holds = evaluate(check.rule, known);
  if (holds !== null || !check.is_strict) {
    return holds !== false;
  }
  return mentioned(check.rule).every((question) => (known.values[question] ?? null) === null);
}

/** Return the value of a question: the one the server gives, or what is typed. */
function given(question, read) {
  if ("value" in question) {
    return comparable(question.kind, question.value);
  }
  const typed = read(question);
  const isTyped = question.number && typed !== null && typed !== "";
  return isTyped
    ? readTyped(typed, question.number, globalThis.document?.documentElement.lang === "en")
    : comparable(question.kind, typed);
}

/** Say what a question shown gives: its value, or what it computes or checks. */
function settleOne(question, known, found, read) {
  const { id } = question;
  const valueOf = (name) => known.values[name] ?? null;
  if (question.required) {
    found.required[id] = evaluate(question.required, known) === true;
  }
  if (question.options) {
    found.options[id] = Object.keys(question.options).filter(
      (option) => evaluate(question.options[option], known) !== true,
    );
  }
  if (question.check) {
    found.checks[id] = isContent(question.check, known);
  } else if (question.sum || question.formula) {
    const value = question.sum ? total(question.sum, valueOf) : result(question.formula, valueOf);
    known.values[id] = found.computed[id] = value;
  } else if (question.rows) {
    settleRows(question, known, found, read(question));
  } else {
    known.values[id] = given(question, read);
  }
}

/** Say what each row means, as a small form of its own, then work out the totals. */
function settleRows(question, known, found, rows) {
  const counted = [];
  const cells = (found.rows[question.id] = {});
  for (const row of rows) {
    const inside = { values: Object.create(known.values), kinds: Object.create(known.kinds) };
    const read = (child) => ("values" in child ? child.values[row.id] ?? null : row.read(child));
    cells[row.id] = settleAll(question.rows.children, inside, read);
    if (!row.isBlank) {
      counted.push({ id: row.id, values: inside.values });
    }
  }
  known.values[question.id] = counted.length || null;
  for (const [name, value] of workOut(question.rows.totals, counted)) {
    const full = `${question.id}.${name}`;
    known.kinds[full] = "number";
    known.values[full] = found.computed[full] = value;
  }
}

function settleAll(questions, known, read) {
  const found = { shown: {}, required: {}, options: {}, computed: {}, checks: {}, rows: {} };
  for (const question of questions) {
    known.kinds[question.id] = question.kind;
    // A row has its own value, or none: never the one of the same name around it.
    known.values[question.id] = null;
    const isShown = question.condition ? evaluate(question.condition, known) === true : true;
    found.shown[question.id] = isShown;
    if (isShown) {
      settleOne(question, known, found, read);
    }
  }
  return found;
}

/**
 * Say in one pass, in the form's order, what the answers mean. `read` gives what is typed in a
 * question, or its rows: `{ id, isBlank, read }`. Of each question: is it shown, required, its
 * computed value, is its check content; the options that are not offered; the same of each row.
 */
export function settle(payload, read) {
  const known = { values: {}, kinds: {} };
  for (const [id, one] of Object.entries(payload.outside)) {
    known.kinds[id] = one.kind;
    known.values[id] = comparable(one.kind, one.value);
  }
  return settleAll(payload.questions, known, read);
}
