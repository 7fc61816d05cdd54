"""Editors' own words: `{variable}` and nothing cleverer.

Plain substitution, never `str.format`: an attribute or an index in braces is text that is refused,
not evaluated.
"""

import re
from collections.abc import Iterable, Mapping

VARIABLE = re.compile(r"\{([^{}]*)\}")


def unknown_variables(text: str, known: Iterable[str]) -> list[str]:
    """Return what stands in braces and is no known variable, lone braces included."""
    names = set(known)
    unknown = [name for name in VARIABLE.findall(text) if name not in names]
    unknown.extend(re.findall(r"[{}]", VARIABLE.sub("", text)))
    return list(dict.fromkeys(unknown))


def fill(text: str, values: Mapping[str, object]) -> str:
    """Replace each variable by its value."""
    return VARIABLE.sub(lambda found: str(values.get(found[1], found[0])), text)
