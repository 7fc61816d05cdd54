"""A telephone number."""

from django import forms
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField
from phonenumber_field.phonenumber import PhoneNumber

from applications.formbuilder.base import CONTACT, EditorFields, FieldContext, FieldType
from applications.formbuilder.personal import PersonalSettings, someone_else
from applications.formbuilder.schema import JsonValue, Question

HOME_REGION = "FR"


class PhoneType(FieldType[PersonalSettings]):
    """A French number, or an international one with its +; JSON E.164."""

    code = "phone"
    label = _("Telephone")
    description = _("A French or foreign number.")
    synonyms = _("phone, mobile, call, number, contact")
    answer_seconds = 15
    icon = "mobile-alt"
    family = CONTACT
    settings_model = PersonalSettings

    def editor_fields(self) -> EditorFields:
        """Whose number it is."""
        return EditorFields(rare=[someone_else()])

    def form_field(self, question: Question, ctx: FieldContext) -> forms.Field:
        """A telephone keyboard, and our message."""
        common = self.common(question, ctx)
        purpose = self.settings(question).autocomplete("tel")
        attrs = {"type": "tel", "data-width": "20", **purpose}
        common["error_messages"]["invalid"] = _(
            "“%(label)s”: write a number like 02 99 27 10 10, or +32 2 555 12 12 from abroad."
        )
        return PhoneNumberField(
            region=HOME_REGION,
            widget=forms.TextInput(attrs=attrs),
            **common,
        )

    def to_json(self, cleaned: PhoneNumber | str) -> JsonValue:
        """E.164."""
        return cleaned.as_e164 if isinstance(cleaned, PhoneNumber) else None

    def from_json(self, value: JsonValue) -> str | None:
        """What the person would have typed."""
        return readable(value) if value else None

    def display(self, value: JsonValue, question: Question) -> str:
        """In groups, national when French."""
        return readable(value)

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """E.164."""
        return {"type": "string", "pattern": r"^\+[1-9]\d{3,14}$"}

    def sample(self, question: Question) -> JsonValue:
        """A number reserved for fiction."""
        return "+33261910000"


def readable(value: str) -> str:
    """Write an E.164 number the way people read it; anything else as it is."""
    if not value.startswith("+"):
        return value
    number = PhoneNumber.from_string(value)
    return str(number.as_national if value.startswith("+33") else number.as_international)
