"""Write the registers that come with the project from the packages that publish them."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from applications.registries import data_files

TERRITORIES = "@etalab/decoupage-administratif"
ACTIVITIES = "@socialgouv/codes-naf"
CURRENT = "commune-actuelle"
ACTIVITY_LENGTH = len("01.11Z")
GROUP_FORMS = {"CC": "7346", "CA": "7348", "CU": "7343", "METRO": "7344"}
"""The legal forms of Insee; the métropole of Lyon has one of its own."""
STARTS = (
    *("Commune de ", "Commune d'", "Commune du ", "Commune de la ", "Commune des "),
    *("Commune de l'", "Commune des ", "Commune de las ", "Commune de los "),
)
"""How a commune is called as a body, by the `typeLiaison` of the official code."""


class Command(BaseCommand):
    """`embed_registers node_modules`: territories, activities, public bodies."""

    help = "Write the embedded registers from an npm folder (see `make registers`)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder the packages were installed in."""
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options: Any) -> None:
        """Read both packages, write the files."""
        for name, content in (
            ("territories", territories(folder / TERRITORIES)),
            ("activities", activities(folder / ACTIVITIES)),
            ("public_bodies", public_bodies(folder / TERRITORIES)),
        ):
            size = data_files.write(name, content)
            self.stdout.write(f"{name}: {size} bytes, from {content['source']}")


def territories(package: Path) -> dict[str, Any]:
    """Return every territory of France as the official code has it, the most peopled first."""
    data = package / "data"
    epci = _by_population(json.loads((data / "epci.json").read_text()), "populationTotale")
    epci_of = {member["code"]: one["code"] for one in epci for member in one["membres"]}
    found = json.loads((data / "communes.json").read_text())
    communes = _by_population([one for one in found if one["type"] == CURRENT], "population")
    departement_of = {one["code"]: one["departement"] for one in communes}
    return {
        "source": source_of(package),
        "licence": "Licence Ouverte 2.0 (Insee, DGCL, La Poste)",
        "communes": [
            [
                one["code"],
                one["nom"],
                one["departement"],
                epci_of.get(one["code"], ""),
                " ".join(one.get("codesPostaux", ())),
            ]
            for one in communes
        ],
        "epci": [
            [one["code"], one["nom"], departement_of[_largest(one["membres"])]] for one in epci
        ],
        "departements": [
            [one["code"], one["nom"], one["region"]]
            for one in json.loads((data / "departements.json").read_text())
        ],
        "regions": [
            [one["code"], one["nom"]] for one in json.loads((data / "regions.json").read_text())
        ],
    }


def activities(package: Path) -> dict[str, Any]:
    """Return the 732 activities of the NAF rév. 2, with their names."""
    found = json.loads((package / "index.json").read_text())
    return {
        "source": source_of(package),
        "licence": "Licence Ouverte 2.0 (Insee)",
        "activities": [
            [one["id"], one["label"]] for one in found if len(one["id"]) == ACTIVITY_LENGTH
        ],
    }


def public_bodies(package: Path) -> dict[str, Any]:
    """Return the communes and their groups by SIREN.

    A commune has its code and how its name starts; a group its name and its legal form.
    """
    data = package / "data"
    return {
        "source": source_of(package),
        "licence": "Licence Ouverte 2.0 (Insee, DGCL)",
        "starts": STARTS,
        "communes": [
            [one["siren"], one["code"], one["typeLiaison"]]
            for one in json.loads((data / "communes.json").read_text())
            if one["type"] == CURRENT and one.get("siren")
        ],
        "groups": [
            [one["code"], one["nom"], GROUP_FORMS.get(one["type"], "")]
            for name in ("epci", "ept")
            for one in json.loads((data / f"{name}.json").read_text())
        ],
    }


def source_of(package: Path) -> str:
    """Return the name and version of a package."""
    about = json.loads((package / "package.json").read_text())
    return f"{about['name']} {about['version']}"


def _by_population(rows: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: (-(row.get(key) or 0), row["code"]))


def _largest(members: list[dict[str, Any]]) -> str:
    largest: dict[str, Any] = max(members, key=lambda one: one["populationTotale"] or 0)
    return str(largest["code"])
