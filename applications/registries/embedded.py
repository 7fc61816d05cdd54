"""A register that needs no network: the establishments other rooms hand to it.

Without the demonstration it knows nothing, and people type by hand.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from applications.registries.records import CompanyRecord
from cms.core.registry import Registry


@dataclass(frozen=True, slots=True)
class EmbeddedSource:
    """A set of establishments and where they are read from."""

    code: str
    read: Callable[[], Iterable[CompanyRecord]]


embedded_sources: Registry[EmbeddedSource] = Registry("embedded company sources")


class EmbeddedCompanyRegister:
    """Answers from the sources registered in `AppConfig.ready()`."""

    def find_by_siret(self, siret: str) -> CompanyRecord | None:
        """Return the establishment of this SIRET."""
        return next((record for record in _records() if record.siret == siret), None)

    def find_by_rna(self, rna: str) -> CompanyRecord | None:
        """Return the association of this RNA number."""
        return next((record for record in _records() if rna and record.rna == rna), None)


def _records() -> Iterable[CompanyRecord]:
    for source in embedded_sources:
        yield from source.read()
