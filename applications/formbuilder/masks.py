"""The shape of a short text, as an editor writes it: « AA-999-AA ».

`9` stands for a digit, `A` for a letter, `*` for either, `\\` takes the next character as it is;
several shapes are separated by « ; ». No expression of the editor is ever run.
"""

import re
from collections.abc import Iterator

SEPARATOR = ";"
KINDS = {"9": ("[0-9]", "1"), "A": ("[A-Za-zÀ-ÖØ-öø-ÿ]", "A"), "*": ("[0-9A-Za-z]", "A")}
ESCAPE = "\\"
SPECIAL = frozenset(".^$*+?()[]{}|\\")


def shapes(masks: str) -> list[str]:
    """Return each shape."""
    return [shape for part in masks.split(SEPARATOR) if (shape := part.strip())]


def pattern_of(masks: str) -> str:
    """Return the regular expression of the shapes; each character is one step, so it is quick."""
    alternatives = ["".join(step for step, _sample in _steps(shape)) for shape in shapes(masks)]
    return f"^(?:{'|'.join(alternatives)})$"


def sample_of(masks: str) -> str:
    """Return a text of the first shape."""
    return "".join(sample for _step, sample in _steps(shapes(masks)[0]))


def matches(masks: str, text: str) -> bool:
    """Tell whether a text has one of the shapes."""
    return re.fullmatch(pattern_of(masks), text) is not None


def _steps(shape: str) -> Iterator[tuple[str, str]]:
    is_escaped = False
    for mark in shape:
        if mark == ESCAPE and not is_escaped:
            is_escaped = True
            continue
        literal = (f"\\{mark}" if mark in SPECIAL else mark, mark)
        yield literal if is_escaped else KINDS.get(mark, literal)
        is_escaped = False
