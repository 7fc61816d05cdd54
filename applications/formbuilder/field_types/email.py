"""An e-mail address."""

from django import forms
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from applications.formbuilder.base import CONTACT, EQUALITY, EditorFields, FieldContext, FieldType
from applications.formbuilder.personal import PersonalSettings, someone_else
from applications.formbuilder.schema import JsonValue, Question


class EmailType(FieldType[PersonalSettings]):
    """An address someone reads."""

    code = "email"
    label = _("E-mail address")
    description = _("An address to write to, with its shape checked.")
    synonyms = _("mail, e-mail, contact, message")
    answer_seconds = 15
    icon = "mail"
    family = CONTACT
    settings_model = PersonalSettings
    operators = EQUALITY
    kind = "text"

    def editor_fields(self) -> EditorFields:
        """Whose address it is."""
        return EditorFields(rare=[someone_else()])

    def form_field(self, question: Question, ctx: FieldContext) -> forms.Field:
        """An e-mail keyboard, and our message."""
        attrs = {"spellcheck": "false", **self.settings(question).autocomplete("email")}
        field = forms.CharField(widget=forms.EmailInput(attrs=attrs), **self.common(question, ctx))
        wrong = _("“%(label)s”: write an address like name@example.org.")
        field.validators = [EmailValidator(wrong)]
        return field

    def comparable(self, value: JsonValue) -> str:
        """Addresses compare without case."""
        return str(value).strip().casefold()

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """An e-mail address."""
        return {"type": "string", "format": "email"}

    def sample(self, question: Question) -> JsonValue:
        """An address of the example domain."""
        return "camille.martin@example.org"
