"""The rows of a composite question as the templates of a step lay them out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from applications.formbuilder.base import FieldContext, Words
from applications.formbuilder.composite import CompositeType, total_words
from applications.formbuilder.plan_rules import PlanSettings
from applications.formbuilder.plan_views import PlanView, TotalView, plan_view
from applications.formbuilder.row_field import Fault, RowForm, RowsField, RowsReading, TypedRow
from applications.formbuilder.row_states import amounts_of, composite, row_state
from applications.formbuilder.rows import BLANK_ROW, MOST_COLUMNS, Row, new_row_id
from applications.formbuilder.schema import Question
from applications.formbuilder.states import CompiledQuestion, State
from applications.formbuilder.step_items import StepItem, step_item
from applications.formbuilder.totals import Amounts

NUMBER = "__number__"
"""Stands for the number of a row in the words the browser completes."""


@dataclass(slots=True)
class RowView:
    """One row: its words, the ids of the page, its cells."""

    id: str
    title: str
    anchor: str
    items: list[StepItem]
    label: str = ""
    is_fixed: bool = False
    is_requested: bool = False

    @property
    def item(self) -> StepItem:
        """The only cell of a row that has one."""
        return self.items[0]


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column of a table: its words, its total."""

    label: str | SafeString
    hint: str | SafeString
    is_required: bool
    total: TotalView | None


