"""The search of the catalogue: keyword, filters with counts, order, pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from aids.index import AidCard, CatalogIndex, IndexedAid, catalog_index
from aids.labels import TAXONOMIES, taxonomy_labels
from aids.opening import OpeningState
from aids.words import SLIP_LENGTH, is_one_slip_away, singular, stem, words_of

PAGE_SIZE = 12
LONGEST_QUERY = 200
MOST_TERMS = 12
TITLE_WEIGHT, SUMMARY_WEIGHT, TEXT_WEIGHT = 8.0, 3.0, 1.0
EXACT, BEGINNING, SLIP = 1.0, 0.7, 0.4
SHORTEST_BEGINNING = 3
SHORTEST_TERM = 2
SHORTEST_SLIP = 4

OPENINGS: dict[str, str | Promise] = {
    OpeningState.OPEN: pgettext_lazy("filter", "Open"),
    OpeningState.UPCOMING: pgettext_lazy("filter", "Opening later"),
    OpeningState.PERMANENT: pgettext_lazy("filter", "Permanent"),
    OpeningState.CLOSED: pgettext_lazy("filter", "Closed"),
}
RELEVANCE, CLOSING, RECENT = "pertinence", "cloture", "recentes"
ORDERS: dict[str, str | Promise] = {
    RELEVANCE: _("Relevance"),
    CLOSING: _("First to close"),
    RECENT: _("Most recent"),
}


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """One value of a filter, with how many aids it would give beside the other filters."""

    value: str
    label: str | Promise
    count: int | None
    is_checked: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter of the catalogue."""

    name: str
    legend: str | Promise
    choices: tuple[FacetChoice, ...]

    @property
    def is_used(self) -> bool:
        """Tell whether a value is chosen."""
        return any(choice.is_checked for choice in self.choices)


@dataclass(frozen=True, slots=True)
class CatalogQuery:
    """What the reader asks, with unknown names and values left out."""

    text: str = ""
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    order: str = RELEVANCE
    number: str = "1"

    @property
    def is_filtered(self) -> bool:
        """Tell whether something is asked."""
        return bool(self.text) or any(self.chosen.values())


@dataclass(frozen=True, slots=True)
class CatalogResult:
    """One page of results and everything around it."""

    query: CatalogQuery
    page: Page[AidCard]
    facets: tuple[Facet, ...]
    orders: tuple[FacetChoice, ...]
    count: int
    is_widened: bool
    is_unread: bool
    next_change_at: datetime | None

    @property
    def used(self) -> list[tuple[Facet, FacetChoice]]:
        """Return the values chosen, each with its filter."""
        return [
            (facet, choice)
            for facet in self.facets
            for choice in facet.choices
            if choice.is_checked
        ]


def search(params: QueryDict, *, language: str, now: datetime) -> CatalogResult:
    """Return the aids a reader asks for."""
    labels = taxonomy_labels(language)
    query = read_query(params, labels)
    index = catalog_index(language)
    cards = {indexed.aid.pk: index.card(indexed, now=now) for indexed in index.aids}
    scores, is_widened = matches(index, query.text)
    found = [card for card in cards.values() if card.aid.pk in scores]
    kept = [card for card in found if passes(card, query.chosen)]
    kept.sort(key=_order(query, scores))
    filters: list[tuple[str, str | Promise, Mapping[str, Any]]] = [
        (name, legend, labels[name]) for name, (_relation, _model, legend) in TAXONOMIES.items()
    ]
    filters.append(("ouverture", _("Filter by opening"), OPENINGS))
    facets = tuple(_facet(name, legend, codes, found, query) for name, legend, codes in filters)
    return CatalogResult(
        query=query,
        page=Paginator(kept, PAGE_SIZE).get_page(query.number),
        facets=facets,
        orders=tuple(
            FacetChoice(code, label, None, code == query.order) for code, label in ORDERS.items()
        ),
        count=len(kept),
        is_widened=is_widened and bool(kept),
        is_unread=bool(query.text) and not terms_of(query.text),
        next_change_at=index.next_change_at(now=now),
    )


def read_query(params: QueryDict, labels: Mapping[str, Mapping[str, Any]]) -> CatalogQuery:
    """Read the parameters of portal.md §2; what is unknown is ignored."""
    known: dict[str, Mapping[str, Any]] = {**labels, "ouverture": OPENINGS}
    order = params.get("tri", "")
    return CatalogQuery(
        text=" ".join(params.get("q", "").replace("\x00", " ").split())[:LONGEST_QUERY],
        chosen={
            name: frozenset(params.getlist(name)) & frozenset(codes)
            for name, codes in known.items()
        },
        order=order if order in ORDERS else RELEVANCE,
        number=params.get("page", "1"),
    )


def passes(card: AidCard, chosen: Mapping[str, frozenset[str]], *, but: str = "") -> bool:
    """Tell whether an aid has one chosen value of every filter used, `but` one."""
    return all(
        name == but or not codes or codes & codes_of(card, name) for name, codes in chosen.items()
    )


