"""A SIRET."""

from django.utils.translation import gettext_lazy as _
from stdnum.fr import siret

from applications.formbuilder.base import Words
from applications.formbuilder.field_types.identifier import IdentifierType
from applications.formbuilder.schema import JsonValue, Question


class SiretType(IdentifierType):
    """The 14 digits of an establishment, La Poste's included."""

    code = "siret"
    label = _("SIRET")
    description = _("The 14 digits of an establishment, looked up in the register.")
    synonyms = _("company, establishment, enterprise, identifier, number, INSEE, SIRENE")
    answer_seconds = 30
    icon = "site"
    input_attrs = {"inputmode": "numeric"}

    def problem(self, compacted: str) -> Words | None:
        """Its length, then its key."""
        if len(compacted) != 14 or not (compacted.isascii() and compacted.isdigit()):
            return _("“%(label)s”: a SIRET has 14 digits.")
        if not siret.is_valid(compacted):
            return _("“%(label)s”: this SIRET is not valid. Check its digits.")
        return None

    def grouped(self, compacted: str) -> str:
        """« 233 500 016 00040 »."""
        return str(siret.format(compacted))

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """Fourteen digits."""
        return {"type": "string", "pattern": r"^\d{14}$"}

    def sample(self, question: Question) -> JsonValue:
        """A fictitious establishment with a right key."""
        return "99910002700013"
