"""A SIREN."""

from django.utils.translation import gettext_lazy as _
from stdnum.fr import siren

from applications.formbuilder.base import Words
from applications.formbuilder.field_types.identifier import IdentifierType
from applications.formbuilder.schema import JsonValue, Question

DIGITS = 9


class SirenType(IdentifierType):
    """The 9 digits of a company, an association or a public body."""

    code = "siren"
    label = _("SIREN")
    description = _("The 9 digits of a company or an organisation.")
    synonyms = _("company, enterprise, organisation, identifier, number, INSEE, SIRENE")
    answer_seconds = 20
    icon = "site"
    input_attrs = {"inputmode": "numeric", "data-width": "10"}

    def problem(self, compacted: str) -> Words | None:
        """Its length, then its key."""
        if len(compacted) != DIGITS or not (compacted.isascii() and compacted.isdigit()):
            return _("“%(label)s”: a SIREN has 9 digits. It is the start of the SIRET.")
        if not siren.is_valid(compacted):
            return _("“%(label)s”: this SIREN is not valid. Check its digits.")
        return None

    def grouped(self, compacted: str) -> str:
        """« 233 500 016 »."""
        return " ".join(compacted[start : start + 3] for start in range(0, len(compacted), 3))

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """Nine digits."""
        return {"type": "string", "pattern": r"^\d{9}$"}

    def sample(self, question: Question) -> JsonValue:
        """A fictitious company with a right key."""
        return "999100027"
