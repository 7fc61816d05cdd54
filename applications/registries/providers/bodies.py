"""What the registers of bodies share: activities, places, streets, as records write them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from applications.registries.countries import FRANCE, country_named
from applications.registries.territories import territories

NAF_2 = "NAF rév. 2"
NAF_2025 = "NAF 2025"
NOMENCLATURES = {
    "NAFRev2": NAF_2,
    "NAF2025": NAF_2025,
    "NAFRev1": "NAF rév. 1",
    "NAF1993": "NAF 1993",
    "NAP": "NAP",
}
NAF = re.compile(r"(\d{2})\.?(\d{1,2}[A-Z])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a body is; abroad, the country is empty when its name is not one we know."""

    postcode: str
    city: str
    city_code: str
    country: str


def naf_code(code: str) -> str:
    """Return an activity as the nomenclature writes it (« 8411Z » is 84.11Z)."""
    found = NAF.fullmatch(code)
    return f"{found[1]}.{found[2]}" if found else code


def line_of(parts: Iterable[str], between: str = " ") -> str:
    """Return what is given of the parts of a line."""
    return between.join(part for part in parts if part)


def place_in_france(*, postcode: str, city: str, city_code: str) -> Place:
    """Return a place by the code of its commune, named as the official code names it."""
    known = territories().commune_named_by(city_code)
    return Place(postcode, known or city, city_code, FRANCE)


def place_abroad(*, city: str, country: str) -> Place:
    """Return a place abroad by the names registers give."""
    return Place("", city, "", country_named(country))
