/** Numbers worked out from rows, rule for rule those of applications/formbuilder/totals.py. */

import { ZERO, add, divide, fraction, multiply, negate, round } from "./fractions.js";

const PLACES = 2;
const HUNDRED = fraction(100n);

/** Add numbers; nothing when there is none. */
function sum(numbers) {
  const found = numbers.filter((number) => number !== null && number !== undefined);
  return found.length ? found.reduce(add, ZERO) : null;
}

function share(part, whole) {
  const ratio = part && whole ? divide(multiply(part, HUNDRED), whole) : null;
  return ratio && round(ratio, PLACES);
}

function apply(rule, rows, known) {
  if (rule.count) {
    return fraction(BigInt(rows.length));
  }
  if (rule.percent) {
    const [part, whole] = rule.percent.map((name) => known.get(name) ?? null);
    return share(part, whole);
  }
  if (rule.sum) {
    const kept = rows.filter((row) => !rule.rows || rule.rows.includes(row.id));
    return sum(kept.flatMap((row) => rule.sum.map((child) => row.values[child])));
  }
  const negated = (number) => (number ? negate(number) : null);
  return sum([
    ...(rule.plus ?? []).map((name) => known.get(name)),
    ...(rule.minus ?? []).map((name) => negated(known.get(name))),
  ]);
}

/** Return every total by name, in order: a rule may use those before it. */
export function workOut(totals, rows) {
  const known = new Map();
  for (const { name, rule } of totals) {
    known.set(name, apply(rule, rows, known));
  }
  return known;
}
