"""Communes, EPCI, départements and régions of France, from the embedded official code.

Read at the first question, kept by the process: the data changes once a year.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from applications.registries import data_files
from cms.core.lookup import Entry, Lookup

COMMUNE = "commune"
EPCI = "epci"
DEPARTEMENT = "departement"
REGION = "region"

Rows = Sequence[Sequence[Any]]

ARRONDISSEMENTS = {"751": "75056", "132": "13055", "693": "69123"}
"""Paris, Marseille and Lyon, by the start of the codes of their arrondissements."""


@dataclass(frozen=True)
class Territories:
    """The territories of one edition of the official code."""

    source: str
    rows: dict[str, Rows]

    @cached_property
    def communes(self) -> Lookup:
        """Communes by name and postcode, the most peopled first; grouped by département."""
        return Lookup(self._communes())

    @cached_property
    def epci(self) -> Lookup:
        """EPCI by name and SIREN; grouped by the département of their largest commune."""
        return Lookup((Entry(code, name, group), name, "") for code, name, group in self.rows[EPCI])

    @cached_property
    def departements(self) -> Lookup:
        """Départements in the order of their codes, each its own group."""
        return Lookup(
            (Entry(code, f"{name} ({code})", code), name, "")
            for code, name, _region in self.rows[DEPARTEMENT]
        )

    @cached_property
    def regions(self) -> Lookup:
        """Régions."""
        return Lookup((Entry(code, name), name, "") for code, name in self.rows[REGION])

    @cached_property
    def postcodes(self) -> dict[str, tuple[str, ...]]:
        """The postcodes of each commune."""
        return {row[0]: tuple(row[4].split()) for row in self.rows[COMMUNE]}

    def lookup(self, level: str) -> Lookup:
        """Return the list of one level; raises `KeyError`."""
        return {
            COMMUNE: lambda: self.communes,
            EPCI: lambda: self.epci,
            DEPARTEMENT: lambda: self.departements,
            REGION: lambda: self.regions,
        }[level]()

    def commune_at(self, postcode: str, city: str) -> Entry | None:
        """Return the commune of this name that has this postcode."""
        named = self.communes.named(city)
        return next((one for one in named if postcode in self.postcodes[one.code]), None)

    def commune_named_by(self, code: str) -> str:
        """Return the name of the commune of a code, those of arrondissements included; or nothing.

        « Paris » for 75114, whose commune is 75056.
        """
        return self._names.get(code) or self._names.get(ARRONDISSEMENTS.get(code[:3], ""), "")

    def at(self, level: str, *, postcode: str, city: str) -> Entry | None:
        """Return the territory of a level that holds an address, or nothing when none is sure."""
        commune = self.commune_at(postcode, city)
        if commune is None or level == COMMUNE:
            return commune
        departement, epci = self._around[commune.code]
        code = {DEPARTEMENT: departement, EPCI: epci, REGION: self._regions[departement]}[level]
        return self.lookup(level).find(code)

    @cached_property
    def _names(self) -> dict[str, str]:
        """The name of each commune."""
        return {row[0]: row[1] for row in self.rows[COMMUNE]}

    @cached_property
    def _around(self) -> dict[str, tuple[str, str]]:
        """The département and the EPCI of each commune."""
        return {row[0]: (row[2], row[3]) for row in self.rows[COMMUNE]}

    @cached_property
    def _regions(self) -> dict[str, str]:
        """The région of each département."""
        return {code: region for code, _name, region in self.rows[DEPARTEMENT]}

    def _communes(self) -> Iterator[tuple[Entry, str, str]]:
        for code, name, departement, _epci, postcodes in self.rows[COMMUNE]:
            place = departement if " " in postcodes or not postcodes else postcodes
            yield Entry(code, f"{name} ({place})", departement), name, postcodes


@lru_cache(maxsize=1)
def territories() -> Territories:
    """Return the territories of the embedded file."""
    content = data_files.read("territories")
    rows = {
        COMMUNE: content["communes"],
        EPCI: content["epci"],
        DEPARTEMENT: content["departements"],
        REGION: content["regions"],
    }
    return Territories(content["source"], rows)


@lru_cache(maxsize=1)
def activities() -> Lookup:
    """Return the activities of the NAF rév. 2."""
    content = data_files.read("activities")
    return Lookup(
        (Entry(code, f"{code} – {name}"), name, code.replace(".", ""))
        for code, name in content["activities"]
    )
