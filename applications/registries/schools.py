"""Looking a school up by its UAI; see `companies` for how to call."""

from typing import Protocol

from django.conf import settings

from applications.registries.asking import Inquiry, Register, first_answer
from applications.registries.numbers import uai_of
from applications.registries.records import CompanyRecord


class SchoolRegister(Register, Protocol):
    """A register of schools."""

    def find_by_uai(self, uai: str, *, seconds: float) -> CompanyRecord | None:
        """Return the school of a right, compact UAI, or nothing when unknown.

        Answers within `seconds`, or raises one of the three `RegisterError`.
        """


def find(uai: str) -> CompanyRecord | None:
    """Return what the registers know of a school, or nothing when none knows it.

    `depends_on` of the record is the SIRET of its managing body, when the register says it.

    Raises:
        WrongUai: what was typed is no UAI; nobody was asked.
        RegisterUnavailable, RegisterRefused, RegisterUnreadable: none knew, and one failed.
    """
    number = uai_of(uai)

    def ask(register: SchoolRegister, seconds: float) -> CompanyRecord | None:
        return register.find_by_uai(number, seconds=seconds)

    return first_answer(settings.SCHOOL_REGISTERS, Inquiry("uai", number, ask))
