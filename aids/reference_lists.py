"""Searching the editors' lists: the version in use, kept in memory by each process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from aids.models.reference_list import ReferenceList, ReferenceListVersion
from applications.formbuilder.searches import REFERENCE_LISTS, SearchSource
from cms.core.caches import pages as cache
from cms.core.generation import current_generation
from cms.core.lookup import Entry, Lookup

MOST_KEPT = 32
SECONDS = 300


@dataclass(frozen=True, slots=True)
class SearchedList:
    """The version of a list people search."""

    number: int
    lines: Lookup

    def search(self, text: str, *, limit: int) -> Sequence[Entry]:
        """Return the lines the words may mean."""
        return self.lines.search(text, limit=limit)

    def named(self, text: str) -> Sequence[Entry]:
        """Return the lines that bear exactly this label or code."""
        return self.lines.named(text)

    def find(self, code: str) -> Entry | None:
        """Return the line of this code."""
        return self.lines.find(code)

    def first(self) -> Entry:
        """Return the first line."""
        return next(iter(self.lines))


def open_list(code: str) -> SearchedList | None:
    """Return the version in use of a list; nothing when there is no such list, or no line."""
    used = versions_in_use().get(code)
    return None if used is None else _kept(*used)


def versions_in_use() -> Mapping[str, tuple[int, str]]:
    """Return the version in use of every list; asked again after a list changes."""
    key = f"reference-lists:{current_generation()}"
    found: dict[str, tuple[int, str]] | None = cache.get(key)
    if found is None:
        rows = ReferenceList.objects.exclude(current=None).values_list(
            "code", "current_id", "current__digest"
        )
        found = {code: (version_id, digest) for code, version_id, digest in rows}
        cache.set(key, found, timeout=SECONDS)
    return found


def list_choices() -> list[tuple[str, str]]:
    """Return the lists an editor may choose."""
    return list(ReferenceList.objects.exclude(current=None).values_list("code", "name"))


@lru_cache(maxsize=MOST_KEPT)
def _kept(version_id: int, _digest: str) -> SearchedList:
    version = ReferenceListVersion.objects.get(pk=version_id)
    lines = ((Entry(code, label), label, words) for code, label, words in version.entries)
    return SearchedList(version.number, Lookup(lines))


source = SearchSource(REFERENCE_LISTS, open_list, scopes=list_choices)
