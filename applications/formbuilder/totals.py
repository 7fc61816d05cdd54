"""Numbers worked out from the rows of a composite answer, by rules the browser follows too.

A rule is JSON: `{"count": true}` counts rows; `{"sum": [children], "rows": [ids] or null}` adds
cells; `{"plus": [names], "minus": [names]}` adds and takes away totals already known;
`{"percent": [part, whole]}` is a share. A total of nothing is nothing, never zero.
See `cms/assets/js/lib/totals.js`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.functional import Promise

from applications.formbuilder.schema import JsonValue, Question

Rule = Mapping[str, Any]
Amounts = Mapping[str, Decimal | None]

CENT = Decimal("0.01")
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Total:
    """One number of a composite answer: its name, its words, the type that shows it, its rule.

    Conditions and sums of the form may refer to it as `<question id>.<name>` when it is
    `is_referable`.
    """

    name: str
    label: str | Promise
    type: str
    rule: Rule
    is_referable: bool = False


@dataclass(frozen=True, slots=True)
class OfferedTotal:
    """A total as the editor's scripts offer it, before anything is saved.

    `needs` names the setting without which there is none. With `of_each` there is one per question
    of a row of these types, named after it, its label in place of `{label}`; `unless` names the
    setting that does without them.
    """

    name: str
    label: str | Promise
    type: str = ""
    needs: str = ""
    of_each: tuple[str, ...] = ()
    unless: str = ""


@dataclass(frozen=True, slots=True)
class CellValues:
    """The comparable values of the cells of one row that are shown."""

    id: str
    values: Mapping[str, Any]


def work_out(totals: Iterable[Total], rows: Sequence[CellValues]) -> dict[str, Decimal | None]:
    """Return every total, in order: a rule may use those before it."""
    known: dict[str, Decimal | None] = {}
    for total in totals:
        known[total.name] = apply(total.rule, rows, known)
    return known


def apply(rule: Rule, rows: Sequence[CellValues], known: Amounts) -> Decimal | None:
    """Return what one rule gives."""
    if "count" in rule:
        return Decimal(len(rows))
    if "percent" in rule:
        part, whole = (known.get(name) for name in rule["percent"])
        return share(part, whole)
    if "sum" in rule:
        kept = rule.get("rows")
        found = [
            row.values[child]
            for row in rows
            if kept is None or row.id in kept
            for child in rule["sum"]
            if isinstance(row.values.get(child), Decimal)
        ]
        return sum(found, Decimal(0)) if found else None
    signed = [(1, known.get(name)) for name in rule.get("plus", ())]
    signed += [(-1, known.get(name)) for name in rule.get("minus", ())]
    amounts = [sign * amount for sign, amount in signed if amount is not None]
    return sum(amounts, Decimal(0)) if amounts else None


def as_question(question: Question, total: Total) -> Question:
    """Return a total as the question conditions and sums take it for."""
    return Question(
        id=f"{question.id}.{total.name}",
        type=total.type,
        label=f"{question.label} – {total.label}",
    )


def share(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """Return a percentage with two decimals."""
    if part is None or not whole:
        return None
    return (part * HUNDRED / whole).quantize(CENT, ROUND_HALF_UP)


def as_json(totals: Iterable[Total]) -> list[JsonValue]:
    """Return the rules for the browser."""
    return [{"name": total.name, "type": total.type, "rule": total.rule} for total in totals]
