"""A calculation over other answers, shown and never typed."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from applications.formbuilder import formulas
from applications.formbuilder.base import COMPUTED, EditorFields, Settings, Words
from applications.formbuilder.field_types.number import NumericValue
from applications.formbuilder.numbers import localized
from applications.formbuilder.schema import JsonValue, Question
from applications.formbuilder.technical_blocks import FormulaBlock
from cms.core.templatetags.portal import euros

NO_BREAK_SPACE = "\u00a0"
SHOWN_AS = [
    ("number", _("a number")),
    ("amount", _("an amount in euros")),
    ("percentage", _("a percentage")),
]


class ComputedValueSettings(Settings):
    """The calculation, its answers named by id, and how its result is written."""

    formula: str = ""
    shown_as: Literal["number", "amount", "percentage"] = "number"


class ComputedValueType(NumericValue[ComputedValueSettings]):
    """The result of a formula; see `formulas` for what it may say."""

    code = "computed_value"
    label = _("Computed value")
    description = _("Works out a number from earlier answers: nobody types it.")
    synonyms = _("calculation, formula, rate, ratio, automatic, spreadsheet")
    answer_seconds = 0
    icon = "plus-inverse"
    family = COMPUTED
    settings_model = ComputedValueSettings
    layout = "computed"
    is_input = False
    is_computed = True
    referable_kinds = frozenset({"number"})

    def editor_fields(self) -> EditorFields:
        """The calculation and how to write its result are the question."""
        shown_as = blocks.ChoiceBlock(choices=SHOWN_AS, default="number", label=_("Shown as"))
        return EditorFields(
            always=[("formula", FormulaBlock(label=_("Calculation"))), ("shown_as", shown_as)]
        )

    def settings_problems(self, settings: ComputedValueSettings) -> list[Words]:
        """The calculation must be understood, and look at an answer."""
        try:
            formulas.parse(settings.formula)
        except formulas.FormulaError as error:
            return [str(error)]
        if not formulas.references(settings.formula):
            return [_("It uses no answer.")]
        return []

    def references(self, question: Question) -> list[str]:
        """Return the questions between braces."""
        return formulas.references(str(question.settings.get("formula") or ""))

    def show(self, number: Decimal) -> str:
        """The number as the language writes it."""
        return localized(number)

    def display(self, value: JsonValue, question: Question) -> str:
        """« 1 500 € », « 12,5 % », « 12,5 »."""
        number, shown_as = Decimal(str(value)), question.settings.get("shown_as")
        if shown_as == "amount":
            return euros(number)
        shown = localized(number)
        return f"{shown}{NO_BREAK_SPACE}%" if shown_as == "percentage" else shown

    def compute(self, question: Question, value_of: Callable[[str], Any]) -> JsonValue:
        """The result, or nothing without one."""
        try:
            term = formulas.parse(str(question.settings.get("formula") or ""))
        except formulas.FormulaError:
            return None
        return formulas.result(term, value_of)

    def live(self, question: Question) -> dict[str, JsonValue]:
        """The tree of the calculation, and how its result is written."""
        settings = self.settings(question)
        tree = formulas.parse(settings.formula).as_json()
        return {"formula": tree, "shown_as": settings.shown_as}

    def sample(self, question: Question) -> JsonValue:
        """Computed from the other samples."""
        return None
