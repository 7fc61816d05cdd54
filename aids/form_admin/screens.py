"""The screens other rooms add to the desk of a form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from aids.models import AidPage
from cms.core.permissions import Answer
from cms.core.registry import Registry


@dataclass(frozen=True, slots=True)
class DeskScreen:
    """One screen: its words, its address for a page, and who may open it."""

    code: str
    label: str | Promise
    icon: str
    url: Callable[[int], str]
    can_open: Callable[[Any, AidPage], Answer]


desk_screens: Registry[DeskScreen] = Registry("screens of the desk of a form")


def screens_for(user: Any, page: AidPage) -> list[tuple[DeskScreen, str]]:
    """Return the added screens this person may open, each with its address."""
    return [(one, one.url(page.pk)) for one in desk_screens if one.can_open(user, page)]
