"""Looking a postal address up while it is typed; writing it by hand is always possible beside."""

from collections.abc import Sequence
from typing import Protocol

from django.conf import settings

from applications.registries.asking import Inquiry, Register, first_answer
from applications.registries.errors import RegisterError
from applications.registries.records import AddressRecord

SHORTEST = 3
LONGEST = 200
"""The national base refuses longer questions."""


class AddressRegister(Register, Protocol):
    """A register of addresses."""

    def search(self, text: str, *, limit: int, seconds: float) -> Sequence[AddressRecord]:
        """Return the addresses the words typed may mean, best first.

        Answers within `seconds`, or raises one of the three `RegisterError`.
        """


def search(text: str, *, limit: int = 5) -> list[AddressRecord]:
    """Return the addresses the words typed may mean, best first; none under three characters.

    The registers of `settings.ADDRESS_REGISTERS` are asked in their order, three seconds in all;
    those that fail are passed over in silence, for people are typing: nothing found is an empty
    list, and it never raises.
    """
    typed = " ".join(text.split())[:LONGEST]
    if len(typed) < SHORTEST:
        return []

    def ask(register: AddressRegister, seconds: float) -> Sequence[AddressRecord]:
        return register.search(typed, limit=limit, seconds=seconds)

    try:
        found = first_answer(settings.ADDRESS_REGISTERS, Inquiry(f"address{limit}", typed, ask))
    except RegisterError:
        return []
    return list(found or ())
