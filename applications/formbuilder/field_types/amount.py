"""An amount in euros."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from applications.formbuilder.field_types.number import NumberType
from applications.formbuilder.numbers import localized
from applications.formbuilder.schema import JsonValue
from cms.core.templatetags.portal import euros

CENT = Decimal("0.01")


class AmountType(NumberType):
    """Euros and cents; never negative unless a minimum says so."""

    code = "amount"
    label = _("Amount in euros")
    description = _("A sum of money in euros.")
    synonyms = _("money, price, cost, euro, sum, income")
    answer_seconds = 20
    icon = "decimal"
    unreadable = _("“%(label)s”: write an amount in euros, like 1500 or 1500.50.")
    default_minimum = Decimal(0)
    sample_number = "1500.50"
    input_attrs = {"data-suffix": "€"}

    def from_json(self, value: JsonValue) -> str | None:
        """The amount as amounts are written: two cents or none (« 499,90 »)."""
        if value is None:
            return None
        number = Decimal(str(value))
        has_one_decimal = number != number.to_integral_value() and number == round(number, 1)
        return localized(number.quantize(CENT) if has_one_decimal else number, is_grouped=False)

    def show(self, number: Decimal) -> str:
        """« 1 500 € »."""
        return euros(number)
