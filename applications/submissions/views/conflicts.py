"""Answers changed on two sides: what the page shows of both, and what the person chose."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext

from applications.formbuilder.base import RAW_PREFIX
from applications.formbuilder.composite import CompositeType, pair
from applications.formbuilder.rows import Row, rows_of
from applications.formbuilder.schema import Question
from applications.submissions.desk import Desk
from applications.submissions.merging import Conflict, row_digest

MINE = "mienne"
STORED = "enregistree"


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """Both values of an answer changed twice, in words; `rows` are those at stake, if any."""

    question_id: str
    label: str
    stored: str
    sent: str
    rows: str = ""


def conflict_lines(desk: Desk, conflicts: Iterable[Conflict]) -> list[ConflictLine]:
    """Return what to choose between."""
    return [
        ConflictLine(
            question_id=conflict.question_id,
            label=desk.compiled.questions[conflict.question_id].question.label,
            stored=_words(desk, conflict, conflict.stored),
            sent=_words(desk, conflict, conflict.sent),
            rows=" ".join(conflict.rows),
        )
        for conflict in conflicts
    ]


def settle(request: HttpRequest, values: dict[str, Any], base: dict[str, str] | None) -> list[str]:
    """Apply what the person chose, and return the answers where theirs is kept.

    The stored value is kept by taking the other away, or, row by row, by saying that the page
    changed nothing. Without a choice, the conflict comes back.
    """
    chosen = []
    for question_id in request.POST.getlist("conflit"):
        choice = request.POST.get(f"choix-{question_id}")
        rows = request.POST.get(f"lignes-{question_id}", "").split()
        if choice == MINE:
            chosen.append(question_id)
        elif choice == STORED and not rows:
            values.pop(question_id, None)
            values.pop(f"{RAW_PREFIX}{question_id}", None)
        elif base is not None:
            mine = {row["id"]: row for row in rows_of(values.get(question_id))}
            base[question_id] = ""
            base.update(_bases(question_id, rows, mine if choice == STORED else None))
    return chosen


def _bases(question_id: str, rows: Iterable[str], mine: Mapping[str, Row] | None) -> dict[str, str]:
    return {
        f"{question_id}/{row}": "" if mine is None else row_digest(mine.get(row)) for row in rows
    }


def _words(desk: Desk, conflict: Conflict, cell: Mapping[str, Any]) -> str:
    """Say a value in words; one that was no answer is shown as typed."""
    question_id = conflict.question_id
    item = desk.compiled.questions[question_id]
    if conflict.all_rows and isinstance(item.type, CompositeType):
        return _row_words(item.type, item.question, conflict, rows_of(cell.get(question_id)))
    if question_id in cell:
        shown = item.type.display(cell[question_id], item.question)
        return ", ".join(shown) if isinstance(shown, list) else str(shown)
    raw = cell.get(f"{RAW_PREFIX}{question_id}")
    return gettext("Not given") if raw is None else item.type.typed(raw, item.question)


def _row_words(
    composite: CompositeType[Any], question: Question, conflict: Conflict, rows: Iterable[Row]
) -> str:
    """Say the rows at stake, each by the place it has on the page; one may have been removed."""
    places = composite.places(question, conflict.all_rows)
    place_of = {row["id"]: place for row, place in zip(conflict.all_rows, places, strict=True)}
    by_id = {row["id"]: row for row in rows}
    said = []
    for row_id in conflict.rows:
        row = by_id.get(row_id)
        words = ", ".join(composite.row_words(question, row)) if row else gettext("row removed")
        said.append(pair(place_of[row_id], words))
    return " / ".join(said)
