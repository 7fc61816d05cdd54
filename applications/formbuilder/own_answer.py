"""« Autre, précisez » : a choice whose last option asks for words.

The answer is then `other:<words>`, beside the ids of the options.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.formbuilder.group_field import LONGEST_PART, part_error
from applications.formbuilder.schema import JsonValue
from cms.core.part_widgets import OTHER, WithOther

PREFIX = f"{OTHER}:"
PROMPT = _("Please specify")
SAMPLE = "Une réponse qui n'est pas dans la liste"


def is_own(value: JsonValue) -> bool:
    """Tell whether an answer is in the person's own words."""
    return isinstance(value, str) and value.startswith(PREFIX)


def has_own(value: JsonValue) -> bool:
    """Tell whether an answer, one or several, holds the person's own words."""
    return any(map(is_own, value)) if isinstance(value, list) else is_own(value)


def option_of(value: JsonValue) -> JsonValue:
    """Return the option an answer stands for."""
    return OTHER if is_own(value) else value


def words_of(value: str) -> str:
    """Return the person's own words."""
    return value.removeprefix(PREFIX)


def written(widget: WithOther, words: str) -> str:
    """Return the answer these words make; raises `ValidationError`."""
    text = " ".join(words.split())
    if not text:
        message = _("“%(label)s”: write your answer in “%(part_label)s”.")
        raise part_error(OTHER, message, "incomplete", part_label=str(widget.other_label))
    if len(text) > LONGEST_PART:
        message = _("“%(label)s”: “%(part_label)s” is too long, %(limit)d characters at most.")
        label = str(widget.other_label)
        raise part_error(OTHER, message, "too_long", part_label=label, limit=LONGEST_PART)
    return f"{PREFIX}{text}"


class ChoiceOrOwnField(forms.ChoiceField):
    """One option, or one's own words."""

    widget: WithOther

    def clean(self, value: Any) -> str:
        """Return the option's id, or the words."""
        chosen, words = self.widget.split(value)
        option: str = super().clean(chosen)
        return written(self.widget, words) if option == OTHER else option


class ChoicesOrOwnField(forms.MultipleChoiceField):
    """Several options, one's own words among them."""

    widget: WithOther

    def clean(self, value: Any) -> list[str]:
        """Return the options' ids, the words last."""
        chosen, words = self.widget.split(value)
        options: list[str] = super().clean(chosen)
        if OTHER not in options:
            return options
        return [*(one for one in options if one != OTHER), written(self.widget, words)]


def initial_of(value: JsonValue) -> dict[str, Any]:
    """Return what the widget shows of an answer."""
    if not isinstance(value, list):
        return {"choice": option_of(value), OTHER: words_of(value) if is_own(value) else ""}
    own = [words_of(one) for one in value if is_own(one)]
    return {"choice": [option_of(one) for one in value], OTHER: own[0] if own else ""}


def pattern() -> dict[str, JsonValue]:
    """Return the JSON Schema of one's own words."""
    return {"type": "string", "pattern": f"^{PREFIX}\\S"}
