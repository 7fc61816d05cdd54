"""Registers that need no network: the establishments of other rooms, the communes of France.

Without the demonstration no establishment is known but public bodies', and people type by hand.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from applications.registries.records import AddressRecord, CompanyRecord
from applications.registries.territories import territories
from cms.core.lookup import Entry
from cms.core.registry import Registry

POSTCODE = re.compile(r"\b\d{5}\b", re.ASCII)


@dataclass(frozen=True, slots=True)
class EmbeddedSource:
    """A set of establishments and where they are read from."""

    code: str
    read: Callable[[], Iterable[CompanyRecord]]


embedded_sources: Registry[EmbeddedSource] = Registry("embedded company sources")


class EmbeddedCompanyRegister:
    """Answers from the sources registered in `AppConfig.ready()`: by SIRET, by RNA, by UAI."""

    is_remote = False
    is_complete = False

    def find_by_siret(self, siret: str, *, seconds: float) -> CompanyRecord | None:
        """Return the establishment of this SIRET."""
        return next((record for record in _records() if record.siret == siret), None)

    def find_by_rna(self, rna: str, *, seconds: float) -> CompanyRecord | None:
        """Return the association of this RNA number."""
        return next((record for record in _records() if record.rna == rna), None)

    def find_by_uai(self, uai: str, *, seconds: float) -> CompanyRecord | None:
        """Return the school of this UAI."""
        return next((record for record in _records() if record.uai == uai), None)


class EmbeddedAddressRegister:
    """The communes of France: it completes « 3 rue du Phare 35400 », and knows no street."""

    is_remote = False
    is_complete = False

    def search(self, text: str, *, limit: int, seconds: float) -> Sequence[AddressRecord]:
        """Return the communes of the postcode typed, or those of this name."""
        known, code = territories(), POSTCODE.search(text)
        if code is None:
            return [
                AddressRecord("", postcode, name_of(entry), entry.code)
                for entry in known.communes.search(text, limit=limit)
                for postcode in known.postcodes[entry.code]
            ][:limit]
        postcode, line = code.group(), text[: code.start()].strip(" ,")
        return [
            AddressRecord(line, postcode, name_of(entry), entry.code)
            for entry in known.communes.search(f"{postcode} {text[code.end() :]}", limit=limit)
        ]


def name_of(entry: Entry) -> str:
    """Return the name of a commune, without the place its label adds."""
    return entry.label.rpartition(" (")[0]


def _records() -> Iterable[CompanyRecord]:
    for source in embedded_sources:
        yield from source.read()
