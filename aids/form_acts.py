"""What rooms above add to `manage.py form`."""

from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from aids.models import Aid, AidPage
from cms.core.registry import Registry


class Run(Protocol):
    """Does the act on the form of an aid; `say` writes a line."""

    def __call__(
        self, aid: Aid, page: AidPage, *, say: Callable[[str], None], options: dict[str, Any]
    ) -> None:
        """Do it; raises `CommandError` or a `DomainError` with its words."""


@dataclass(frozen=True, slots=True)
class FormAct:
    """One act: its name, its help, its own arguments after the slug."""

    code: str
    help: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Run


form_acts: Registry[FormAct] = Registry("acts of the form command")
