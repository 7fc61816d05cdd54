"""A nationality."""

from django.utils.translation import gettext, gettext_lazy as _

from applications.formbuilder.field_types.country import CountryType
from applications.registries.countries import STATELESS, nationalities


class NationalityType(CountryType):
    """The country whose nationality one has, France first; JSON its code, XXA without any."""

    code = "nationality"
    label = _("Nationality")
    description = _("The country somebody is a citizen of.")
    synonyms = _("citizenship, country, citizen")
    answer_seconds = 15
    icon = "user"
    required_words = _("“%(label)s”: choose the country of the nationality.")
    purpose = "off"

    def names(self) -> dict[str, str]:
        """The countries, then people without a nationality."""
        return {**nationalities(), STATELESS: gettext("Stateless")}
