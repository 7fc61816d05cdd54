"""The number of an association in the national register."""

from django.utils.translation import gettext_lazy as _

from applications.formbuilder.base import Words
from applications.formbuilder.field_types.identifier import IdentifierType
from applications.formbuilder.schema import JsonValue, Question
from applications.registries import numbers


class RnaType(IdentifierType):
    """W and nine characters; Alsace and Moselle have none."""

    code = "rna"
    label = _("RNA number")
    description = _("The number of an association: W and 9 digits.")
    synonyms = _("association, identifier, number, register, prefecture")
    answer_seconds = 20
    icon = "group"
    input_attrs = {"autocapitalize": "characters", "data-width": "10"}

    def problem(self, compacted: str) -> Words | None:
        """Its shape: there is no key."""
        if not numbers.is_rna(compacted):
            return _(
                "“%(label)s”: an RNA number is a W and 9 characters, like W353012345. "
                "It is on the receipt of the prefecture."
            )
        return None

    def grouped(self, compacted: str) -> str:
        """As it is written."""
        return compacted

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """W and nine characters."""
        return {"type": "string", "pattern": "^W[0-9A-Z]{9}$"}

    def sample(self, question: Question) -> JsonValue:
        """A number of no département."""
        return "W999012345"
