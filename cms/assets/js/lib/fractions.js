/**
 * Exact numbers: fractions of BigInts, as the server's, so that both agree to the cent.
 *
 * A number is `{ top, bottom }`, reduced, its bottom positive; null is no number.
 */

const SEPARATORS = /[\s\u00a0\u202f\u2009']+/g;
const SEVERAL_THOUSANDS = /^[+-]?\d{1,3}([.,])\d{3}(?:\1\d{3})+$/;
const THOUSANDS_OR_DECIMALS = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;
const DECIMAL = /^([+-]?)(\d{1,40})(?:\.(\d{1,40}))?$/;

function gcd(one, other) {
  let [a, b] = [one < 0n ? -one : one, other];
  while (b) {
    [a, b] = [b, a % b];
  }
  return a;
}

/** Make a fraction; the bottom is not zero. */
export function fraction(top, bottom = 1n) {
  const sign = bottom < 0n ? -1n : 1n;
  const divisor = gcd(top, bottom * sign) || 1n;
  return { top: (top * sign) / divisor, bottom: (bottom * sign) / divisor };
}

function compacted(text) {
  return String(text).replace(SEPARATORS, "").replace(/(€|EUR|%)$/, "").replace("−", "-");
}

/**
 * Read what is typed, as the server will: null when it is no number, or one it refuses.
 *
 * `places`, `minimum` and `maximum` are those of the question; see numbers.py for thousands.
 */
export function readTyped(text, { places, minimum, maximum }, isEnglish) {
  let compact = compacted(text);
  const mayBeThousands = THOUSANDS_OR_DECIMALS.test(compact);
  const isThousands = mayBeThousands && isEnglish && compact.includes(",");
  if (mayBeThousands && !isThousands && places < 3) {
    return null;
  }
  if (isThousands || SEVERAL_THOUSANDS.test(compact)) {
    compact = compact.replace(/[.,]/g, "");
  }
  const number = parseNumber(compact);
  const isRefused =
    number === null ||
    order(number, round(number, places)) !== 0 ||
    (minimum !== null && order(number, parseNumber(minimum)) < 0) ||
    order(number, parseNumber(maximum)) > 0;
  return isRefused ? null : number;
}

/** Read a number as it is stored or typed: « 1 500,50 € », « 12,5 % »; null when it is none. */
export function parseNumber(text) {
  let compact = compacted(text);
  if (compact.includes(",") && compact.includes(".")) {
    const thousands = compact.lastIndexOf(".") > compact.lastIndexOf(",") ? "," : ".";
    compact = compact.replaceAll(thousands, "");
  }
  const found = DECIMAL.exec(compact.replace(",", "."));
  if (!found) {
    return null;
  }
  const [, sign, whole, decimals = ""] = found;
  const top = BigInt(whole + decimals);
  return fraction(sign === "-" ? -top : top, 10n ** BigInt(decimals.length));
}

export const ZERO = fraction(0n);
export const add = (a, b) => fraction(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom);
export const negate = (a) => fraction(-a.top, a.bottom);
export const multiply = (a, b) => fraction(a.top * b.top, a.bottom * b.bottom);
export const divide = (a, b) => (b.top === 0n ? null : fraction(a.top * b.bottom, a.bottom * b.top));

/** Tell whether `a` is before (-1), after (1) or the same as `b` (0). */
export function order(a, b) {
  const difference = a.top * b.bottom - b.top * a.bottom;
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
}

/** Round half away from zero. */
export function round(a, places) {
  const scale = 10n ** BigInt(places);
  const size = a.top < 0n ? -a.top : a.top;
  const units = (2n * size * scale + a.bottom) / (2n * a.bottom);
  return fraction(a.top < 0n ? -units : units, scale);
}

/** Write a rounded number as a plain decimal text: « -12.5 ». */
export function plain(a, places = 6) {
  const scale = 10n ** BigInt(places);
  const size = ((a.top < 0n ? -a.top : a.top) * scale) / a.bottom;
  const decimals = String(size % scale).padStart(places, "0").replace(/0+$/, "");
  return `${a.top < 0n ? "-" : ""}${size / scale}${decimals ? `.${decimals}` : ""}`;
}
