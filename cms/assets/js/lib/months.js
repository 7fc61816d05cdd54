/**
 * Months as people write them, as the server reads them (cms/core/months.py): a number, a name in
 * French or in English, in full or cut short, with or without accents.
 */
const SHORTEST = 3;
const NUMBERS = Array.from({ length: 12 }, (_none, index) => index + 1);

function bare(text) {
  return text.trim().toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/\.+$/, "");
}

const NAMES = ["fr", "en"].flatMap((language) => {
  const { format } = new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" });
  return NUMBERS.map((number) => [bare(format(Date.UTC(2026, number - 1, 1))), number]);
});

/** Return the number of a month; null when it is none, or may be several (« jui »). */
export function monthNumber(typed) {
  if (/^\d+$/.test(typed)) {
    return Number(typed);
  }
  const name = bare(typed);
  const found = new Set(NAMES.filter(([known]) => name.length >= SHORTEST && known.startsWith(name)).map(([, number]) => number));
  return found.size === 1 ? [...found][0] : null;
}
