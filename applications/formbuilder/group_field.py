"""A field made of several parts, read together: a period, a person, an address."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from applications.formbuilder.base import Words
from applications.formbuilder.typed import typed_words
from cms.core.field_view import PART
from cms.core.part_widgets import GroupWidget, Part

LONGEST_PART = 255


def part_error(part: str, message: Words, code: str = "invalid", **params: Any) -> ValidationError:
    """Return a refusal that says which part it is about."""
    return ValidationError(str(message), code=code, params={PART: part, **params})


@contextmanager
def noting(faults: list[ValidationError]) -> Iterator[None]:
    """Note what is wrong with one part and go on: every wrong part is named at once."""
    try:
        yield
    except ValidationError as error:
        faults += error.error_list


def refuse(faults: list[ValidationError]) -> None:
    """Raise what was noted, if anything was."""
    if faults:
        raise faults[0] if len(faults) == 1 else ValidationError(faults)


class GroupField(forms.Field):
    """Parts read together; nothing typed in any of them is no answer."""

    widget: GroupWidget

    def __init__(
        self, parts: Iterable[Part] = (), *, widget: GroupWidget | None = None, **kwargs: Any
    ) -> None:
        super().__init__(widget=widget or GroupWidget(parts), **kwargs)

    def clean(self, value: Any) -> Any:
        """Return what the parts make, or say which one is wrong."""
        parts = {part.name: self.widget.part_value(value, part.name) for part in self.widget.parts}
        if self.is_blank(parts):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        return self.compose(parts)

    def is_blank(self, parts: Mapping[str, Any]) -> bool:
        """Tell whether nothing was given."""
        return not any(typed_words(part).strip() for part in parts.values())

    @abstractmethod
    def compose(self, parts: Mapping[str, Any]) -> Any:
        """Return the answer the parts make; raises `ValidationError`."""

    def words(self, parts: Mapping[str, Any], name: str, *, is_required: bool = False) -> str:
        """Return the words typed in a part, refused when they are missing or too long."""
        text = " ".join(typed_words(parts.get(name)).split())
        part = next(one for one in self.widget.parts if one.name == name)
        if is_required and not text:
            message = _("“%(label)s”: fill in “%(part_label)s”.")
            raise part_error(name, message, "incomplete", part_label=str(part.label))
        if len(text) > LONGEST_PART:
            message = _("“%(label)s”: “%(part_label)s” is too long, %(limit)d characters at most.")
            raise part_error(
                name, message, "too_long", part_label=str(part.label), limit=LONGEST_PART
            )
        return text
