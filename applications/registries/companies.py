"""Looking a company, an association or a public body up by its number."""

import logging
from collections.abc import Callable
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from applications.registries.errors import RegisterError
from applications.registries.records import CompanyRecord

logger = logging.getLogger("portal.registries")


class CompanyRegister(Protocol):
    """A register of establishments.

    Answers within two seconds, or raises `RegisterUnavailable`, `RegisterRefused` or
    `RegisterUnreadable`; nothing known is `None`.
    """

    def find_by_siret(self, siret: str) -> CompanyRecord | None:
        """Return the establishment of this SIRET."""

    def find_by_rna(self, rna: str) -> CompanyRecord | None:
        """Return the association of this RNA number."""


def registers() -> list[CompanyRegister]:
    """Return the registers of `settings.COMPANY_REGISTERS`, asked in this order."""
    return [import_string(path)() for path in settings.COMPANY_REGISTERS]


def find_company(siret: str) -> CompanyRecord | None:
    """Return the first record a register holds for a SIRET, spaces ignored.

    One register failing does not hide the next; when none knows and one failed, that failure is
    raised.
    """
    number = "".join(siret.split())
    return _first(lambda register: register.find_by_siret(number))


def find_association(rna: str) -> CompanyRecord | None:
    """Return the first record a register holds for an RNA number, spaces ignored."""
    number = "".join(rna.split()).upper()
    return _first(lambda register: register.find_by_rna(number))


def _first(ask: Callable[[CompanyRegister], CompanyRecord | None]) -> CompanyRecord | None:
    failure: RegisterError | None = None
    for register in registers():
        try:
            record = ask(register)
        except RegisterError as error:
            logger.warning("%s: %s", type(register).__name__, error.code)
            failure = failure or error
            continue
        if record is not None:
            return record
    if failure is not None:
        raise failure
    return None
