"""Several lines of text."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.formbuilder.base import FieldContext
from applications.formbuilder.field_types.text import LengthSettings, LengthType, bounded_text
from applications.formbuilder.schema import Question

SHORT = 500


class LongTextSettings(LengthSettings):
    """How long the text may be."""

    max_length: int = 5_000


class LongTextType(LengthType):
    """A description, a reason: several lines, with a counter in the browser."""

    code = "long_text"
    label = _("Long text")
    description = _("Several lines: a description, a reason, with a counter.")
    synonyms = _("paragraph, description, text area, free text, comment, letter")
    answer_seconds = 120
    icon = "list-ul"
    settings_model = LongTextSettings
    is_counted = True

    def form_field(self, question: Question, ctx: FieldContext) -> forms.Field:
        """A text area; a counter shows what is left."""
        settings: LongTextSettings = self.settings(question)
        rows = 4 if settings.max_length <= SHORT else 8
        return bounded_text(settings, self.common(question, ctx), forms.Textarea({"rows": rows}))
