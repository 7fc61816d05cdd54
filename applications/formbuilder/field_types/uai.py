"""The number of a school."""

from django.utils.translation import gettext_lazy as _

from applications.formbuilder.base import Words
from applications.formbuilder.field_types.identifier import IdentifierType
from applications.formbuilder.schema import JsonValue, Question
from applications.registries import numbers


class UaiType(IdentifierType):
    """Seven digits and their check letter."""

    code = "uai"
    label = _("UAI")
    description = _("The number of a school.")
    synonyms = _("school, college, education, identifier, RNE")
    answer_seconds = 20
    icon = "home"
    input_attrs = {"autocapitalize": "characters", "data-width": "10"}

    def problem(self, compacted: str) -> Words | None:
        """Its shape, then its letter."""
        if not numbers.UAI.fullmatch(compacted):
            return _("“%(label)s”: a UAI has 7 digits and a letter, like 0350024L.")
        if not numbers.is_uai(compacted):
            return _("“%(label)s”: this UAI is not valid. Check its digits and its letter.")
        return None

    def grouped(self, compacted: str) -> str:
        """As it is written."""
        return compacted

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """Seven digits and a letter."""
        return {"type": "string", "pattern": "^[0-9]{7}[A-HJ-NPR-Z]$"}

    def sample(self, question: Question) -> JsonValue:
        """A fictitious school with a right letter."""
        return "0350990L"
