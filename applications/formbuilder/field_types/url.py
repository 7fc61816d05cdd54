"""The address of a site."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from applications.formbuilder.base import CONTACT, EQUALITY, EditorFields, FieldContext, FieldType
from applications.formbuilder.personal import PersonalSettings, someone_else
from applications.formbuilder.schema import JsonValue, Question

SCHEMES = ["https", "http"]
HAS_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
LONGEST = 2_000


class UrlField(forms.CharField):
    """An address of the web; « www.exemple.fr » is completed."""

    def clean(self, value: object) -> str:
        """Return the whole address, or say what is wrong with it."""
        text = (super().clean(value) or "").strip()
        if text and not HAS_SCHEME.match(text):
            text = f"https://{text}"
        if text:
            self.check(text)
        return text

    def check(self, address: str) -> None:
        """Refuse what is no address of a site."""
        wrong = _("“%(label)s”: write the address of a site, like https://www.example.org.")
        if len(address) > LONGEST:
            raise ValidationError(wrong, code="invalid")
        URLValidator(schemes=SCHEMES, message=wrong)(address)


class UrlType(FieldType[PersonalSettings]):
    """A site or a page; JSON its whole address."""

    code = "url"
    label = _("Web address")
    description = _("The address of a site or a page.")
    synonyms = _("site, link, website, internet, URL, social network")
    answer_seconds = 20
    icon = "site"
    family = CONTACT
    settings_model = PersonalSettings
    operators = EQUALITY | {"contains"}
    kind = "text"

    def editor_fields(self) -> EditorFields:
        """Whose site it is."""
        return EditorFields(rare=[someone_else()])

    def form_field(self, question: Question, ctx: FieldContext) -> forms.Field:
        """An address keyboard, without the browser's own check."""
        attrs = {
            "inputmode": "url",
            "spellcheck": "false",
            "autocapitalize": "none",
            **self.settings(question).autocomplete("url"),
        }
        return UrlField(widget=forms.TextInput(attrs=attrs), **self.common(question, ctx))

    def comparable(self, value: JsonValue) -> str:
        """Addresses compare without case."""
        return str(value).strip().casefold()

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """An address with its scheme."""
        return {"type": "string", "format": "uri", "pattern": "^https?://"}

    def sample(self, question: Question) -> JsonValue:
        """A site of the example domain."""
        return "https://www.example.org"
