"""A country."""

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.formbuilder.base import (
    CONTACT,
    EQUALITY,
    Cell,
    Column,
    EditorFields,
    FieldContext,
    FieldType,
    Kind,
)
from applications.formbuilder.personal import PersonalSettings, someone_else
from applications.formbuilder.schema import JsonValue, Question
from applications.registries.countries import FRANCE, countries
from cms.core.lookup import folded


class CountryType(FieldType[PersonalSettings]):
    """A country of ISO 3166, France first; JSON its two letters."""

    code = "country"
    label = _("Country")
    description = _("A country of the world.")
    synonyms = _("state, abroad, destination, nation")
    answer_seconds = 15
    icon = "globe"
    family = CONTACT
    settings_model = PersonalSettings
    required_words = _("“%(label)s”: choose a country.")
    operators = EQUALITY
    kind: ClassVar[Kind] = "choice"
    purpose: ClassVar[str] = "country"

    def names(self) -> dict[str, str]:
        """Return what may be chosen, by code."""
        return countries()

    def editor_fields(self) -> EditorFields:
        """Whose country it is."""
        return EditorFields(rare=[someone_else()])

    def form_field(self, question: Question, ctx: FieldContext) -> forms.Field:
        """A list to unfold, where one types the first letters."""
        options: list[tuple[str, str | Promise]] = [("", _("Choose…")), *self.names().items()]
        attrs = self.settings(question).autocomplete(self.purpose)
        field = forms.ChoiceField(
            choices=options, widget=forms.Select(attrs), **self.common(question, ctx)
        )
        field.error_messages["invalid_choice"] = _("“%(label)s”: choose one of the answers.")
        return field

    def constant_from_text(self, text: str) -> JsonValue:
        """A code, or a name."""
        named = [code for code, name in self.names().items() if folded(name) == folded(text)]
        return named[0] if named else text.strip().upper()

    def accepts_constant(self, value: JsonValue, question: Question) -> bool:
        """The constant must be one of the codes."""
        return value in self.names()

    def offers(self, value: JsonValue, question: Question) -> bool:
        """Tell whether a code is one of the list."""
        return value in self.names()

    def display(self, value: JsonValue, question: Question) -> str:
        """Its name in the language being read."""
        return self.names().get(value, str(value))

    def export_columns(self, question: Question) -> list[Column]:
        """Its code, which no language changes, and its name."""
        return [
            Column(f"{question.id}.code", f"{question.label} – code"),
            Column(question.id, question.label),
        ]

    def export_cells(self, value: JsonValue, question: Question) -> list[Cell]:
        """The code and the name."""
        return [value, self.display(value, question)] if value else [None, None]

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """One of the codes."""
        return {"enum": list(self.names())}

    def sample(self, question: Question) -> Any:
        """France."""
        return FRANCE