@dataclass(slots=True)
class RowsView:
    """All a template needs to lay out one composite question."""

    question: Question
    name: str
    id: str
    label: str | SafeString
    hint: Words
    is_required: bool
    errors: list[str]
    rows: list[RowView]
    blank: RowView | None
    add_label: str
    title_pattern: str
    maximum: int
    is_full: bool
    totals: dict[str, TotalView]
    columns: list[ColumnView]
    plan: PlanView | None = None

    @property
    def described_by(self) -> str:
        """The ids of what describes the whole."""
        ids = [f"{self.id}_helptext"] if self.hint else []
        return " ".join([*ids, f"{self.id}_error"] if self.errors else ids)

    @property
    def free(self) -> list[RowView]:
        """The rows people added."""
        return [row for row in self.rows if not row.is_fixed]

    @property
    def has_totals(self) -> bool:
        """Whether a column is added up."""
        return any(column.total for column in self.columns)

    @property
    def has_many_columns(self) -> bool:
        """Whether there are too many columns to stand side by side."""
        return len(self.columns) > MOST_COLUMNS

    @property
    def title(self) -> str:
        """The heading of the rows of a table."""
        return str(self.question.settings.get("row_heading") or gettext("Row"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a composite question holds when it is shown: its rows, what is wrong, what is around."""

    item: CompiledQuestion
    field: RowsField
    reading: RowsReading
    faults: Sequence[Fault]
    state: State
    name: str
    context: FieldContext
    added: str = ""
    is_locked: bool = False

    @property
    def id(self) -> str:
        """The id of the whole in the page."""
        return f"id_{self.name}"

    @property
    def type(self) -> CompositeType[Any]:
        """The type of the question."""
        return composite(self.item)

    def view(self) -> RowsView:
        """Lay everything out."""
        question, kind = self.item.question, self.type
        bounds = kind.row_bounds(question)
        shown = self.shown_rows()
        free = sum(row.id not in self.field.fixed for row in shown)
        is_open = bounds.is_open and not self.is_locked
        pattern = kind.place(question, BLANK_ROW, NUMBER)
        settings, totals, rows = kind.settings(question), self.totals(), list(self.row_views(shown))
        return RowsView(
            question=question,
            name=self.name,
            id=self.id,
            label=self.context.words(f"{question.id}.label", question.label),
            hint=self.field.help_text,
            is_required=question.is_required,
            errors=[
                str(message)
                for fault in self.faults
                if not fault.child
                for message in fault.error.messages
            ],
            rows=rows,
            blank=self.row_view(TypedRow(BLANK_ROW, {}), pattern, {}) if is_open else None,
            add_label=kind.add_words(question),
            title_pattern=pattern,
            maximum=bounds.maximum,
            is_full=free >= bounds.maximum,
            totals=totals,
            columns=self.columns(totals),
            plan=plan_view(settings, self.amounts(), totals, {row.id: row for row in rows})
            if isinstance(settings, PlanSettings)
            else None,
        )

    # --- Rows -------------------------------------------------------------------------------

    def shown_rows(self) -> list[TypedRow]:
        """Return the rows to show: those typed, and blank ones up to what is expected."""
        question, rows = self.item.question, list(self.reading.typed)
        bounds, fixed = self.type.row_bounds(question), self.field.fixed
        missing = max(bounds.minimum, self.type.first_rows(question))
        missing -= sum(row.id not in fixed for row in rows)
        if self.is_locked or not bounds.is_open:
            return rows
        rows += [TypedRow(new_row_id(), {}) for _row in range(missing)]
        if self.added and all(row.id != self.added for row in rows):
            rows.append(TypedRow(self.added, {}))
        return rows

    def row_views(self, shown: Sequence[TypedRow]) -> Iterator[RowView]:
        """Yield each row with what it shows now."""
        answers = {row["id"]: row["answers"] for row in self.reading.rows}
        titles = self.type.places(self.item.question, [Row(id=row.id, answers={}) for row in shown])
        for row, title in zip(shown, titles, strict=True):
            yield self.row_view(row, title, answers.get(row.id, {}))

    def row_view(self, row: TypedRow, title: str, answers: Mapping[str, Any]) -> RowView:
        """Return one row."""
        return RowView(
            id=row.id,
            title=title,
            anchor=f"q-{self.item.question.id}-{row.id}",
            items=list(self.items(row, answers)),
            is_fixed=row.id in self.field.fixed,
        )

    def items(self, row: TypedRow, answers: Mapping[str, Any]) -> Iterator[StepItem]:
        """Yield the cells of a row, hidden ones included, as the lines of a step."""
        state = row_state(self.item, answers, self.state.values)
        form = self.row_form(row)
        for child in self.item.children:
            question = child.question
            if child.type.is_input and question.id not in form.fields:
                continue
            line = step_item(child, state, self.context)
            line.is_locked = self.is_locked
            if child.type.is_input:
                line.bound = form[question.id]
            else:
                line.error = next(
                    (str(one.messages[0]) for one in self.own_errors(row.id, question.id)), ""
                )
            yield line

    def row_form(self, row: TypedRow) -> RowForm:
        """Return the form that shows a row, with its own refusals."""
        form = self.field.row_form(row.id)(initial=dict(row.typed), prefix=f"{self.name}-{row.id}")
        for key, asked in form.fields.items():
            asked.disabled = self.is_locked
            errors = self.own_errors(row.id, key)
            if errors:
                form.errors[key] = form.error_class(errors)
        return form

    def own_errors(self, row: str, child: str) -> list[ValidationError]:
        """Return what is wrong with one cell, in its own words."""
        return [
            fault.own or fault.error
            for fault in self.faults
            if fault.row == row and fault.child == child
        ]

    def bound(self, fault: Fault) -> BoundField | None:
        """Return the field a refusal is about, if it is about one."""
        row = next((one for one in self.reading.typed if one.id == fault.row), None)
        form = self.row_form(row) if row is not None else None
        return form[fault.child] if form is not None and fault.child in form.fields else None

    def columns(self, totals: Mapping[str, TotalView]) -> list[ColumnView]:
        """Return the columns of a table."""
        return [
            ColumnView(
                label=self.context.words(f"{child.question.id}.label", child.question.label),
                hint=child.type.hint(child.question, self.context),
                is_required=child.question.is_required,
                total=totals.get(child.question.id),
            )
            for child in self.item.children
        ]

    # --- Totals -----------------------------------------------------------------------------

    def amounts(self) -> Amounts:
        """Return the totals as the rows stand."""
        around = self.state.values
        return amounts_of(
            self.item,
            [(row, row_state(self.item, row["answers"], around)) for row in self.reading.rows],
        )

    def totals(self) -> dict[str, TotalView]:
        """Return every total in words."""
        amounts = self.amounts()
        return {
            total.name: TotalView(
                f"{self.item.question.id}.{total.name}",
                str(total.label),
                total_words(total, amounts[total.name]),
            )
            for total in self.item.totals
        }
