"""What to write an answer on when a form is printed: lines, cells, boxes to tick.

Read from the field that asks the same question on screen, so that a new type prints as soon as it
asks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django import forms
from django.utils.translation import gettext

from cms.core.controls import kind_of
from cms.core.part_widgets import OTHER, GroupWidget, SearchWidget, WithOther

SpaceKind = Literal["line", "lines", "cells", "ticks", "tick", "parts", "joined"]

MOST_TICKS = 40
"""Beyond, people write their answer: nobody ticks one box among a country's communes."""
LONG_ANSWER = 8
MOST_INLINE = 3
INLINE_LENGTH = 14
DATE_CELLS = (2, 2, 4)


@dataclass(frozen=True, slots=True)
class Tick:
    """One box to tick; `is_open` leaves room for words, `ticks` are what it opens."""

    label: str
    condition: str = ""
    is_open: bool = False
    ticks: "tuple[Tick, ...]" = ()


@dataclass(frozen=True, slots=True)
class PartSpace:
    """One part of an answer made of several."""

    label: str
    hint: str
    space: "Space"


@dataclass(frozen=True, slots=True)
class Space:
    """Where one answer is written."""

    kind: SpaceKind = "line"
    before: str = ""
    after: str = ""
    count: int = 1
    cells: tuple[int, ...] = ()
    ticks: tuple[Tick, ...] = ()
    parts: tuple[PartSpace, ...] = ()
    is_one: bool = False

    @property
    def lines(self) -> range:
        """One turn per line."""
        return range(self.count)

    @property
    def is_inline(self) -> bool:
        """Whether its boxes are so short and few that they stand side by side."""
        return len(self.ticks) <= MOST_INLINE and all(
            len(tick.label) <= INLINE_LENGTH and not tick.is_open and not tick.condition
            for tick in self.ticks
        )

    @property
    def groups(self) -> list[range]:
        """One turn per cell, group by group."""
        return [range(size) for size in self.cells]


JOINED = Space("joined")


def space_of(field: forms.Field, conditions: Mapping[str, str] | None = None) -> Space:
    """Return where the answer to a field is written; `conditions` says when options are offered."""
    if isinstance(field.widget, WithOther):
        return ticks_of(field.widget.choice, conditions or {})
    return space_of_widget(field.widget, conditions or {}, str(field.label or ""))


def space_of_widget(widget: forms.Widget, conditions: Mapping[str, str], label: str = "") -> Space:
    """Return where what a widget takes is written."""
    if isinstance(widget, GroupWidget):
        return Space("parts", parts=tuple(parts_of(widget, conditions)))
    if isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return ticks_of(widget, conditions)
    kind = kind_of(widget)
    if kind == "file":
        return JOINED
    if kind == "checkbox":
        return Space("tick", ticks=(Tick(label),))
    if kind == "textarea":
        return Space("lines", count=LONG_ANSWER)
    if kind == "parts":
        return Space("cells", cells=DATE_CELLS)
    shown = widget.attrs
    return Space(before=str(shown.get("data-prefix", "")), after=str(shown.get("data-suffix", "")))


def parts_of(widget: GroupWidget, conditions: Mapping[str, str]) -> Iterable[PartSpace]:
    """Yield the parts people write: neither the search that fills them nor what is hidden."""
    for part in widget.parts:
        is_help = isinstance(part.widget, SearchWidget) and part.widget.address.fills
        if not part.widget.is_hidden and not is_help:
            space = space_of_widget(part.widget, conditions, str(part.label))
            yield PartSpace(str(part.label), str(part.hint), space)


def ticks_of(widget: Any, conditions: Mapping[str, str]) -> Space:
    """Return a box per option, or a line when they are too many."""
    options = [(value, label) for value, label in widget.choices if value != ""]
    found = tuple(tick_of(value, label, conditions) for value, label in options)
    if sum(1 + len(tick.ticks) for tick in found) > MOST_TICKS:
        return Space()
    is_one = not isinstance(widget, forms.CheckboxSelectMultiple)
    return Space("ticks", ticks=found, is_one=is_one)


def tick_of(value: Any, label: Any, conditions: Mapping[str, str]) -> Tick:
    """Return the box of an option, or of a group of options."""
    if isinstance(label, list | tuple):
        inside = tuple(tick_of(one, words, conditions) for one, words in label)
        return Tick(str(value), ticks=inside)
    when = conditions.get(str(value), "")
    return Tick(
        str(label),
        condition=gettext("if %(condition)s") % {"condition": when} if when else "",
        is_open=value == OTHER,
    )
