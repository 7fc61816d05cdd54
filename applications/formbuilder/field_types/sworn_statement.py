"""A sentence certified inside a step."""

from django.utils.translation import gettext, gettext_lazy as _

from applications.formbuilder.field_types.consent import TickType
from applications.formbuilder.schema import JsonValue, Question


class SwornStatementType(TickType):
    """A sworn statement; an empty box certifies nothing, and is no answer."""

    code = "sworn_statement"
    label = _("Sworn statement")
    description = _("A sentence the person certifies by ticking a box.")
    synonyms = _("certify, honour, tick, declaration, commitment, signature")
    answer_seconds = 15
    icon = "tick"
    required_words = _("“%(label)s”: tick the box to certify it.")

    def to_json(self, cleaned: bool) -> JsonValue:
        """Certified, or nothing."""
        return True if cleaned else None

    def display(self, value: JsonValue, question: Question) -> str:
        """« Certifié sur l'honneur »."""
        return gettext("Certified on honour")
