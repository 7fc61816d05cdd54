"""What the composite types share: questions asked again in every row of one answer."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy as _, ngettext, ngettext_lazy

from applications.formbuilder.base import (
    RAW_PREFIX,
    REQUIRED,
    ROWS,
    Cell,
    Column,
    FieldContext,
    FieldType,
    Kind,
    SettingsT,
    Words,
)
from applications.formbuilder.numbers import plain
from applications.formbuilder.registry import field_types
from applications.formbuilder.row_field import Child, Fault, RowsField
from applications.formbuilder.rows import Bounds, Row, rows_of
from applications.formbuilder.schema import JsonValue, Operator, Question
from applications.formbuilder.totals import (
    Amounts,
    CellValues,
    OfferedTotal,
    Total,
    work_out,
)

COUNT = "rows"


class CompositeType(FieldType[SettingsT]):
    """Rows of the same questions; JSON the list described in `rows`.

    Subclasses say what a row asks, which rows are always there, what is added up and what is wrong
    with the whole. The engine evaluates each row as a small form of its own.
    """

    family = ROWS
    is_nestable = False
    required_words = _("“%(label)s”: fill in at least one row.")
    operators: ClassVar[frozenset[Operator]] = frozenset({"empty"})
    kind: ClassVar[Kind] = "none"
    child_types: ClassVar[tuple[str, ...]] = ()
    nests_questions: ClassVar[bool] = True
    has_conditions: ClassVar[bool] = True

    # --- What the rows are ------------------------------------------------------------------

    @classmethod
    def may_hold(cls, field_type: FieldType[Any]) -> bool:
        """Tell whether a row may ask a question of this type."""
        return field_type.is_nestable and (
            not cls.child_types or field_type.code in cls.child_types
        )

    def children(self, question: Question) -> tuple[Question, ...]:
        """Return every question a row may ask."""
        return question.questions

    def fixed_rows(self, question: Question) -> dict[str, str]:
        """Return the rows that are always there, with their words."""
        return {}

    def asked_in_fixed(self, question: Question) -> tuple[str, ...] | None:
        """Return the children a row always there asks; `None` for all."""
        return None

    def asked_in_free(self, question: Question) -> tuple[str, ...] | None:
        """Return the children an added row asks; `None` for all."""
        return None

    def row_bounds(self, question: Question) -> Bounds:
        """Return how many rows people may add."""
        return Bounds()

    def limits(self, question: Question) -> list[str | SafeString]:
        """How many rows the editor asks for."""
        bounds, found = self.row_bounds(question), list[str | SafeString]()
        if bounds.is_open and bounds.minimum > 1:
            words = ngettext("%(count)d row at least.", "%(count)d rows at least.", bounds.minimum)
            found.append(words % {"count": bounds.minimum})
        if bounds.is_open and question.settings.get("maximum_rows"):
            words = ngettext("%(count)d row at most.", "%(count)d rows at most.", bounds.maximum)
            found.append(words % {"count": bounds.maximum})
        return found

    def totals(self, question: Question) -> tuple[Total, ...]:
        """Return the numbers worked out from the rows."""
        return (Total(COUNT, _("number of rows"), "integer", {"count": True}, is_referable=True),)

    def offered_totals(self) -> list[OfferedTotal]:
        """Describe to the editor's scripts the totals `derived` will give; see `vocabulary`."""
        return [OfferedTotal(COUNT, _("number of rows"), "integer")]

    # --- Words of a row ---------------------------------------------------------------------

    @abstractmethod
    def place(self, question: Question, row: str, number: int | str) -> str:
        """Say where a row is; `number` counts the rows people added."""

    def add_words(self, question: Question) -> str:
        """Return the words of the button that adds a row."""
        return gettext("Add a row")

    def first_rows(self, question: Question) -> int:
        """Return how many blank rows are shown before anything is typed."""
        return int(question.is_required and not self.fixed_rows(question))

    def cell_label(self, question: Question, row: str, child: Question) -> str:
        """Return what a cell asks."""
        return child.label

    def places(self, question: Question, rows: Sequence[Row]) -> list[str]:
        """Say where each row is."""
        fixed, number, found = self.fixed_rows(question), 0, []
        for row in rows:
            number += row["id"] not in fixed
            found.append(self.place(question, row["id"], number))
        return found

    # --- The form ---------------------------------------------------------------------------

    def form_field(self, question: Question, ctx: FieldContext) -> RowsField:
        """One field for all the rows; the questions' own fields are built once."""
        return RowsField(
            children=[
                Child(child, field_type, self.child_field(child, field_type, ctx, question))
                for child in self.children(question)
                if (field_type := field_types.get(child.type)).is_input
            ],
            fixed=dict.fromkeys(self.fixed_rows(question), self.asked_in_fixed(question)),
            free=self.asked_in_free(question),
            **self.common(question, ctx),
        )

    def child_field(
        self, child: Question, field_type: FieldType[Any], ctx: FieldContext, question: Question
    ) -> forms.Field:
        """Return the field of one cell."""
        return field_type.form_field(child, ctx)

    def seconds(self, question: Question) -> int:
        """What its rows take: those always there, then as few of the others as it accepts."""
        bounds, fixed = self.row_bounds(question), self.fixed_rows(question)
        added = max(bounds.minimum, int(not fixed)) if bounds.is_open else 0
        rows = [self.asked_in_fixed(question)] * len(fixed) + [self.asked_in_free(question)] * added
        return self.answer_seconds + sum(
            field_types.get(child.type).seconds(child)
            for asked in rows
            for child in self.children(question)
            if asked is None or child.id in asked
        )

    def whole_faults(
        self, question: Question, rows: Sequence[Row], amounts: Amounts
    ) -> list[Fault]:
        """Return what is wrong with the answer as a whole: too few rows, too many."""
        bounds, fixed = self.row_bounds(question), self.fixed_rows(question)
        count = sum(row["id"] not in fixed for row in rows)
        if bounds.is_open and count < bounds.minimum:
            words = ngettext_lazy(
                "“%(label)s”: %(minimum)d row at least.",
                "“%(label)s”: %(minimum)d rows at least.",
                "minimum",
            )
            return [Fault(ValidationError(words, REQUIRED, {"minimum": bounds.minimum}))]
        if count > bounds.maximum:
            words = ngettext_lazy(
                "“%(label)s”: %(maximum)d row at most. Remove those that are too many.",
                "“%(label)s”: %(maximum)d rows at most. Remove those that are too many.",
                "maximum",
            )
            return [Fault(ValidationError(words, "too_many", {"maximum": bounds.maximum}))]
        return []

    # --- The value --------------------------------------------------------------------------

    def to_json(self, cleaned: Any) -> JsonValue:
        """The rows."""
        return list(cleaned) or None

    def is_answered(self, value: JsonValue) -> bool:
        """Tell whether there is a row."""
        return bool(rows_of(value))

    def comparable(self, value: JsonValue) -> int:
        """The number of rows."""
        return len(rows_of(value))

    def hides(self, question: Question) -> bool:
        """Masked copies hide it all as soon as one cell is always masked."""
        return super().hides(question) or any(
            field_types.get(child.type).hides(child) for child in self.children(question)
        )

    # --- Words, exports ---------------------------------------------------------------------

    def display(self, value: JsonValue, question: Question) -> list[str]:
        """One line per row."""
        rows = rows_of(value)
        places = self.places(question, rows)
        return [
            pair(place, ", ".join(self.row_words(question, row)))
            for place, row in zip(places, rows, strict=True)
        ]

    def row_words(self, question: Question, row: Row) -> list[str]:
        """Say each cell of a row that has an answer."""
        return [
            pair(self.cell_label(question, row["id"], child), words)
            for child in self.children(question)
            if (words := cell_words(child, row["answers"]))
        ]

    def export_columns(self, question: Question) -> list[Column]:
        """The number of rows, then one column per child with a line per row, then the totals."""
        return [
            Column(f"{question.id}.{COUNT}", f"{question.label} – {gettext('number of rows')}"),
            *(
                Column(f"{question.id}.{child.id}", f"{question.label} – {child.label}")
                for child in self.exported(question)
            ),
            *(
                Column(f"{question.id}.{total.name}.total", f"{question.label} – {total.label}")
                for total in self.totals(question)
                if total.name != COUNT
            ),
        ]

    def export_cells(self, value: JsonValue, question: Question) -> list[Cell]:
        """What the columns say."""
        rows = rows_of(value)
        if not rows:
            return [None for _column in self.export_columns(question)]
        amounts = self.amounts(value, question)
        columns = [
            [cell_words(child, row["answers"]) for row in rows] for child in self.exported(question)
        ]
        return [
            len(rows),
            *("\n".join(column) if any(column) else None for column in columns),
            *(
                number(amounts[total.name])
                for total in self.totals(question)
                if total.name != COUNT
            ),
        ]

    def exported(self, question: Question) -> list[Question]:
        """Return the children an export has a column for."""
        return [
            child
            for child in self.children(question)
            if field_types.get(child.type).is_input or field_types.get(child.type).is_computed
        ]

    def amounts(self, value: JsonValue, question: Question) -> Amounts:
        """Work out the totals of a filed answer: every cell of it counts."""
        children = self.exported(question)
        rows = [
            CellValues(
                row["id"], {child.id: cell_value(child, row["answers"]) for child in children}
            )
            for row in rows_of(value)
        ]
        return work_out(self.totals(question), rows)

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """A list of rows, each with its id and its answers."""
        answers = {
            child.id: field_types.get(child.type).json_schema(child)
            for child in self.exported(question)
        }
        return {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "answers"],
                "additionalProperties": False,
                "properties": {
                    "id": {"type": "string"},
                    "answers": {
                        "type": "object",
                        "minProperties": 1,
                        "additionalProperties": False,
                        "properties": answers,
                    },
                },
            },
        }

    def sample(self, question: Question) -> JsonValue:
        """Every row always there, and one or as many as needed of the others."""
        bounds = self.row_bounds(question)
        free = min(max(bounds.minimum, 1), bounds.maximum)
        asked = [(row, self.asked_in_fixed(question)) for row in self.fixed_rows(question)]
        asked += [(f"row-{index}", self.asked_in_free(question)) for index in range(free)]
        rows = []
        for row, children in asked:
            answers = self.sample_row(question, children)
            if answers:
                rows.append(Row(id=row, answers=answers))
        return rows or None

    def variant(self, question: Question, draw: Random) -> JsonValue:
        """One more row or two where people add some, each with answers of its own."""
        bounds, fixed = self.row_bounds(question), self.fixed_rows(question)
        rows = rows_of(self.sample(question))
        free = [row for row in rows if row["id"] not in fixed]
        added = draw.randint(0, 2) if free and self.nests_questions else 0
        for number in range(len(free), min(len(free) + added, bounds.maximum)):
            rows.append(Row(id=f"row-{number}", answers=dict(free[-1]["answers"])))
        if not self.nests_questions:
            return rows or None
        children = {child.id: child for child in self.children(question)}
        for row in rows:
            for name in row["answers"]:
                child = children[name]
                row["answers"][name] = field_types.get(child.type).variant(child, draw)
        return rows or None

    def sample_row(self, question: Question, asked: Sequence[str] | None) -> dict[str, JsonValue]:
        """Return a valid answer to each child a row asks."""
        return {
            child.id: value
            for child in self.children(question)
            if (asked is None or child.id in asked)
            and (value := field_types.get(child.type).sample(child)) is not None
        }


