"""Lists of answers: one in memory for forms to ask, others in the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from aids.models import ReferenceList, ReferenceListVersion
from aids.reference_lists import SearchedList
from aids.services import reference_lists
from applications.formbuilder.searches import REFERENCE_LISTS, SearchSource, search_sources
from cms.core.lookup import Entry, Lookup

SCHOOLS = [
    ("0350024L", "Lycée Émile-Zola", "Rennes"),
    ("0290990K", "Lycée de la Pointe", "Brest"),
    ("0350991M", "Lycée La Lande", ""),
]


def in_memory(lines: list[tuple[str, str, str]]) -> SearchedList:
    """Return a list that needs no database."""
    return SearchedList(
        3, Lookup((Entry(code, label), label, words) for code, label, words in lines)
    )


@contextmanager
def lists_in_memory() -> Iterator[None]:
    """Let forms ask in the list « schools » without a database."""
    schools = in_memory(SCHOOLS)
    source = SearchSource(
        REFERENCE_LISTS,
        lambda scope: schools if scope == "schools" else None,
        scopes=lambda: [("schools", "Lycées")],
    )
    before = search_sources.get(REFERENCE_LISTS)
    search_sources._items[REFERENCE_LISTS] = source
    try:
        yield
    finally:
        search_sources._items[REFERENCE_LISTS] = before


def reference_list(
    code: str = "schools", lines: list[tuple[str, str, str]] | None = None
) -> ReferenceList:
    """Return a list in the database, with a version in use."""
    made = ReferenceList.objects.create(code=code, name="Lycées")
    use(made, SCHOOLS if lines is None else lines)
    made.refresh_from_db()
    return made


def use(made: ReferenceList, lines: list[tuple[str, str, str]]) -> ReferenceListVersion:
    """Give a list new lines, in use at once."""
    now = timezone.now()
    version = reference_lists.keep_version(made, entries=lines, actor=None, now=now)
    return reference_lists.use_version(version, actor=None, now=now)
