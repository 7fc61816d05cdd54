"""A percentage."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from applications.formbuilder.field_types.number import NumberType
from applications.formbuilder.numbers import localized


class PercentageType(NumberType):
    """A rate from 0 to 100, unless the bounds say otherwise."""

    code = "percentage"
    label = _("Percentage")
    description = _("A share out of a hundred.")
    synonyms = _("rate, share, ratio, percent")
    answer_seconds = 15
    icon = "decimal"
    unreadable = _("“%(label)s”: write a percentage, like 40 or 12.5.")
    default_minimum = Decimal(0)
    default_maximum = Decimal(100)
    sample_number = "40"
    unit = "%"
    input_attrs = {"data-suffix": "%", "data-width": "5"}

    def show(self, number: Decimal) -> str:
        """« 12,5 % »."""
        return f"{localized(number)}\u00a0%"
