"""The answer to a composite question: rows, each with an id that never changes and its answers.

`[{"id": row id, "answers": {child id: JSON value, "raw:<child id>": what was typed}}]`. A row
without an answer is no row; the rows that are always there come first, in the form's order.
"""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from applications.formbuilder.schema import JsonValue
from applications.formbuilder.typed import typed_words

MOST_COLUMNS = 4
"""Columns of a table that stand side by side; beyond, each row is a card, at every width."""
MOST_ROWS = 100
ROW_ID = re.compile(r"[A-Za-z0-9-]{1,36}")
BLANK_ROW = "__row__"
"""The id of the row that the browser copies to add one."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many rows people may add; none when `maximum` is zero."""

    minimum: int = 0
    maximum: int = MOST_ROWS

    @property
    def is_open(self) -> bool:
        """Whether rows may be added at all."""
        return self.maximum > 0


class Row(TypedDict):
    """One row of an answer."""

    id: str
    answers: dict[str, JsonValue]


def rows_of(value: JsonValue) -> list[Row]:
    """Return the rows of an answer; what is no row is left out."""
    if not isinstance(value, list):
        return []
    return [
        Row(id=str(item["id"]), answers=dict(item["answers"]))
        for item in value
        if isinstance(item, Mapping)
        and "id" in item
        and isinstance(item.get("answers"), Mapping)
        and item["answers"]
    ]


def are_rows(value: JsonValue) -> bool:
    """Tell whether an answer is made of rows."""
    return isinstance(value, list) and bool(value) and len(rows_of(value)) == len(value)


def new_row_id() -> str:
    """Return an id no other row has."""
    return secrets.token_hex(6)


def known_ids(given: Iterable[str]) -> list[str]:
    """Return ids as a browser sent them; one sent twice, or a strange one, is renewed."""
    found: list[str] = []
    for one in given:
        is_fine = bool(ROW_ID.fullmatch(one)) and one not in found
        found.append(one if is_fine else new_row_id())
    return found


def is_blank(typed: Any) -> bool:
    """Tell whether nothing was typed, in any part; a box left unticked is nothing."""
    return typed is False or not typed_words(typed).strip()
