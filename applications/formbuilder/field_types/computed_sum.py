"""A total, shown and never typed."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from applications.formbuilder.base import COMPUTED, EditorFields, Settings
from applications.formbuilder.field_types.number import NumericValue
from applications.formbuilder.numbers import plain
from applications.formbuilder.schema import JsonValue, Question
from applications.formbuilder.technical_blocks import QuestionRefBlock
from cms.core.templatetags.portal import euros


class ComputedSumSettings(Settings):
    """The questions added, and those taken away."""

    terms: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()


class ComputedSumType(NumericValue[ComputedSumSettings]):
    """The sum of amounts or of other sums; unanswered ones count for nothing."""

    code = "computed_sum"
    label = _("Computed total")
    description = _("Adds up earlier answers: nobody types it.")
    synonyms = _("sum, addition, calculation, total, automatic")
    answer_seconds = 0
    icon = "plus"
    family = COMPUTED
    settings_model = ComputedSumSettings
    layout = "computed"
    is_input = False
    is_computed = True
    reference_settings = ("terms", "minus")
    referable_kinds = frozenset({"number"})

    def editor_fields(self) -> EditorFields:
        """What is added is the question; what is taken away is rare."""
        term = QuestionRefBlock(kinds=["number"], label=_("Question"))
        return EditorFields(
            always=[("terms", blocks.ListBlock(term, label=_("Added")))],
            rare=[("minus", blocks.ListBlock(term, label=_("Taken away")))],
        )

    def show(self, number: Decimal) -> str:
        """« 1 500 € »."""
        return euros(number)

    def compute(self, question: Question, value_of: Callable[[str], Any]) -> JsonValue:
        """The sum, or nothing while no term has an answer."""
        signed = [(1, item) for item in question.settings.get("terms", ())]
        signed += [(-1, item) for item in question.settings.get("minus", ())]
        values = [(sign, value_of(item)) for sign, item in signed]
        known = [sign * value for sign, value in values if value is not None]
        return plain(sum(known, Decimal(0))) if known else None

    def live(self, question: Question) -> dict[str, JsonValue]:
        """What is added and taken away."""
        settings = self.settings(question)
        return {"sum": settings.model_dump(mode="json"), "shown_as": "amount"}

    def sample(self, question: Question) -> JsonValue:
        """Computed from the other samples."""
        return None
