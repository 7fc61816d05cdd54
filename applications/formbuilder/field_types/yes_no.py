"""Yes or no."""

from random import Random
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from applications.formbuilder.base import CHOICES, FieldContext, Settings
from applications.formbuilder.field_types.boolean import BooleanValue
from applications.formbuilder.schema import JsonValue, Question

ANSWERS = [("yes", _("Yes")), ("no", _("No"))]

HALF = 0.5


class YesNoSettings(Settings):
    """Nothing to set."""


class YesNoType(BooleanValue[YesNoSettings]):
    """A question answered by « Oui » or « Non », neither chosen beforehand; JSON boolean."""

    code = "yes_no"
    label = _("Yes or no")
    description = _("One of two answers.")
    synonyms = _("boolean, true, false, question")
    answer_seconds = 5
    icon = "check"
    family = CHOICES
    settings_model = YesNoSettings
    required_words = _("“%(label)s”: answer yes or no.")

    def form_field(self, question: Question, ctx: FieldContext) -> forms.Field:
        """Two radios side by side."""
        return yes_no_field(self.common(question, ctx))

    def to_json(self, cleaned: str) -> JsonValue:
        """A boolean."""
        return {"yes": True, "no": False}.get(cleaned)

    def from_json(self, value: JsonValue) -> str | None:
        """The radio's value."""
        return {True: "yes", False: "no"}.get(value) if isinstance(value, bool) else None

    def values(self, question: Question) -> frozenset[Any] | None:
        """Yes and no."""
        return frozenset([True, False])

    def display(self, value: JsonValue, question: Question) -> str:
        """« Oui » or « Non »."""
        return gettext("Yes") if value else gettext("No")

    def variant(self, question: Question, draw: Random) -> JsonValue:
        """Yes or no."""
        return draw.random() < HALF


def yes_no_field(common: dict[str, Any]) -> forms.ChoiceField:
    """Return the two radios; eligibility criteria use them too."""
    widget = forms.RadioSelect()
    field = forms.ChoiceField(choices=ANSWERS, widget=widget, **common)
    field.error_messages["invalid_choice"] = _("“%(label)s”: choose one of the answers.")
    return field
