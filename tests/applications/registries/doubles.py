"""Registers that answer what a test needs."""

from collections.abc import Sequence
from typing import ClassVar

from applications.registries.errors import (
    RegisterError,
    RegisterRefused,
    RegisterUnavailable,
    RegisterUnreadable,
)
from applications.registries.records import AddressRecord, CompanyRecord

KNOWN = CompanyRecord(siret="99910002700013", name="Lycée privé Les Ajoncs", source="Register")


class Remote:
    """A register on the web that knows nothing; it notes the seconds it was given."""

    is_remote = True
    is_complete = False
    asked: ClassVar[list[float]] = []
    record: ClassVar[CompanyRecord | None] = None
    error: ClassVar[RegisterError | None] = None

    def find_by_siret(self, siret: str, *, seconds: float) -> CompanyRecord | None:
        type(self).asked.append(seconds)
        if self.error is not None:
            raise self.error
        return self.record

    def search(self, text: str, *, limit: int, seconds: float) -> Sequence[AddressRecord]:
        self.find_by_siret("", seconds=seconds)
        return []


class Knowing(Remote):
    asked: ClassVar[list[float]] = []
    record = KNOWN


class Complete(Remote):
    asked: ClassVar[list[float]] = []
    is_complete = True


class Silent(Remote):
    asked: ClassVar[list[float]] = []
    error = RegisterUnavailable()


class Hurried(Remote):
    asked: ClassVar[list[float]] = []
    error = RegisterRefused(wait_seconds=5)


class Mumbling(Remote):
    asked: ClassVar[list[float]] = []
    error = RegisterUnreadable()


class NeverAsked(Remote):
    def find_by_siret(self, siret: str, *, seconds: float) -> CompanyRecord | None:
        raise AssertionError("asked")


ALL = (Remote, Knowing, Complete, Silent, Hurried, Mumbling)


def path(double: type) -> str:
    """Return the dotted path settings name it by."""
    return f"{__name__}.{double.__name__}"
