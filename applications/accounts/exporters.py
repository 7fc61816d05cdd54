"""What each room knows of a person: given to them, kept when they leave, erased with them.

The rooms above fill `data_exporters` in `AppConfig.ready()`; this room has its own.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise

from applications.accounts.models import User
from applications.attachments.models import Attachment
from cms.core.registry import Registry

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays after an account is closed, why, and until when; without a day, for ever."""

    what: Words
    why: Words
    until: date | None = None


def _nothing(user: User) -> Iterable[Any]:
    return ()


def _nothing_to_erase(user: User, now: datetime) -> None:
    """Stand for a room that keeps nothing of a person."""


@dataclass(frozen=True, slots=True)
class DataExporter:
    """One room: the part of the archive it fills, under its code, and what it does at the end.

    `records` returns plain values for JSON. `files` returns paths in the archive and files.
    `holds` says in words what must be settled before the account can be closed. `kept` says what
    the law keeps; `erase` erases the rest, in the transaction that closes the account.
    """

    code: str
    records: Callable[[User], Any]
    files: Callable[[User], Iterable[tuple[str, Attachment]]] = _nothing
    holds: Callable[[User], Iterable[Words]] = _nothing
    kept: Callable[[User], Iterable[Kept]] = _nothing
    erase: Callable[[User, datetime], None] = _nothing_to_erase


data_exporters: Registry[DataExporter] = Registry("data exporters")


def holds_of(user: User) -> list[str]:
    """Return what must be settled before the account can be closed, in words."""
    return [str(words) for one in data_exporters for words in one.holds(user)]


def kept_of(user: User) -> list[Kept]:
    """Return what stays once the account is closed."""
    return [kept for one in data_exporters for kept in one.kept(user)]
