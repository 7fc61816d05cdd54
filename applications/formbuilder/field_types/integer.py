"""A whole number."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from applications.formbuilder.base import Cell
from applications.formbuilder.field_types.number import NumberType
from applications.formbuilder.schema import JsonValue, Question


class IntegerType(NumberType):
    """A count: people, days, kilometres; JSON integer."""

    code = "integer"
    label = _("Whole number")
    description = _("A number without decimals: people, days, copies.")
    synonyms = _("number, quantity, count, how many")
    answer_seconds = 10
    icon = "order"
    places = 0
    unreadable = _("“%(label)s”: write a number in digits, like 12.")

    def to_json(self, cleaned: Decimal | None) -> JsonValue:
        """A JSON integer."""
        return None if cleaned is None else int(cleaned)

    def constant_from_text(self, text: str) -> JsonValue:
        """A JSON integer."""
        return int(text.strip())

    def sample(self, question: Question) -> JsonValue:
        """A whole number within the bounds."""
        return int(Decimal(super().sample(question)))

    def export_cells(self, value: JsonValue, question: Question) -> list[Cell]:
        """A whole number, for spreadsheets."""
        return [int(value) if self.is_answered(value) else None]

    def json_schema(self, question: Question) -> dict[str, JsonValue]:
        """A JSON integer."""
        return {"type": "integer"}
