"""French typography: no line begins with « : », « ; », « ? », « ! » or « » »."""

import re

NO_BREAK_SPACE = "\u00a0"
_BREAKABLE = re.compile(r"(?<=\S) (?=[:;?!»])|(?<=«) (?=\S)")


def with_french_spaces(text: str) -> str:
    """Return a text whose spaces before double punctuation and inside guillemets do not break.

    Spaces are only replaced, never added: times, addresses and other languages stay as they are.
    """
    return _BREAKABLE.sub(NO_BREAK_SPACE, text)
