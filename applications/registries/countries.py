"""The countries of ISO 3166, named in the language being read, France first.

Kosovo has no ISO code of its own; XK is the one the European Union uses.
"""

import gettext
from functools import lru_cache

import pycountry
from django.utils.translation import get_language

from cms.core.lookup import folded

FRANCE = "FR"
KOSOVO = "XK"
STATELESS = "XXA"
"""The code of passports (ICAO 9303) for people without a nationality."""

TERRITORIES = frozenset(
    """
    AI AQ AS AW AX BL BM BQ BV CC CK CW CX EH FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO MP
    MQ MS NC NF NU PF PM PN PR RE SH SJ SX TC TF TK UM VG VI WF YT
    """.split()  # noqa: SIM905 - read as a list of codes
)
"""Codes of ISO 3166 that name a territory, whose people have the nationality of its State."""


def countries() -> dict[str, str]:
    """Return the name of every country by its code, France first."""
    return _named((get_language() or "fr").split("-")[0])


def nationalities() -> dict[str, str]:
    """Return the countries whose nationality one may have."""
    return {code: name for code, name in countries().items() if code not in TERRITORIES}


def country_name(code: str) -> str:
    """Return the name of a country, or its code when it is unknown."""
    return countries().get(code, code)


def country_named(name: str) -> str:
    """Return the code of a country by its French name, as registers write it; or nothing."""
    return _codes().get(folded(name), "")


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    return {folded(name): code for code, name in _named("fr").items()}


@lru_cache(maxsize=8)
def _named(language: str) -> dict[str, str]:
    names = gettext.translation(
        "iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True
    )
    found = {
        country.alpha_2: names.gettext(getattr(country, "common_name", country.name))
        for country in pycountry.countries
    }
    found[KOSOVO] = "Kosovo"
    ordered = sorted(found, key=lambda code: (code != FRANCE, folded(found[code])))
    return {code: found[code] for code in ordered}
