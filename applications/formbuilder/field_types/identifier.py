"""What identifiers with a check digit share."""

from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError

from applications.formbuilder.base import (
    CONTACT,
    EQUALITY,
    FieldContext,
    FieldType,
    Kind,
    Settings,
    Words,
)
from applications.formbuilder.schema import JsonValue, Question
from applications.registries.numbers import compact


class IdentifierSettings(Settings):
    """Nothing to set."""


class IdentifierField(forms.CharField):
    """A text whose separators are ignored and whose key is checked."""

    def __init__(self, *, owner: "IdentifierType", **kwargs: object) -> None:
        super().__init__(**kwargs)  # type: ignore[arg-type]
        self.owner = owner

    def clean(self, value: object) -> str:
        """Return the compact identifier, or say what is wrong with it."""
        text = compact(super().clean(value) or "")
        problem = self.owner.problem(text) if text else None
        if problem:
            raise ValidationError(str(problem), code="invalid")
        return text


class IdentifierType(FieldType[IdentifierSettings]):
    """An identifier; JSON its compact form."""

    family = CONTACT
    settings_model = IdentifierSettings
    operators = EQUALITY
    kind: ClassVar[Kind] = "identifier"
    input_attrs: ClassVar[dict[str, str]] = {}

    def problem(self, compacted: str) -> Words | None:
        """Return what is wrong with it, or nothing."""
        raise NotImplementedError

    def grouped(self, compacted: str) -> str:
        """Write it in groups."""
        raise NotImplementedError

    def form_field(self, question: Question, ctx: FieldContext) -> forms.Field:
        """A text input without corrections."""
        attrs = {
            "spellcheck": "false",
            "autocomplete": "off",
            "data-width": "20",
            **self.input_attrs,
        }
        return IdentifierField(
            owner=self, widget=forms.TextInput(attrs=attrs), **self.common(question, ctx)
        )

    def from_json(self, value: JsonValue) -> str | None:
        """In groups, as it is read."""
        return self.grouped(value) if value else None

    def comparable(self, value: JsonValue) -> str:
        """The compact form."""
        return compact(str(value))

    def constant_from_text(self, text: str) -> JsonValue:
        """The compact form."""
        return compact(text)

    def display(self, value: JsonValue, question: Question) -> str:
        """In groups, with spaces that do not break."""
        return self.grouped(value).replace(" ", "\u00a0")
