"""Months as people write them: a number, a name in full or cut short, with or without accents."""

import functools
import unicodedata
from collections.abc import Mapping

from django.utils import translation
from django.utils.dates import MONTHS

LANGUAGES = ("fr", "en")
SHORTEST = 3
"""Fewer letters are no name: « ma » is mars as well as mai."""


def month_number(typed: str) -> int | None:
    """Return the number of a month; nothing when it is none, or may be several (« jui »)."""
    if typed.isascii() and typed.isdigit():
        return int(typed)
    name = plain(typed)
    if len(name) < SHORTEST:
        return None
    found = {number for known, number in names().items() if known.startswith(name)}
    return found.pop() if len(found) == 1 else None


@functools.cache
def names() -> Mapping[str, int]:
    """Return the numbers of the months by their names, in French and in English."""
    known = {}
    for language in LANGUAGES:
        with translation.override(language):
            known.update({plain(str(name)): number for number, name in MONTHS.items()})
    return known


def plain(text: str) -> str:
    """Return a name without its accents, its capitals and the dot of what is cut short."""
    bare = unicodedata.normalize("NFD", text.strip().casefold())
    return "".join(one for one in bare if not unicodedata.combining(one)).rstrip(".")
