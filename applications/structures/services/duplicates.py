"""Structures that may be the same: by their numbers, or by near names in one département."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from django.db.models import Count, F
from django.db.models.functions import Substr

from applications.structures.models import Structure
from applications.structures.querysets import StructureQuerySet

NEAR = 0.9
"""How alike two names must be, 1 being the same."""
NEIGHBOURS = 6
"""How many names that follow each other in order are compared with one another."""
SIREN_DIGITS = 9
LONG_DEPARTEMENTS = ("97", "98")


class Likeness(StrEnum):
    """Why two structures may be one."""

    SIREN = "siren"
    RNA = "rna"
    UAI = "uai"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A structure that may be the same as another, and why."""

    structure: Structure
    reasons: tuple[Likeness, ...]


def candidates(structure: Structure) -> list[Candidate]:
    """Return the living structures that may be the same as this one, the likeliest first."""
    others = Structure.objects.living().exclude(pk=structure.pk).select_related("family")
    found: dict[int, tuple[Structure, list[Likeness]]] = {}

    def note(rows: Iterable[Structure], reason: Likeness) -> None:
        for row in rows:
            found.setdefault(row.pk, (row, []))[1].append(reason)

    if structure.siret:
        note(others.filter(siret__startswith=structure.siret[:SIREN_DIGITS]), Likeness.SIREN)
    if structure.rna:
        note(others.filter(rna=structure.rna), Likeness.RNA)
    if structure.uai:
        note(others.filter(uai=structure.uai), Likeness.UAI)
    note(_near(structure, others), Likeness.NAME)
    ordered = sorted(found.values(), key=lambda one: (-len(one[1]), one[0].name))
    return [Candidate(row, tuple(reasons)) for row, reasons in ordered]


def suspected() -> set[int]:
    """Return the numbers of every living structure that may be the same as another.

    Names are put in order within each département, their words sorted, and each is compared with
    those that follow it: pairs that differ from their first letters on are seen on the page of a
    structure only.
    """
    living = Structure.objects.living()
    found: set[int] = set()
    for field in ("rna", "uai"):
        shared = _shared(living.exclude(**{field: ""}).annotate(key=F(field)))
        found |= set(living.filter(**{f"{field}__in": shared}).values_list("pk", flat=True))
    by_siren = living.filter(siret__isnull=False).annotate(key=Substr("siret", 1, SIREN_DIGITS))
    found |= set(by_siren.filter(key__in=_shared(by_siren)).values_list("pk", flat=True))
    return found | set(_near_names(living))


def departement(postcode: str) -> str:
    """Return the start of the postcodes of a département: 35, 20 for Corsica, 974."""
    return postcode[:3] if postcode.startswith(LONG_DEPARTEMENTS) else postcode[:2]


def is_near(one: str, other: str) -> bool:
    """Tell whether two folded names are nearly the same, whatever the order of their words."""
    if not one or not other:
        return False
    matcher = SequenceMatcher(None, _in_order(one), _in_order(other), autojunk=False)
    return matcher.quick_ratio() >= NEAR and matcher.ratio() >= NEAR


def _near(structure: Structure, others: StructureQuerySet) -> list[Structure]:
    place = departement(structure.postcode)
    nearby = others.filter(postcode__startswith=place, country=structure.country)
    names = nearby.values_list("pk", "folded_name") if place else ()
    keys = [pk for pk, name in names if is_near(structure.folded_name, name)]
    return list(others.filter(pk__in=keys))


def _near_names(living: StructureQuerySet) -> Iterator[int]:
    rows = sorted(
        (departement(postcode), _in_order(name), pk)
        for pk, name, postcode in living.exclude(postcode="").values_list(
            "pk", "folded_name", "postcode"
        )
    )
    for index, (place, name, pk) in enumerate(rows):
        for other_place, other_name, other_pk in rows[index + 1 : index + NEIGHBOURS]:
            if place == other_place and is_near(name, other_name):
                yield pk
                yield other_pk


def _shared(rows: StructureQuerySet) -> Sequence[str]:
    """Return the values of `key` that several rows bear."""
    counted = rows.order_by().values("key").annotate(count=Count("pk")).filter(count__gt=1)
    return list(counted.values_list("key", flat=True))


def _in_order(name: str) -> str:
    return " ".join(sorted(name.split()))
