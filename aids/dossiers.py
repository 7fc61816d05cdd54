"""What the catalogue asks of whoever keeps dossiers: how many there are, and what drafts hold.

The rooms above register a keeper; nothing here knows whose a dossier is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from aids.models.aid import Aid
from cms.core.registry import Registry


@dataclass(frozen=True, slots=True)
class DraftContent:
    """What one draft holds: its version, its answers, the questions a file was given to."""

    version_id: int
    answers: Mapping[str, Any]
    given: frozenset[str]


@dataclass(frozen=True, slots=True)
class VersionUse:
    """How many drafts and filed dossiers stand on one version."""

    drafts: int = 0
    filed: int = 0


class DossierKeeper(Protocol):
    """A room that keeps dossiers."""

    @property
    def code(self) -> str:
        """Return the stable code."""

    def count_drafts(self, aid: Aid, *, now: datetime) -> int:
        """Count the drafts that may still be filed."""

    def drafts(self, aid: Aid, *, now: datetime) -> Iterator[DraftContent]:
        """Yield those drafts, in a constant number of queries."""

    def use_of_versions(self, aid: Aid) -> Mapping[int, VersionUse]:
        """Return how many dossiers stand on each version, by the version's key."""


dossier_keepers: Registry[DossierKeeper] = Registry("dossier keepers")


def count_drafts(aid: Aid, *, now: datetime) -> int:
    """Count the drafts of an aid that may still be filed."""
    return sum(keeper.count_drafts(aid, now=now) for keeper in dossier_keepers)


def drafts(aid: Aid, *, now: datetime) -> Iterable[DraftContent]:
    """Yield those drafts."""
    for keeper in dossier_keepers:
        yield from keeper.drafts(aid, now=now)


def use_of_versions(aid: Aid) -> dict[int, VersionUse]:
    """Return how many dossiers stand on each version of an aid."""
    found: dict[int, VersionUse] = {}
    for keeper in dossier_keepers:
        for version_id, use in keeper.use_of_versions(aid).items():
            known = found.get(version_id, VersionUse())
            found[version_id] = VersionUse(known.drafts + use.drafts, known.filed + use.filed)
    return found
