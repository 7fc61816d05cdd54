"""Two people, or two tabs, on one draft: a three-way merge of answers.

A page carries, for each answer it shows, a short digest of the value it showed (the base). At the
save, the stored value, the sent one and the base say who changed what: an answer only one side
changed is taken from that side; one that both changed differently is a conflict, shown to the
person with both values and never settled by itself. An answer made of rows is merged row by row:
the base has a digest per row too, under `<question>/<row id>`.
"""

import hashlib
import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from applications.formbuilder.base import RAW_PREFIX
from applications.formbuilder.prefill import PREFILLED_PREFIX
from applications.formbuilder.rows import Row, are_rows, rows_of

Answers = Mapping[str, Any]

DIGEST_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Conflict:
    """One answer changed on both sides: what is stored, what was just sent."""

    question_id: str
    stored: dict[str, Any]
    sent: dict[str, Any]
    all_rows: tuple[Row, ...] = ()
    """Every row of the answer, to say which ones are at stake: those sent, then the others."""

    @property
    def rows(self) -> list[str]:
        """The rows at stake, when the answer is made of rows."""
        both = (rows_of(cell.get(self.question_id)) for cell in (self.stored, self.sent))
        return list(dict.fromkeys(row["id"] for rows in both for row in rows))


def question_of(key: str) -> str:
    """Return the question an answer key belongs to."""
    return key.removeprefix(RAW_PREFIX)


def digest(cell: Mapping[str, Any]) -> str:
    """Return the short digest of one question's stored value (answer and raw text together)."""
    canonical = json.dumps(dict(cell), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:DIGEST_LENGTH]


def digests(
    answers: Answers, questions: Iterable[str], shown: Mapping[str, Container[str]] | None = None
) -> dict[str, str]:
    """Return the base of a page: a digest per question, answered or not, and per row.

    `shown` are the rows the page shows, by question; all of them when it says nothing.
    """
    found = {}
    for question in questions:
        found[question] = digest(cell_of(answers, question))
        for row in rows_of(answers.get(question)):
            if shown is None or row["id"] in shown.get(question, ()):
                found[f"{question}/{row['id']}"] = row_digest(row)
    return found


def row_digest(row: Row | None) -> str:
    """Return the short digest of one row; one that is not there has the digest of nothing."""
    return digest(row["answers"] if row is not None else {})


def cell_of(answers: Answers, question: str) -> dict[str, Any]:
    """Return what is stored for one question: nothing, an answer, or a text that was no answer."""
    cell = {}
    for key in (question, f"{RAW_PREFIX}{question}"):
        value = answers.get(key)
        if value not in (None, "", []):
            cell[key] = value
    return cell


def merge(
    stored: Answers,
    sent: Answers,
    *,
    base: Mapping[str, str] | None,
    chosen: Iterable[str] = (),
) -> tuple[dict[str, Any], tuple[Conflict, ...]]:
    """Return the merged answers and the conflicts, which keep the stored value.

    `base=None` means that nothing was shown before: what is sent counts. A question absent from
    `base` was changed on both sides as soon as the two values differ.
    """
    merged = dict(stored)
    conflicts = []
    settled = set(chosen)
    for question in sorted({question_of(key) for key in sent}):
        mine, theirs = cell_of(sent, question), cell_of(stored, question)
        shown = None if base is None else base.get(question)
        if mine == theirs or (base is not None and shown == digest(mine)):
            continue
        if base is not None and shown != digest(theirs):
            if has_rows(question, mine, theirs):
                both = RowMerge(question, base, is_mine_kept=question in settled)
                mine, conflict = both.merge(
                    rows_of(mine.get(question)), rows_of(theirs.get(question))
                )
                conflicts += [conflict] if conflict else []
            elif question not in settled:
                conflicts.append(Conflict(question_id=question, stored=theirs, sent=mine))
                continue
        for key in (question, f"{RAW_PREFIX}{question}", f"{PREFILLED_PREFIX}{question}"):
            merged.pop(key, None)
        merged.update(mine)
    return merged, tuple(conflicts)


def has_rows(question: str, *cells: Mapping[str, Any]) -> bool:
    """Tell whether both values of an answer are rows, one at least being there."""
    values = [cell.get(question) for cell in cells]
    is_readable = not any(f"{RAW_PREFIX}{question}" in cell for cell in cells)
    return is_readable and any(values) and all(one is None or are_rows(one) for one in values)


@dataclass(frozen=True, slots=True)
class RowMerge:
    """Merges two lists of rows of one question, row by row.

    The stored order stays; rows only this page has come last. Where both changed one row, the
    stored one is kept, unless the person chose theirs.
    """

    question: str
    base: Mapping[str, str]
    is_mine_kept: bool

    def merge(self, mine: list[Row], theirs: list[Row]) -> tuple[dict[str, Any], Conflict | None]:
        """Return what to store, and both versions of the rows in conflict."""
        by_id = {row["id"]: row for row in mine}
        known = {row["id"] for row in theirs}
        pairs: list[tuple[Row | None, Row | None]] = [(row, by_id.get(row["id"])) for row in theirs]
        pairs += [(None, row) for row in mine if row["id"] not in known]
        kept, stored, sent = [], [], []
        for their, my in pairs:
            row, is_conflict = self.settle(their, my)
            kept += [row] if row else []
            if is_conflict:
                stored += [their] if their else []
                sent += [my] if my else []
        conflict = None
        if stored or sent:
            others = [row for row in theirs if row["id"] not in by_id]
            conflict = Conflict(self.question, self.cell(stored), self.cell(sent), (*mine, *others))
        return self.cell(kept), conflict

    def settle(self, their: Row | None, my: Row | None) -> tuple[Row | None, bool]:
        """Return the row to keep, and whether both sides changed it."""
        row_id = (their or my or {"id": ""})["id"]
        shown = self.base.get(f"{self.question}/{row_id}", row_digest(None))
        if their == my or row_digest(my) == shown:
            return their, False
        if row_digest(their) == shown or self.is_mine_kept:
            return my, False
        return their, True

    def cell(self, rows: list[Row]) -> dict[str, Any]:
        """Return what is stored for the question."""
        return {self.question: rows} if rows else {}
