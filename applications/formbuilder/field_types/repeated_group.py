"""The same questions as many times as needed: the members of a household, the partners."""

from typing import Any

from django.utils.translation import gettext, gettext_lazy as _
from wagtail import blocks

from applications.formbuilder.base import EditorFields, FieldType, Settings, Words
from applications.formbuilder.composite import CompositeType
from applications.formbuilder.registry import field_types
from applications.formbuilder.rows import MOST_ROWS, Bounds
from applications.formbuilder.schema import Question
from applications.formbuilder.totals import OfferedTotal, Total

DEFAULT_MOST = 20


class RowsSettings(Settings):
    """How many rows people may add, and what one is called."""

    minimum_rows: int = 0
    maximum_rows: int | None = None
    row_label: str = ""
    add_label: str = ""


def bounds_blocks() -> list[tuple[str, blocks.Block]]:
    """Return the editor's blocks of the bounds."""
    return [
        (
            "minimum_rows",
            blocks.IntegerBlock(label=_("Rows at least"), min_value=0, max_value=MOST_ROWS),
        ),
        (
            "maximum_rows",
            blocks.IntegerBlock(label=_("Rows at most"), min_value=1, max_value=MOST_ROWS),
        ),
    ]


def bounds_problems(settings: RowsSettings) -> list[Words]:
    """Say when the bounds leave no room, or too much."""
    if settings.maximum_rows is not None and settings.minimum_rows > settings.maximum_rows:
        return [_("The smallest number of rows is larger than the largest one.")]
    if max(settings.minimum_rows, settings.maximum_rows or 0) > MOST_ROWS:
        return [_("A hundred rows at most can be filled in.")]
    return []


def is_summable(field_type: FieldType[Any]) -> bool:
    """Tell whether adding the answers of several rows means something."""
    return field_type.kind == "number" and field_type.code != "percentage"


def numbered(name: str, number: int | str) -> str:
    """Name a row by its place among those people added."""
    return gettext("%(name)s %(number)s") % {"name": name or gettext("Row"), "number": number}


def column_total(child: Question) -> Total:
    """Return the sum of the answers to one child over the rows."""
    words = gettext("total of “%(label)s”") % {"label": child.label}
    return Total(child.id, words, child.type, {"sum": [child.id]}, is_referable=True)


def offered_sums(*, unless: str = "") -> OfferedTotal:
    """Describe the sums of the columns, for the editor's scripts."""
    words = gettext("total of “%(label)s”") % {"label": "{label}"}
    summable = tuple(one.code for one in field_types if is_summable(one))
    return OfferedTotal("", words, of_each=summable, unless=unless)


class RepeatedGroupType(CompositeType[RowsSettings]):
    """Questions asked once per row; conditions look at the row, then at the form."""

    code = "repeated_group"
    label = _("Repeated group of questions")
    description = _("The same questions asked again for each person, partner or stay.")
    synonyms = _("rows, list, several, add, partners, children, repeat")
    answer_seconds = 10
    icon = "list-ol"
    settings_model = RowsSettings
    layout = "group"
    text_settings = ("row_label", "add_label")

    def editor_fields(self) -> EditorFields:
        """What a row is called is the group; its bounds are rare."""
        return EditorFields(
            always=[
                (
                    "row_label",
                    blocks.CharBlock(
                        default="",
                        required=False,
                        label=_("What one row is"),
                        help_text=_("For example “Member of the household”."),
                    ),
                )
            ],
            rare=[
                *bounds_blocks(),
                (
                    "add_label",
                    blocks.CharBlock(default="", label=_("Words of the “Add” button")),
                ),
            ],
        )

    def settings_problems(self, settings: RowsSettings) -> list[Words]:
        """Bounds must leave room."""
        return bounds_problems(settings)

    def row_bounds(self, question: Question) -> Bounds:
        """From the settings; twenty rows when nothing is said."""
        settings = self.settings(question)
        return Bounds(settings.minimum_rows, settings.maximum_rows or DEFAULT_MOST)

    def totals(self, question: Question) -> tuple[Total, ...]:
        """The number of rows, and the sum of each number asked."""
        return (
            *super().totals(question),
            *(
                column_total(child)
                for child in question.questions
                if is_summable(field_types.get(child.type))
            ),
        )

    def offered_totals(self) -> list[OfferedTotal]:
        """The number of rows, and the sum of each number asked."""
        return [*super().offered_totals(), offered_sums()]

    def add_words(self, question: Question) -> str:
        """The editor's words."""
        return self.settings(question).add_label or super().add_words(question)

    def place(self, question: Question, row: str, number: int | str) -> str:
        """« Membre du foyer 2 »."""
        return numbered(self.settings(question).row_label, number)
