"""The aids other pages put in view: featured, closing soon, for some audiences."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings

from aids.index import AidCard, catalog_index
from aids.models.aid import Aid
from aids.opening import OpeningState

CLOSING_SOON = timedelta(days=60)


def next_change_at(*, now: datetime) -> datetime | None:
    """Return the next opening or closing of any aid."""
    return catalog_index(settings.LANGUAGE_CODE).next_change_at(now=now)


def featured(*, language: str, now: datetime) -> list[AidCard]:
    """Return the featured aids that are not closed, those open first."""
    cards = [card for card in _cards(language, now) if card.indexed.is_featured]
    shown = [card for card in cards if card.opening.state is not OpeningState.CLOSED]
    return sorted(shown, key=lambda card: not card.opening.is_open)


def closing_soon(*, language: str, now: datetime) -> list[AidCard]:
    """Return the aids that close within two months, the first to close first."""
    dated = [
        (card.opening.closes_at, card)
        for card in _cards(language, now)
        if card.opening.state is OpeningState.OPEN and card.opening.closes_at is not None
    ]
    soon = [pair for pair in dated if pair[0] <= now + CLOSING_SOON]
    return [card for _closes_at, card in sorted(soon, key=lambda pair: (pair[0], pair[1].title))]


def for_audiences(codes: Iterable[str], *, language: str, now: datetime) -> list[AidCard]:
    """Return the aids for any of these audiences: open, then to come, then closed."""
    wanted = frozenset(codes)
    order = {OpeningState.UPCOMING: 1, OpeningState.CLOSED: 2}
    cards = [card for card in _cards(language, now) if card.indexed.audiences & wanted]
    return sorted(cards, key=lambda card: order.get(card.opening.state, 0))


def title_of(aid: Aid, *, language: str) -> tuple[str, str]:
    """Return the title of an aid in a language, else in French, and the language it is in."""
    if language != settings.LANGUAGE_CODE:
        indexed = catalog_index(language).by_aid.get(aid.pk)
        if indexed is not None and indexed.language == language:
            is_french = "title" in indexed.untranslated
            return indexed.title, settings.LANGUAGE_CODE if is_french else language
    return aid.title, settings.LANGUAGE_CODE


def _cards(language: str, now: datetime) -> list[AidCard]:
    index = catalog_index(language)
    return [index.card(indexed, now=now) for indexed in index.aids]
