"""The Django field of a composite question: rows of the same questions, read without losing a word.

Cells are named `<question>-<row id>-<child>`; the rows of the page are listed, in order, under
`<question>-rows`. Child fields are built once and shared by every row.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from applications.formbuilder.base import RAW_PREFIX, FieldType
from applications.formbuilder.rows import Row, is_blank, known_ids, rows_of
from applications.formbuilder.schema import JsonValue, Question


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row as typed; a child that was not sent at all is absent."""

    id: str
    typed: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """One refusal inside a composite answer: why, in which row, at which child.

    `own` says it in the words of the cell alone, without its place.
    """

    error: ValidationError
    row: str = ""
    child: str = ""
    own: ValidationError | None = None


@dataclass(slots=True)
class RowsReading:
    """What a composite question was given: its rows, and what is wrong with their cells.

    `typed` are the rows as the page shows them again, blank ones included.
    """

    typed: list[TypedRow] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Child:
    """One question of the rows, with its type and its field."""

    question: Question
    type: FieldType[Any]
    field: forms.Field


def cell_name(name: str, row: str, child: str) -> str:
    """Return the name of one cell."""
    return f"{name}-{row}-{child}"


class RowForm(forms.Form):
    """Shows the cells of one row; `RowsField` reads them."""

    use_required_attribute = False


class RowsWidget(forms.Widget):
    """Reads the cells of every row; laying them out is the templates' work."""

    def __init__(self, owner: "RowsField") -> None:
        super().__init__()
        self.owner = owner

    @property
    def media(self) -> forms.Media:
        """The scripts the cells need."""
        fields = (child.field for child in self.owner.children.values())
        return sum((field.widget.media for field in fields), forms.Media())

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[TypedRow]:
        """Return the rows sent, the one whose « Retirer » was pressed left out."""
        listed = known_ids(one for one in sent_list(data, f"{name}-rows") if one)
        return [
            TypedRow(
                id=row,
                typed={
                    key: child.field.widget.value_from_datadict(
                        data, files, cell_name(name, row, key)
                    )
                    for key, child in self.owner.asked(row).items()
                    if not child.field.widget.value_omitted_from_data(
                        data, files, cell_name(name, row, key)
                    )
                },
            )
            for row in listed
            if row != data.get(f"{name}-remove")
        ]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Tell whether the page did not show this question."""
        return f"{name}-rows" not in data

    def id_for_label(self, id_: str) -> str:
        """Return nothing: rows have no single input."""
        return ""


class RowsField(forms.Field):
    """Rows of the same questions; `read` gives all that was typed and all that is wrong."""

    widget: RowsWidget

    def __init__(
        self,
        *,
        children: Iterable[Child],
        fixed: Mapping[str, Sequence[str] | None],
        free: Sequence[str] | None = None,
        **kwargs: Any,
    ) -> None:
        """`fixed` are the rows always there with the children each asks (`None`: all of them).

        `free` are the children of the others.
        """
        self.children = {child.question.id: child for child in children}
        self.fixed = {row: self._chosen(asked) for row, asked in fixed.items()}
        self.free = self._chosen(free)
        self.forms: dict[tuple[str, ...], type[RowForm]] = {}
        super().__init__(widget=RowsWidget(self), **kwargs)

    def _chosen(self, asked: Sequence[str] | None) -> dict[str, Child]:
        return self.children if asked is None else {key: self.children[key] for key in asked}

    def asked(self, row: str) -> dict[str, Child]:
        """Return the children one row asks, by id."""
        return self.fixed.get(row, self.free)

    def row_form(self, row: str) -> type[RowForm]:
        """Return the form that shows one row, built once; it never reads what is sent."""
        asked = tuple(self.asked(row))
        if asked not in self.forms:
            fields = {key: self.children[key].field for key in asked}
            self.forms[asked] = type("RowForm", (RowForm,), fields)
        return self.forms[asked]

    # --- Reading ----------------------------------------------------------------------------

    def read(self, value: Any, stored: JsonValue = None) -> RowsReading:
        """Read stored rows, or rows as typed; what was not sent keeps its stored answer."""
        before = {row["id"]: row["answers"] for row in rows_of(stored)}
        reading = RowsReading(self.typed_rows(value, before))
        for row in reading.typed:
            answers, faults = self._read_row(row)
            if answers:
                reading.rows.append(Row(id=row.id, answers=answers))
            if answers or row.id in self.fixed:
                reading.faults += faults
        return reading

    def typed_rows(
        self, value: Any, before: Mapping[str, Mapping[str, JsonValue]]
    ) -> list[TypedRow]:
        """Return every row as typed: those always there first, blank or not."""
        given = {row.id: row for row in (self._typed(item, before) for item in value or ()) if row}
        fixed = [given.pop(row, TypedRow(row, {})) for row in self.fixed]
        return [*fixed, *given.values()]

    def _typed(self, item: Any, before: Mapping[str, Mapping[str, JsonValue]]) -> TypedRow | None:
        if isinstance(item, TypedRow):
            return TypedRow(
                item.id, {**self._stored(item.id, before.get(item.id, {})), **item.typed}
            )
        for row in rows_of([item]):
            return TypedRow(row["id"], self._stored(row["id"], row["answers"]))
        return None

    def _stored(self, row: str, answers: Mapping[str, JsonValue]) -> dict[str, Any]:
        """Return what a person would have typed for the stored cells of a row."""
        return {key: typed(child, answers) for key, child in self.asked(row).items()}

    def _read_row(self, row: TypedRow) -> tuple[dict[str, JsonValue], list[Fault]]:
        answers: dict[str, JsonValue] = {}
        faults: list[Fault] = []
        for key, child in self.asked(row.id).items():
            sent = row.typed.get(key)
            try:
                value = child.type.to_json(child.field.clean(sent))
            except ValidationError as error:
                if not is_blank(sent):
                    answers[RAW_PREFIX + key] = sent
                faults += [Fault(one, row.id, key) for one in error.error_list]
                continue
            if child.type.is_answered(value):
                answers[key] = value
        return answers, faults

    def clean(self, value: Any) -> list[Row]:
        """Return the rows, or refuse what is wrong in them."""
        reading = self.read(value)
        if reading.faults:
            raise ValidationError([fault.error for fault in reading.faults])
        return reading.rows


def rows_field(field: forms.Field) -> RowsField:
    """Return the field of a composite question."""
    if not isinstance(field, RowsField):
        raise TypeError(field)
    return field


def typed(child: Child, answers: Mapping[str, JsonValue]) -> Any:
    """Return what a person would have typed for a stored cell."""
    raw = answers.get(RAW_PREFIX + child.question.id)
    if raw is not None:
        return raw
    value = answers.get(child.question.id)
    if not child.type.is_answered(value):
        return None
    try:
        return child.type.from_json(value)
    except (ValueError, TypeError, AttributeError, ArithmeticError):
        return value


def sent_list(data: Mapping[str, Any], name: str) -> list[str]:
    """Return every value sent under a name."""
    getlist = getattr(data, "getlist", None)
    if getlist is not None:
        return [str(one) for one in getlist(name)]
    value = data.get(name, [])
    return [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value)]
