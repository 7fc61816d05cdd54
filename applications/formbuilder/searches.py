"""What questions with thousands of possible answers are searched in, on the server.

Other rooms add their sources in `AppConfig.ready()`; a source opens one thing to search per scope.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from applications.registries.address_search import SOURCE, AddressSearch, address_details
from applications.registries.territories import activities, territories
from cms.core.lookup import Entry, Lookup
from cms.core.part_widgets import Searchable
from cms.core.registry import Registry

REFERENCE_LISTS = "lists"
"""The source of the editors' own lists; the room that keeps them registers it."""

SEPARATOR = "|"
NAF = re.compile(r"\d{2}\.\d{2}[A-Z]", re.ASCII)


@dataclass(frozen=True, slots=True)
class SearchSource:
    """A source: its stable code, and what it opens for a scope; nothing for one it ignores.

    `scopes` are those an editor may choose among, when they are not the type's own affair;
    `details` are what a choice fills in beside; one that asks elsewhere is for signed-in people.
    """

    code: str
    open: Callable[[str], Searchable | None]
    scopes: Callable[[], list[tuple[str, str]]] = list
    details: Callable[[Entry], dict[str, str]] | None = None
    is_public: bool = True


class VersionedSearch(Searchable, Protocol):
    """A list that changes: the number of the version searched goes with the answer."""

    @property
    def number(self) -> int:
        """Return the number of the version."""

    def first(self) -> Entry:
        """Return the first line."""


search_sources: Registry[SearchSource] = Registry("search sources")


@dataclass(frozen=True, slots=True)
class Restricted:
    """The part of a list that belongs to some groups."""

    whole: Lookup
    groups: frozenset[str]

    def search(self, text: str, *, limit: int) -> Sequence[Entry]:
        """Return what the words may mean, in these groups."""
        return self.whole.search(text, limit=limit, groups=self.groups)

    def named(self, text: str) -> Sequence[Entry]:
        """Return what bears exactly this name, in these groups."""
        return self.whole.named(text, groups=self.groups)

    def find(self, code: str) -> Entry | None:
        """Return the entry of this code, if it is in these groups."""
        found = self.whole.find(code)
        return found if found is not None and found.group in self.groups else None


def territory_scope(level: str, groups: Sequence[str]) -> str:
    """Write what `open_territories` reads."""
    return SEPARATOR.join([level, *groups])


def open_territories(scope: str) -> Searchable | None:
    """Open one level of territories, within some départements when the scope names them."""
    level, *groups = scope.split(SEPARATOR)
    try:
        whole = territories().lookup(level)
    except KeyError:
        return None
    return Restricted(whole, frozenset(groups)) if groups else whole


class ActivitySearch:
    """The NAF rév. 2, by code or words; a code it has not is taken as one of the NAF 2025.

    Sirene gives both until the NAF 2025 replaces the other on 1 January 2027.
    """

    def search(self, text: str, *, limit: int) -> Sequence[Entry]:
        """Return what the words may mean."""
        return activities().search(text, limit=limit) or self.named(text)

    def named(self, text: str) -> Sequence[Entry]:
        """Return the activity of this code or of this name."""
        code = naf_code(text)
        found = self.find(code) if code else None
        return [found] if found is not None else activities().named(text)

    def find(self, code: str) -> Entry | None:
        """Return the activity of this code."""
        known = activities().find(code)
        if known is None and NAF.fullmatch(code):
            return Entry(code, f"{code} (NAF 2025)")
        return known


def naf_code(text: str) -> str:
    """Return a code as the nomenclature writes it (« 9499z » is 94.99Z), or nothing."""
    compact = text.replace(".", "").replace(" ", "").upper()
    code = f"{compact[:2]}.{compact[2:]}"
    return code if NAF.fullmatch(code) else ""


def is_known_activity(code: str) -> bool:
    """Tell whether the NAF rév. 2 has this code."""
    return activities().find(code) is not None


ADDRESSES = search_sources.register(
    SearchSource(SOURCE, lambda _scope: AddressSearch(), details=address_details, is_public=False)
)
TERRITORIES = search_sources.register(SearchSource("territories", open_territories))
ACTIVITIES = search_sources.register(SearchSource("activities", lambda _scope: ActivitySearch()))
