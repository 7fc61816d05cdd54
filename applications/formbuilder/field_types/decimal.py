"""A number with decimals."""

from django.utils.translation import gettext_lazy as _

from applications.formbuilder.field_types.number import NumberType


class DecimalType(NumberType):
    """A measure: a rate, a surface, a mark out of twenty."""

    code = "decimal"
    label = _("Number with decimals")
    description = _("A number that may have decimals: a surface, a distance.")
    synonyms = _("number, measure, surface, distance, weight")
    answer_seconds = 15
    icon = "decimal"
    sample_number = "12.5"
