"""Calculations over answers, written as in a spreadsheet and never run as code.

`{question}` stands for a number answered elsewhere; `+ - * / %`, brackets, `min(a; b)`,
`max(a; b)`, `round(a; 2)`, `if(a > b; c; d)`, and their French names. A text is parsed once into a
small tree, the same for the server and the browser.

Everything is computed in exact fractions and rounded at the end, half away from zero, so that both
sides agree to the cent. An answer that is missing counts for zero, save in `min` and `max`, which
leave it out; with no answer at all, or a division by zero, there is no result.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PLACES = 2
MOST_PLACES = 6
MOST_TERMS = 200
LARGEST = Fraction(10**15)

REFERENCE = re.compile(r"\{([^{}]*)\}")
TOKEN = re.compile(
    r"\s*(?:(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
    r"|\{(?P<answer>[^{}]*)\}"
    r"|(?P<name>[^\W\d_]+)"
    r"|(?P<sign>>=|<=|<>|[-+*/%();<>=×÷−≤≥≠]))"
)
SPACES = re.compile(r"[ \u00a0\u202f]")
SAME_SIGN = {"×": "*", "÷": "/", "−": "-", "≤": "<=", "≥": ">=", "≠": "<>"}
FUNCTIONS = {
    "min": "min",
    "max": "max",
    "round": "round",
    "arrondi": "round",
    "if": "if",
    "si": "if",
}
BINDING = {"+": 10, "-": 10, "*": 20, "/": 20}
COMPARISONS = (">", ">=", "<", "<=", "=", "<>")


class FormulaError(ValueError):
    """What cannot be understood, in words for the editor."""

    def __init__(self, message: str | Promise, **params: object) -> None:
        self.message, self.params = message, params
        super().__init__(str(message) % params if params else str(message))


class NoResult(ArithmeticError):
    """A division by zero, or a number too large to mean anything."""


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a calculation: `number`, `answer`, a sign, or a function and what it applies to."""

    op: str
    terms: tuple["Term", ...] = ()
    number: Fraction = Fraction(0)
    question: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the tree the browser evaluates."""
        if self.op == "number":
            top, bottom = self.number.as_integer_ratio()
            return {"op": "number", "top": str(top), "bottom": str(bottom)}
        if self.op == "answer":
            return {"op": "answer", "question": self.question}
        return {"op": self.op, "terms": [term.as_json() for term in self.terms]}


# --- Reading ----------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def parse(text: str) -> Term:
    """Return the tree of a calculation; raises `FormulaError`."""
    return Parser(text).whole()


def map_references(text: str, change: Callable[[str], str]) -> str:
    """Return the text with what stands between braces replaced."""
    return REFERENCE.sub(lambda found: "{" + change(found[1].strip()) + "}", text)


def references(text: str) -> list[str]:
    """Return what the braces name, readable text or not, each once."""
    return list(dict.fromkeys(found[1].strip() for found in REFERENCE.finditer(text)))


def tokens(text: str) -> Iterator[tuple[str, str]]:
    """Yield each piece of a text and what it is; raises `FormulaError`."""
    position, text = 0, text.strip()
    while position < len(text):
        found = TOKEN.match(text, position)
        if found is None:
            raise FormulaError(_("“%(text)s” is not understood."), text=text[position:][:20])
        kind = str(found.lastgroup)
        value = found[kind]
        yield kind, SAME_SIGN.get(value, value) if kind == "sign" else value.strip()
        position = found.end()


class Parser:
    """Reads one calculation, the strongest signs first."""

    def __init__(self, text: str) -> None:
        self.tokens = list(tokens(text))
        self.position = 0
        if len(self.tokens) > MOST_TERMS:
            raise FormulaError(_("This calculation is too long."))

    def whole(self) -> Term:
        """Read everything."""
        if not self.tokens:
            raise FormulaError(_("The calculation is empty."))
        found = self.sum()
        if self.position < len(self.tokens):
            raise self.unexpected()
        return found

    def sum(self, strength: int = 0) -> Term:
        """Read terms as long as their signs bind more than `strength`."""
        left = self.signed()
        while (sign := self.next_sign()) in BINDING and BINDING[sign] > strength:
            self.position += 1
            left = Term(sign, (left, self.sum(BINDING[sign])))
        return left

    def signed(self) -> Term:
        """Read a term, its minus before it and its percent signs after it."""
        if self.next_sign() in ("-", "+"):
            sign = self.take()
            term = self.signed()
            return Term("negate", (term,)) if sign == "-" else term
        term = self.one()
        while self.next_sign() == "%":
            self.position += 1
            term = Term("/", (term, Term("number", number=Fraction(100))))
        return term

    def one(self) -> Term:
        """Read a number, an answer, a function, or what stands between brackets."""
        if self.position >= len(self.tokens):
            raise FormulaError(_("Something is missing at the end of the calculation."))
        kind, value = self.tokens[self.position]
        if kind == "number":
            self.position += 1
            return Term("number", number=Fraction(SPACES.sub("", value).replace(",", ".")))
        if kind == "answer":
            self.position += 1
            return Term("answer", question=value)
        if kind == "name":
            self.position += 1
            return self.function(value)
        if value == "(":
            self.position += 1
            found = self.sum()
            self.expect(")")
            return found
        raise self.unexpected()

    def function(self, name: str) -> Term:
        """Read what a function applies to."""
        op = FUNCTIONS.get(name.lower())
        if op is None:
            raise FormulaError(
                _("“%(name)s” is not a function: use min, max, round or if."), name=name
            )
        self.expect("(")
        terms = [self.comparison() if op == "if" else self.sum()]
        while self.next_sign() == ";":
            self.position += 1
            terms.append(self.sum())
        self.expect(")")
        return function_of(op, name, tuple(terms))

    def comparison(self) -> Term:
        """Read what an `if` looks at."""
        left, sign = self.sum(), self.next_sign()
        if sign not in COMPARISONS:
            raise FormulaError(_("“if” begins with a comparison, like {A} > {B}."))
        self.position += 1
        return Term(sign, (left, self.sum()))

    def next_sign(self) -> str:
        """Return the sign that comes now, if it is one."""
        if self.position < len(self.tokens):
            kind, value = self.tokens[self.position]
            return value if kind == "sign" else ""
        return ""

    def take(self) -> str:
        """Return the piece that comes now and go on."""
        self.position += 1
        return self.tokens[self.position - 1][1]

    def expect(self, sign: str) -> None:
        """Go past a sign that must be there."""
        if self.next_sign() != sign:
            raise FormulaError(_("“%(sign)s” is missing."), sign=sign)
        self.position += 1

    def unexpected(self) -> FormulaError:
        """Return the refusal of what comes now."""
        value = self.tokens[self.position][1]
        return FormulaError(_("“%(text)s” does not belong there."), text=value)


def function_of(op: str, name: str, terms: tuple[Term, ...]) -> Term:
    """Return a function applied to as many terms as it takes."""
    if op == "round":
        places = terms[1].number if len(terms) == 2 else Fraction(0)
        is_whole = len(terms) == 1 or (len(terms) == 2 and terms[1].op == "number")
        if not is_whole or places.denominator != 1 or not 0 <= places <= MOST_PLACES:
            raise FormulaError(_("“%(name)s” takes a number and how many decimals."), name=name)
        return Term("round", (terms[0], Term("number", number=places)))
    if op == "if" and len(terms) != 3:
        raise FormulaError(_("“%(name)s” takes a comparison and two results."), name=name)
    return Term(op, terms)


# --- Computing --------------------------------------------------------------------------------


def result(term: Term, value_of: Callable[[str], Any]) -> str | None:
    """Return the result, rounded to the cent, as a plain decimal text; nothing without one."""
    known = {name: number_of(value_of(name)) for name in answers_in(term)}
    if all(value is None for value in known.values()):
        return None
    try:
        found = compute(term, known)
    except NoResult:
        return None
    return None if found is None else text_of(rounded(found, PLACES))


def answers_in(term: Term) -> Iterator[str]:
    """Yield the question of every answer in a tree."""
    if term.op == "answer":
        yield term.question
    for one in term.terms:
        yield from answers_in(one)


def number_of(value: Any) -> Fraction | None:
    """Return a comparable value as a fraction; nothing when it is no number."""
    return Fraction(value) if isinstance(value, (Decimal, int)) else None


def compute(term: Term, known: dict[str, Fraction | None]) -> Fraction | None:
    """Return the exact value of a tree; nothing for an answer that is missing."""
    if term.op == "number":
        return term.number
    if term.op == "answer":
        return known[term.question]
    if term.op == "if":
        test, then, otherwise = term.terms
        holds = COMPUTE_TEST[test.op](*(compute(one, known) or Fraction(0) for one in test.terms))
        return compute(then if holds else otherwise, known)
    values = [compute(one, known) for one in term.terms]
    if term.op in ("min", "max"):
        given = [value for value in values if value is not None]
        return (min(given) if term.op == "min" else max(given)) if given else None
    if term.op in ("round", "negate") and values[0] is None:
        return None
    found = COMPUTE[term.op](*(value or Fraction(0) for value in values))
    if abs(found) > LARGEST:
        raise NoResult
    return found


def divide(one: Fraction, other: Fraction) -> Fraction:
    """Divide, or say that there is no result."""
    if other == 0:
        raise NoResult
    return one / other


def rounded(value: Fraction, places: Fraction | int) -> Fraction:
    """Round half away from zero."""
    scale = 10 ** int(places)
    units = (abs(value) * scale + Fraction(1, 2)).__floor__()
    return Fraction(units if value >= 0 else -units, scale)


def text_of(value: Fraction) -> str:
    """Write a rounded number as a plain decimal text."""
    units = abs(value.numerator * (10**MOST_PLACES // value.denominator))
    whole, rest = divmod(units, 10**MOST_PLACES)
    decimals = f"{rest:0{MOST_PLACES}d}".rstrip("0")
    return f"{'-' if value < 0 else ''}{whole}{'.' if decimals else ''}{decimals}"


COMPUTE: dict[str, Callable[..., Fraction]] = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "/": divide,
    "negate": lambda one: -one,
    "round": rounded,
}
COMPUTE_TEST: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    "=": lambda one, other: one == other,
    "<>": lambda one, other: one != other,
}