def nests_questions(field_type: FieldType[Any]) -> bool:
    """Tell whether the editor writes the questions of the rows."""
    return isinstance(field_type, CompositeType) and field_type.nests_questions


def cell_words(child: Question, answers: Mapping[str, JsonValue]) -> str:
    """Say one cell in words; what could not be read is said as typed."""
    raw, value = answers.get(RAW_PREFIX + child.id), answers.get(child.id)
    if raw is not None:
        return field_types.get(child.type).typed(raw, child)
    field_type = field_types.get(child.type)
    if not field_type.is_answered(value):
        return ""
    try:
        shown = field_type.display(value, child)
    except (ValueError, TypeError, AttributeError, KeyError, ArithmeticError):
        return str(value)
    return ", ".join(shown) if isinstance(shown, list) else str(shown)


def cell_value(child: Question, answers: Mapping[str, JsonValue]) -> Any:
    """Return the comparable value of one cell, or nothing."""
    field_type, value = field_types.get(child.type), answers.get(child.id)
    if not field_type.is_answered(value):
        return None
    try:
        return field_type.comparable(value)
    except (ValueError, TypeError, AttributeError, ArithmeticError):
        return None


def number(amount: Any) -> Cell:
    """Return a total for a spreadsheet."""
    return None if amount is None else float(amount)


def total_words(total: Total, amount: Any, label: str = "") -> str:
    """Say a total as its type does."""
    if amount is None:
        return ""
    shown = field_types.get(total.type).display(
        plain(amount), Question(id=total.name, type=total.type, label=label)
    )
    return str(shown)


def pair(label: str, value: str) -> str:
    """Say something and its name."""
    return gettext("%(label)s: %(value)s") % {"label": label, "value": value}


def place_of(place: str, message: Words) -> str:
    """Say what is wrong, and where."""
    return gettext("%(place)s, %(message)s") % {"place": place, "message": message}