def codes_of(card: AidCard, name: str) -> frozenset[str]:
    """Return the values of an aid for one filter; a permanent aid is open too."""
    if name == "ouverture":
        states = {str(card.opening.state)}
        if card.opening.state is OpeningState.PERMANENT:
            states.add(str(OpeningState.OPEN))
        return frozenset(states)
    codes: frozenset[str] = getattr(card.indexed, TAXONOMIES[name][0])
    return codes


def matches(index: CatalogIndex, text: str) -> tuple[dict[int, float], bool]:
    """Return the score of every aid that answers a text, and whether the search was widened.

    Every word must be found, exactly, by its beginning or within one slip. When no aid has them
    all, those that have some are better than nothing. A text with nothing to search by asks for
    every aid.
    """
    terms = terms_of(text)
    if not terms:
        return {indexed.aid.pk: 0.0 for indexed in index.aids}, False
    readings = [_readings(index, term) for term in terms]
    scores: dict[int, list[float]] = {
        indexed.aid.pk: [_score(indexed, reading) for reading in readings] for indexed in index.aids
    }
    whole = {pk: sum(parts) for pk, parts in scores.items() if all(parts)}
    if whole or len(terms) == 1:
        return whole, False
    some = {
        pk: sum(parts) + TITLE_WEIGHT * sum(1 for part in parts if part)
        for pk, parts in scores.items()
        if any(parts)
    }
    return some, True


def terms_of(text: str) -> list[str]:
    """Return the words of a text that can be searched: a letter alone says nothing."""
    words = (word for word in words_of(text) if len(word) >= SHORTEST_TERM)
    return list(dict.fromkeys(words))[:MOST_TERMS]


def _readings(index: CatalogIndex, term: str) -> dict[str, float]:
    """Return the words of the catalogue a term may stand for, with how sure that is.

    A beginning is what was typed, not its root: « école » does not begin « écologie ». A slip is
    looked for when nothing else answers (« course » is not « bourse »), never on a root so short
    that any word is near it, and among the words of titles and summaries alone: in long texts
    there is always a « trait » beside a « train ».
    """
    root = stem(term)
    typed = (term, singular(term))
    readings: dict[str, float] = {}
    for words in index.vocabulary.values():
        for word in words:
            if word in (root, term):
                readings[word] = EXACT
            elif len(term) >= SHORTEST_BEGINNING and word.startswith(typed):
                readings[word] = BEGINNING
    if not readings and len(term) >= SLIP_LENGTH and len(root) >= SHORTEST_SLIP:
        for length in (len(root) - 1, len(root), len(root) + 1):
            for word in index.headline_words.get(length, ()):
                if len(word) >= SHORTEST_SLIP and is_one_slip_away(root, word):
                    readings[word] = SLIP
    return readings


def _score(indexed: IndexedAid, readings: Mapping[str, float]) -> float:
    """Return how well an aid answers one term: title, then summary, then text."""
    return max(
        (
            weight * max((readings[word] for word in readings.keys() & words), default=0.0)
            for words, weight in (
                (indexed.title_words, TITLE_WEIGHT),
                (indexed.summary_words, SUMMARY_WEIGHT),
                (indexed.text_words, TEXT_WEIGHT),
            )
        ),
        default=0.0,
    )


def _order(query: CatalogQuery, scores: Mapping[int, float]) -> Callable[[AidCard], Any]:
    """Return the key that puts the aids in the order asked for."""
    never = datetime.max.replace(tzinfo=UTC)
    rank = {OpeningState.OPEN: 0, OpeningState.PERMANENT: 1, OpeningState.UPCOMING: 2}

    def by_relevance(card: AidCard) -> Any:
        state = 0 if card.opening.is_open else rank.get(card.opening.state, 3)
        return (-scores[card.aid.pk], state, card.title.casefold())

    def by_closing(card: AidCard) -> Any:
        moment = card.opening.closes_at or card.opening.opens_at or never
        return (rank.get(card.opening.state, 3), moment, card.title.casefold())

    def by_publication(card: AidCard) -> Any:
        published_at = card.indexed.published_at
        return (-(published_at.timestamp() if published_at else 0.0), card.title.casefold())

    return {RELEVANCE: by_relevance, CLOSING: by_closing, RECENT: by_publication}[query.order]


def _facet(
    name: str,
    legend: str | Promise,
    codes: Mapping[str, Any],
    found: list[AidCard],
    query: CatalogQuery,
) -> Facet:
    """Return a filter with its counts, the other filters applied."""
    others = [card for card in found if passes(card, query.chosen, but=name)]
    return Facet(
        name=name,
        legend=legend,
        choices=tuple(
            FacetChoice(
                value=str(code),
                label=label,
                count=sum(1 for card in others if code in codes_of(card, name)),
                is_checked=code in query.chosen.get(name, frozenset()),
            )
            for code, label in codes.items()
        ),
    )
