/** Calculations over answers, rule for rule those of applications/formbuilder/formulas.py. */

import { ZERO, add, divide, fraction, multiply, negate, order, round } from "./fractions.js";

const PLACES = 2;
const LARGEST = fraction(10n ** 15n);
const COMPUTE = {
  "+": (a, b) => add(a, b),
  "-": (a, b) => add(a, negate(b)),
  "*": (a, b) => multiply(a, b),
  "/": (a, b) => divide(a, b),
  negate: (a) => negate(a),
  round: (a, places) => round(a, Number(places.top)),
};
const TESTS = {
  ">": (found) => found > 0,
  ">=": (found) => found >= 0,
  "<": (found) => found < 0,
  "<=": (found) => found <= 0,
  "=": (found) => found === 0,
  "<>": (found) => found !== 0,
};

/** Thrown where there is no result: a division by zero, a number too large. */
class NoResult extends Error {}

function answersIn(term) {
  return term.op === "answer" ? [term.question] : (term.terms ?? []).flatMap(answersIn);
}

function compute(term, known) {
  if (term.op === "number") {
    return fraction(BigInt(term.top), BigInt(term.bottom));
  }
  if (term.op === "answer") {
    return known(term.question);
  }
  if (term.op === "if") {
    const [test, then, otherwise] = term.terms;
    const [one, other] = test.terms.map((part) => compute(part, known) ?? ZERO);
    return compute(TESTS[test.op](order(one, other)) ? then : otherwise, known);
  }
  const values = term.terms.map((part) => compute(part, known));
  if (term.op === "min" || term.op === "max") {
    const wanted = term.op === "min" ? -1 : 1;
    return values
      .filter((value) => value !== null)
      .reduce((best, value) => (best === null || order(value, best) === wanted ? value : best), null);
  }
  if ((term.op === "round" || term.op === "negate") && values[0] === null) {
    return null;
  }
  const found = COMPUTE[term.op](...values.map((value) => value ?? ZERO));
  if (found === null || order(found, LARGEST) > 0 || order(negate(found), LARGEST) > 0) {
    throw new NoResult();
  }
  return found;
}

/** Return the result of a calculation, rounded to the cent; null without one. */
export function result(term, valueOf) {
  const known = (question) => valueOf(question);
  if (answersIn(term).every((question) => known(question) === null)) {
    return null;
  }
  try {
    const found = compute(term, known);
    return found === null ? null : round(found, PLACES);
  } catch (error) {
    if (error instanceof NoResult) {
      return null;
    }
    throw error;
  }
}

/** Add and take away; null while no term has a value. */
export function total(sum, valueOf) {
  const signed = [
    ...(sum.terms ?? []).map((question) => valueOf(question)),
    ...(sum.minus ?? []).map((question) => valueOf(question)).map((value) => value && negate(value)),
  ].filter((value) => value !== null);
  return signed.length ? signed.reduce(add) : null;
}
