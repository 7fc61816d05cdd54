"""A table people fill in: columns, rows given by the editor or added, totals."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from applications.formbuilder.base import EditorFields, FieldContext, FieldType, Words
from applications.formbuilder.composite import CompositeType
from applications.formbuilder.field_types.repeated_group import (
    DEFAULT_MOST,
    RowsSettings,
    bounds_blocks,
    bounds_problems,
    column_total,
    is_summable,
    numbered,
    offered_sums,
)
from applications.formbuilder.registry import field_types
from applications.formbuilder.rows import Bounds
from applications.formbuilder.schema import JsonValue, Node, Question
from applications.formbuilder.technical_blocks import flag
from applications.formbuilder.totals import OfferedTotal, Total

COLUMNS = ("text", "integer", "decimal", "amount", "percentage", "choice")


def as_list(field: forms.Field) -> forms.Field:
    """Turn radio buttons into a list: a cell is small."""
    if isinstance(field, forms.ChoiceField) and isinstance(field.widget, forms.RadioSelect):
        options = [("", _("Choose…")), *list(field.widget.choices)]
        field.widget = forms.Select()
        field.choices = options
    return field


class FixedRow(Node):
    """A row the editor wrote."""

    id: str
    label: str


class TableSettings(RowsSettings):
    """The rows already there, how many may be added, whether columns are added up."""

    rows: tuple[FixedRow, ...] = ()
    row_heading: str = ""
    is_without_totals: bool = False


class TableType(CompositeType[TableSettings]):
    """A real table on a wide screen, cards on a phone; every column of numbers has its total."""

    code = "table"
    label = _("Table to fill in")
    description = _("Rows and columns to fill in, with totals.")
    synonyms = _("grid, rows, columns, spreadsheet, totals")
    answer_seconds = 10
    icon = "table"
    settings_model = TableSettings
    layout = "table"
    text_settings = ("row_label", "add_label", "row_heading")
    child_types = COLUMNS
    part_settings = ("rows",)
    has_conditions = False

    def editor_fields(self) -> EditorFields:
        """Rows already there stand beside the columns; the rest is rare."""
        row = blocks.CharBlock(default="", label=_("Row"))
        return EditorFields(
            always=[
                (
                    "rows",
                    blocks.ListBlock(
                        row,
                        default=[],
                        label=_("Rows already there"),
                        help_text=_("Without any, people add the rows themselves."),
                    ),
                )
            ],
            rare=[
                ("row_heading", blocks.CharBlock(default="", label=_("Heading of the rows"))),
                ("is_without_totals", flag(_("No totals"))),
                *bounds_blocks(),
                ("row_label", blocks.CharBlock(default="", label=_("What an added row is"))),
                (
                    "add_label",
                    blocks.CharBlock(default="", label=_("Words of the “Add” button")),
                ),
            ],
        )

    def settings_problems(self, settings: TableSettings) -> list[Words]:
        """Bounds must leave room; a row has a label."""
        found = bounds_problems(settings)
        if not all(row.label for row in settings.rows):
            found.append(_("A row has no label."))
        return found

    def fixed_rows(self, question: Question) -> dict[str, str]:
        """Those of the editor."""
        return {row["id"]: row["label"] for row in question.settings.get("rows", ())}

    def row_bounds(self, question: Question) -> Bounds:
        """Rows are added where the editor says so, or when none is already there."""
        settings = self.settings(question)
        most = 0 if settings.rows else DEFAULT_MOST
        return Bounds(settings.minimum_rows, settings.maximum_rows or most)

    def totals(self, question: Question) -> tuple[Total, ...]:
        """The number of rows filled in, and the sum of each column of numbers."""
        sums = tuple(
            column_total(column)
            for column in question.questions
            if is_summable(field_types.get(column.type))
        )
        is_without = bool(question.settings.get("is_without_totals"))
        return super().totals(question) if is_without else (*super().totals(question), *sums)

    def offered_totals(self) -> list[OfferedTotal]:
        """The number of rows filled in, and the sum of each column of numbers."""
        return [*super().offered_totals(), offered_sums(unless="is_without_totals")]

    def child_field(
        self, child: Question, field_type: FieldType[Any], ctx: FieldContext, question: Question
    ) -> forms.Field:
        """In a cell, a choice is a list."""
        return as_list(super().child_field(child, field_type, ctx, question))

    def parts(self, question: Question) -> dict[str, str]:
        """The rows already there."""
        return self.fixed_rows(question)

    def add_words(self, question: Question) -> str:
        """The editor's words."""
        return self.settings(question).add_label or super().add_words(question)

    def place(self, question: Question, row: str, number: int | str) -> str:
        """The row's own words, or its number."""
        fixed = self.fixed_rows(question).get(row)
        return fixed or numbered(self.settings(question).row_label, number)

    def map_texts(
        self, question: Question, change: Callable[[str, str], str]
    ) -> Mapping[str, JsonValue]:
        """The rows' labels are texts."""
        settings = dict(super().map_texts(question, change))
        if "rows" in settings:
            settings["rows"] = [
                {**row, "label": change(f"{row['id']}.label", row["label"])}
                for row in settings["rows"]
            ]
        return settings
