"""An agreement people may refuse."""

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from applications.formbuilder.base import (
    STATEMENTS,
    FieldContext,
    Settings,
)
from applications.formbuilder.field_types.boolean import BooleanValue
from applications.formbuilder.schema import JsonValue, Question


class TickSettings(Settings):
    """Nothing to set."""


class TickType(BooleanValue[TickSettings]):
    """A sentence and its box, never ticked beforehand; JSON boolean."""

    family = STATEMENTS
    settings_model = TickSettings
    is_prefillable = False

    def form_field(self, question: Question, ctx: FieldContext) -> forms.Field:
        """A box after which the sentence stands."""
        return forms.BooleanField(widget=forms.CheckboxInput(), **self.common(question, ctx))


class ConsentType(TickType):
    """An agreement: refused when the box stays empty, unless the question is required."""

    code = "consent"
    label = _("Consent")
    description = _("A box to tick to accept something; it may be left blank.")
    synonyms = _("agree, accept, tick, personal data, GDPR, newsletter")
    answer_seconds = 10
    icon = "thumbtack"
    required_words = _("“%(label)s”: tick the box if you agree; you cannot go on without it.")

    def to_json(self, cleaned: bool) -> JsonValue:
        """Agreed, or refused."""
        return bool(cleaned)

    def display(self, value: JsonValue, question: Question) -> str:
        """« Accepté » or « Non accepté »."""
        return gettext("Agreed") if value else gettext("Not agreed")
