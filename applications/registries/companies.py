"""Looking a company, an association or a public body up by its SIRET.

    try:
        record = companies.find("999 100 027 00013")
    except WrongNumber as error: ...      # say it beside the box
    except RegisterError as error: ...    # say it, propose to type by hand
    if record is None: ...                # unknown: propose to type by hand

What is typed by hand, or has not `is_exact`, is marked « non vérifié ».
"""

from typing import Protocol

from django.conf import settings

from applications.registries.asking import Inquiry, Register, first_answer
from applications.registries.numbers import siret_of
from applications.registries.records import CompanyRecord


class CompanyRegister(Register, Protocol):
    """A register of establishments."""

    def find_by_siret(self, siret: str, *, seconds: float) -> CompanyRecord | None:
        """Return the establishment of a right, compact SIRET, or nothing when unknown.

        Answers within `seconds`, or raises `RegisterUnavailable`, `RegisterRefused` or
        `RegisterUnreadable`.
        """


def find(siret: str) -> CompanyRecord | None:
    """Return what the registers know of an establishment, or nothing when none knows it.

    `siret` is taken as people write it. The registers of `settings.COMPANY_REGISTERS` are asked
    in their order, three seconds in all. A closed establishment is returned, with `is_closed`.

    Raises:
        WrongSiret: what was typed is no SIRET; nobody was asked.
        RegisterUnavailable, RegisterRefused, RegisterUnreadable: none knew, and one failed.
    """
    number = siret_of(siret)

    def ask(register: CompanyRegister, seconds: float) -> CompanyRecord | None:
        return register.find_by_siret(number, seconds=seconds)

    return first_answer(settings.COMPANY_REGISTERS, Inquiry("siret", number, ask))
