"""A person: civility, last name, first name, position."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from applications.formbuilder.base import (
    CONTACT,
    Cell,
    Column,
    EditorFields,
    FieldContext,
    FieldType,
    Words,
)
from applications.formbuilder.group_field import GroupField, part_error
from applications.formbuilder.personal import PersonalSettings, someone_else
from applications.formbuilder.schema import JsonValue, Question
from applications.formbuilder.technical_blocks import flag
from cms.core.part_widgets import Part

CIVILITY, LAST_NAME, FIRST_NAME, POSITION = "civility", "last_name", "first_name", "position"
CIVILITIES: dict[str, Words] = {
    "madam": _("Madam"),
    "sir": _("Sir"),
    "none": _("Rather not say"),
}
LABELS: dict[str, Words] = {
    CIVILITY: pgettext_lazy("of a person", "Title"),
    LAST_NAME: _("Last name"),
    FIRST_NAME: _("First name"),
    POSITION: _("Position"),
}
PURPOSES = {
    LAST_NAME: "family-name",
    FIRST_NAME: "given-name",
    POSITION: "organization-title",
}


class PersonSettings(PersonalSettings):
    """Whether the person's position is asked."""

    has_no_position: bool = False


class PersonField(GroupField):
    """Civility, names, and the position when it is asked."""

    def __init__(self, *, settings: PersonSettings, **kwargs: Any) -> None:
        self.asked = asked(settings)
        civility = forms.RadioSelect(choices=list(CIVILITIES.items()))
        texts = {
            name: forms.TextInput(settings.autocomplete(purpose))
            for name, purpose in PURPOSES.items()
        }
        widgets: dict[str, forms.Widget] = {CIVILITY: civility, **texts}
        is_required = bool(kwargs.get("required"))
        parts = [
            Part(name, LABELS[name], widgets[name], is_required=is_required) for name in self.asked
        ]
        super().__init__(parts, **kwargs)

    def compose(self, parts: Mapping[str, Any]) -> dict[str, str]:
        """Return every part, none of them empty."""
        found = {}
        for name in self.asked:
            found[name] = self.words(parts, name, is_required=True)
            if name == CIVILITY and found[name] not in CIVILITIES:
                message = _("“%(label)s”: choose one of the titles.")
                raise part_error(CIVILITY, message, "invalid_choice")
            if any(mark in found[name] for mark in "<>{}@"):
                message = _("“%(label)s”: “%(part_label)s” has a character no name has.")
                raise part_error(name, message, part_label=str(LABELS[name]))
        return found


class PersonType(FieldType[PersonSettings]):
    """Somebody: a representative, a contact, a beneficiary; JSON one text per part."""

    code = "person"
    label = _("Person")
    description = _("Title, last name, first name and role of somebody.")
    synonyms = _("name, contact, representative, identity, civil status, referent")
    answer_seconds = 45
    icon = "user"
    family = CONTACT
    settings_model = PersonSettings
    required_words = _("“%(label)s”: say who the person is.")

    def editor_fields(self) -> EditorFields:
        """The position may be left out."""
        without = flag(_("Without their position"))
        return EditorFields(rare=[("has_no_position", without), someone_else()])

    def form_field(self, question: Question, ctx: FieldContext) -> forms.Field:
        """One labelled input per part."""
        return PersonField(settings=self.settings(question), **self.common(question, ctx))

    def display(self, value: JsonValue, question: Question) -> str:
        """« Madame Camille Martin, présidente »."""
        civility = "" if value[CIVILITY] == "none" else str(CIVILITIES[value[CIVILITY]])
        name = " ".join(part for part in (civility, value[FIRST_NAME], value[LAST_NAME]) if part)
        return f"{name}, {value[POSITION]}" if value.get(POSITION) else name

    def option_words(self, question: Question) -> dict[str, str]:
        """The titles."""
        return {code: str(words) for code, words in CIVILITIES.items()}

    def export_columns(self, question: Question) -> list[Column]:
        """One column per part."""
        return [
            Column(f"{question.id}.{name}", f"{question.label} – {LABELS[name]}")
            for name in asked(self.settings(question))
        ]

    def export_cells(self, value: JsonValue, question: Question) -> list[Cell]:
        """The parts."""
        names = asked(self.settings(question))
        if not value:
            return [None for _name in names]
        said = {**value, CIVILITY: str(CIVILITIES.get(value.get(CIVILITY), ""))}
        return [said.get(name) or None for name in names]

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """One text per part."""
        names = asked(self.settings(question))
        text = {"type": "string", "minLength": 1, "maxLength": 255}
        return {
            "type": "object",
            "properties": {
                name: {"enum": list(CIVILITIES)} if name == CIVILITY else text for name in names
            },
            "required": names,
            "additionalProperties": False,
        }

    def sample(self, question: Question) -> JsonValue:
        """Somebody fictitious."""
        person = {
            CIVILITY: "madam",
            LAST_NAME: "Martin",
            FIRST_NAME: "Camille",
            POSITION: "Présidente",
        }
        return {name: person[name] for name in asked(self.settings(question))}


def asked(settings: PersonSettings) -> list[str]:
    """Return the parts asked, in order."""
    return [name for name in LABELS if name != POSITION or not settings.has_no_position]
