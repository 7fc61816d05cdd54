"""Reading the file of a list of answers: what is wrong is said line by line."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO

from django.utils.translation import gettext as _, ngettext

from cms.core.lookup import folded

MOST_LINES = 50_000
MOST_BYTES = 8 * 1024 * 1024
MOST_PROBLEMS = 100
LONGEST_CODE, LONGEST_LABEL, LONGEST_WORDS = 64, 255, 500
SEPARATORS = ";,\t"
HEADINGS = {
    "code": ("code", "identifiant", "id", "uai", "siret"),
    "label": ("libelle", "label", "nom", "intitule", "name"),
    "words": ("mots cles", "autres mots", "keywords"),
}

Entry = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with one line of the file (the headings are line 1; 0: the whole file)."""

    line: int
    message: str


@dataclass(slots=True)
class ListFile:
    """What a file holds: its lines in order, and what is wrong with it."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[LineProblem] = field(default_factory=list)
    problem_count: int = 0

    def say(self, line: int, message: str) -> None:
        """Add a problem; after a hundred, they are only counted."""
        self.problem_count += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(LineProblem(line, message))


def read_list(content: bytes) -> ListFile:
    """Read a CSV file, whatever its separator and its encoding."""
    found = ListFile()
    text = decoded(content)
    if text is None:
        found.say(0, _("This file is not a text. Save it as CSV, in UTF-8."))
        return found
    try:
        rows = list(csv.reader(StringIO(text), delimiter=separator_of(text), strict=True))
    except csv.Error:
        found.say(0, _("This file is not a CSV file: a quotation mark is not closed."))
        return found
    places = headings(rows[0]) if rows else {}
    if "label" not in places:
        found.say(
            1, _("The first line must name the columns: “code” and “libellé”, or “libellé” alone.")
        )
        return found
    read_rows(rows[1:], places, found)
    if not found.entries and not found.problems:
        found.say(0, _("This file has no line besides its headings."))
    return found


def decoded(content: bytes) -> str | None:
    """Return the text of a file saved by a spreadsheet, in UTF-8 or as Windows does."""
    if len(content) > MOST_BYTES or b"\0" in content:
        return None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def separator_of(text: str) -> str:
    """Return the separator the first line uses most."""
    first = text.partition("\n")[0]
    return max(SEPARATORS, key=first.count)


def headings(row: Sequence[str]) -> dict[str, int]:
    """Return the place of each column that is known."""
    known = [folded(cell) for cell in row]
    return {
        name: known.index(word)
        for name, words in HEADINGS.items()
        for word in words[::-1]
        if word in known
    }


def read_rows(rows: Sequence[Sequence[str]], places: dict[str, int], found: ListFile) -> None:
    """Read the lines under the headings."""
    lines: dict[str, int] = {}
    for number, row in enumerate(rows, 2):
        if not any(cell.strip() for cell in row):
            continue
        if len(found.entries) >= MOST_LINES:
            message = ngettext(
                "The file has too many lines: %(most)d at most.",
                "The file has too many lines: %(most)d at most.",
                MOST_LINES,
            )
            found.say(number, message % {"most": MOST_LINES})
            return
        code, label, words = cells(row, places)
        messages = list(problems_of(code, label, words))
        if code in lines:
            words_of = _("The code “%(code)s” is already used on line %(line)d.")
            messages.append(words_of % {"code": code, "line": lines[code]})
        for message in messages:
            found.say(number, message)
        if not messages:
            lines[code] = number
            found.entries.append((code, label, words))


def cells(row: Sequence[str], places: dict[str, int]) -> Entry:
    """Return the code, the label and the other words of a line; without codes, one is made."""
    given = {
        name: " ".join(row[place].split()) if place < len(row) else ""
        for name, place in places.items()
    }
    label = given.get("label", "")
    made = folded(label).replace(" ", "-")[:LONGEST_CODE]
    return given.get("code", "" if "code" in places else made), label, given.get("words", "")


def problems_of(code: str, label: str, words: str) -> Iterator[str]:
    """Yield what is wrong with one line."""
    if not code:
        yield _("The code is missing.")
    if not label:
        yield _("The label is missing.")
    if len(code) > LONGEST_CODE:
        yield _("The code is too long: %(most)d characters at most.") % {"most": LONGEST_CODE}
    if len(label) > LONGEST_LABEL:
        yield _("The label is too long: %(most)d characters at most.") % {"most": LONGEST_LABEL}
    if len(words) > LONGEST_WORDS:
        yield _("The other words are too long: %(most)d characters at most.") % {
            "most": LONGEST_WORDS
        }
