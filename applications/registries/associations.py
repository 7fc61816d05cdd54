"""Looking an association up by its RNA number; see `companies` for how to call."""

from typing import Protocol

from django.conf import settings

from applications.registries.asking import Inquiry, Register, first_answer
from applications.registries.numbers import rna_of
from applications.registries.records import CompanyRecord


class AssociationRegister(Register, Protocol):
    """A register of associations."""

    def find_by_rna(self, rna: str, *, seconds: float) -> CompanyRecord | None:
        """Return the association of a compact RNA number, or nothing when unknown.

        Answers within `seconds`, or raises one of the three `RegisterError`.
        """


def find(rna: str) -> CompanyRecord | None:
    """Return what the registers know of an association, or nothing when none knows it.

    `rna` is taken as people write it, Corsican and overseas numbers included. Associations of
    Alsace and Moselle have none: they are found by their SIRET. The record may have no SIRET:
    many associations have none. A dissolved association is returned, with `is_closed`.

    Raises:
        WrongRna: what was typed is no RNA number; nobody was asked.
        RegisterUnavailable, RegisterRefused, RegisterUnreadable: none knew, and one failed.
    """
    number = rna_of(rna)

    def ask(register: AssociationRegister, seconds: float) -> CompanyRecord | None:
        return register.find_by_rna(number, seconds=seconds)

    return first_answer(settings.ASSOCIATION_REGISTERS, Inquiry("rna", number, ask))
