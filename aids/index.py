"""Every live aid of one language, ready to be searched: read once per generation and process."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from django.conf import settings
from django.utils.translation import get_language, gettext, gettext_lazy as _, pgettext_lazy

from aids.labels import taxonomy_labels
from aids.models.aid import Aid
from aids.models.campaign import Campaign
from aids.models.pages import AidPage
from aids.models.search import AidSearchEntry
from aids.opening import Opening, OpeningState, next_change, opening_of
from aids.services import search_entries
from aids.services.search_entries import CARD_TEXTS
from cms.core.caches import pages as cache
from cms.core.generation import current_generation
from cms.core.templatetags.portal import long_date

KEPT_SECONDS = 300
STATE_LABELS = {
    OpeningState.OPEN: pgettext_lazy("aid", "Open"),
    OpeningState.PERMANENT: pgettext_lazy("aid", "Open all year round"),
    OpeningState.UPCOMING: pgettext_lazy("aid", "Opening soon"),
    OpeningState.CLOSED: pgettext_lazy("aid", "Closed"),
}
STATE_VARIANTS = {
    OpeningState.OPEN: "success",
    OpeningState.PERMANENT: "success",
    OpeningState.UPCOMING: "warning",
    OpeningState.CLOSED: "outline",
}
UNTIL_LABELS = {
    OpeningState.OPEN: _("Until"),
    OpeningState.PERMANENT: pgettext_lazy("aid", "When"),
    OpeningState.UPCOMING: pgettext_lazy("aid", "From"),
    OpeningState.CLOSED: _("Closed since"),
}


@dataclass(frozen=True, slots=True)
class IndexedAid:
    """One aid as the catalogue knows it, whatever the moment."""

    aid: Aid
    url: str
    title: str
    summary: str
    who: str
    amount: str
    language: str
    is_featured: bool
    published_at: datetime | None
    audiences: frozenset[str]
    themes: frozenset[str]
    territories: frozenset[str]
    natures: frozenset[str]
    campaigns: tuple[Campaign, ...]
    title_words: frozenset[str]
    summary_words: frozenset[str]
    text_words: frozenset[str]
    untranslated: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AidCard:
    """An aid in a list: who can ask, how much, until when, and whether it is open now."""

    indexed: IndexedAid
    opening: Opening
    is_in_other_language: bool

    @property
    def aid(self) -> Aid:
        """Return the aid."""
        return self.indexed.aid

    @property
    def url(self) -> str:
        """Return the address of its page."""
        return self.indexed.url

    @property
    def title(self) -> str:
        """Return its title."""
        return self.indexed.title

    @property
    def summary(self) -> str:
        """Return its summary."""
        return self.indexed.summary

    @property
    def who(self) -> str:
        """Return who can ask."""
        return self.indexed.who

    @property
    def amount(self) -> str:
        """Return how much."""
        return self.indexed.amount

    @property
    def language(self) -> str:
        """Return the language its texts are in."""
        return self.indexed.language

    @property
    def theme(self) -> str:
        """Return the label of its first theme."""
        labels = taxonomy_labels(get_language() or settings.LANGUAGE_CODE)["theme"]
        return next((labels[code] for code in labels if code in self.indexed.themes), "")

    @property
    def state_label(self) -> str:
        """Return whether it is open, in words."""
        return str(STATE_LABELS[self.opening.state])

    @property
    def state_variant(self) -> str:
        """Return the colour of the tag that says so."""
        return STATE_VARIANTS[self.opening.state]

    @property
    def until_label(self) -> str:
        """Return what the date of `until` is."""
        return str(UNTIL_LABELS[self.opening.state])

    @property
    def until(self) -> str:
        """Return until when, or from when: « mardi 3 mars 2026 »."""
        opening = self.opening
        if opening.state is OpeningState.PERMANENT:
            return gettext("All year round")
        return long_date(opening.opens_at or opening.closes_at)

    @property
    def lang(self) -> str:
        """Return what `lang=` must say: nothing when the page around is in that language."""
        return self.indexed.language if self.is_in_other_language else ""

    @property
    def langs(self) -> dict[str, str]:
        """Return what `lang=` must say for each text that is not in the language around."""
        if self.is_in_other_language:
            return dict.fromkeys(CARD_TEXTS, self.indexed.language)
        return dict.fromkeys(self.indexed.untranslated, settings.LANGUAGE_CODE)


@dataclass(frozen=True)
class CatalogIndex:
    """The aids of one language; aids that are not translated stand in French."""

    language: str
    aids: tuple[IndexedAid, ...]

    @cached_property
    def vocabulary(self) -> dict[int, tuple[str, ...]]:
        """Return every word of the index by length."""
        return _by_length(
            indexed.title_words | indexed.summary_words | indexed.text_words
            for indexed in self.aids
        )

    @cached_property
    def headline_words(self) -> dict[int, tuple[str, ...]]:
        """Return the words of titles and summaries by length, to look for small slips."""
        return _by_length(indexed.title_words | indexed.summary_words for indexed in self.aids)

    @cached_property
    def by_aid(self) -> dict[int, IndexedAid]:
        """Return the aids by the id of their row."""
        return {indexed.aid.pk: indexed for indexed in self.aids}

    def card(self, indexed: IndexedAid, *, now: datetime) -> AidCard:
        """Return an aid as a list shows it now."""
        return AidCard(
            indexed=indexed,
            opening=opening_of(indexed.campaigns, now=now),
            is_in_other_language=indexed.language != self.language,
        )

    def next_change_at(self, *, now: datetime) -> datetime | None:
        """Return the next opening or closing of any aid."""
        campaigns = [campaign for indexed in self.aids for campaign in indexed.campaigns]
        return next_change(campaigns, now=now)


def _by_length(texts: Iterable[frozenset[str]]) -> dict[int, tuple[str, ...]]:
    words: dict[int, set[str]] = defaultdict(set)
    for text in texts:
        for word in text:
            words[len(word)].add(word)
    return {length: tuple(sorted(found)) for length, found in words.items()}


def catalog_index(language: str) -> CatalogIndex:
    """Return the index of one language, built again after any publication or campaign."""
    key = f"aids-index:{language}:{current_generation()}"
    token = cache.get(key)
    if token is None:
        token = uuid.uuid4().hex
        cache.set(key, token, timeout=KEPT_SECONDS)
    return _built(language, token)


@lru_cache(maxsize=8)
def _built(language: str, token: str) -> CatalogIndex:
    """Build the index; `token` changes with every generation."""
    pages = _pages(language)
    entries = _entries(pages)
    campaigns: dict[int, list[Campaign]] = defaultdict(list)
    for campaign in Campaign.objects.order_by("opens_at"):
        campaigns[campaign.aid_id].append(campaign)
    indexed = [
        _indexed(page, entry, campaigns[entry.aid_id])
        for page in pages
        if (entry := entries.get(page.pk)) is not None
    ]
    return CatalogIndex(language, tuple(sorted(indexed, key=lambda one: one.title.casefold())))


def _pages(language: str) -> list[AidPage]:
    """Return one live public page per aid: in the language, else in French."""
    found: dict[uuid.UUID, AidPage] = {}
    pages = (
        AidPage.objects.live()
        .public()
        .filter(locale__language_code__in={language, settings.LANGUAGE_CODE})
        .select_related("locale")
        .defer(
            "presentation", "contacts", "questions", "preamble",
            "criteria", "steps", "documents", "statements",
        )
    )  # fmt: skip
    for page in pages:
        if page.alias_of_id is not None and page.locale.language_code == settings.LANGUAGE_CODE:
            continue
        if page.locale.language_code == language or page.translation_key not in found:
            found[page.translation_key] = page
    return list(found.values())


def _entries(pages: list[AidPage]) -> dict[int, AidSearchEntry]:
    """Return the entries of pages; those missing or older than their page are written first."""
    by_page = {page.pk: page for page in pages}
    entries = {
        entry.pk: entry
        for entry in AidSearchEntry.objects.filter(pk__in=by_page).select_related("aid")
        if entry.mark == search_entries.mark_of(by_page[entry.pk])
    }
    for page in AidPage.objects.filter(pk__in=by_page.keys() - entries.keys()).select_related(
        "locale", "alias_of__locale"
    ):
        entry = search_entries.refresh(page)
        if entry is not None:
            entries[page.pk] = entry
    return entries


def _indexed(page: AidPage, entry: AidSearchEntry, campaigns: list[Campaign]) -> IndexedAid:
    card = entry.card
    return IndexedAid(
        aid=entry.aid,
        url=page.get_url() or "",
        title=card["title"],
        summary=card["summary"],
        who=card["who"],
        amount=card["amount"],
        language=card["content_language"],
        is_featured=card["is_featured"],
        published_at=page.first_published_at,
        audiences=frozenset(card["audiences"]),
        themes=frozenset(card["themes"]),
        territories=frozenset(card["territories"]),
        natures=frozenset(card["natures"]),
        campaigns=tuple(campaigns),
        title_words=frozenset(entry.title_words.split()),
        summary_words=frozenset(entry.summary_words.split()),
        text_words=frozenset(entry.text_words.split()),
        untranslated=frozenset(card.get("untranslated", ())),
    )
