"""The catalogue's search documents, written at publication and whenever one is missing."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import override

from aids.models.aid import Aid
from aids.models.pages import AidPage
from aids.models.search import AidSearchEntry
from aids.words import stems_of

TAXONOMIES = ("audiences", "themes", "territories", "natures")
CARD_TEXTS = ("title", "summary", "who", "amount")


def mark_of(page: AidPage) -> str:
    """Return what identifies a publication of a page."""
    published_at = page.last_published_at.isoformat() if page.last_published_at else ""
    return f"{page.live_revision_id or ''}:{published_at}"


def refresh(page: AidPage) -> AidSearchEntry | None:
    """Write the search entry of a live page, or remove it when the page is no longer live."""
    aid = Aid.objects.for_page(page)
    if not page.live or aid is None:
        AidSearchEntry.objects.filter(pk=page.pk).delete()
        return None
    source = _source_of(page)
    taxa = {name: list(getattr(source, name).all()) for name in TAXONOMIES}
    card = {
        **{name: getattr(page, name) for name in CARD_TEXTS},
        "untranslated": _untranslated(page, source),
        "is_featured": page.is_featured,
        "content_language": _content_language(page),
        **{name: [taxon.code for taxon in found] for name, found in taxa.items()},
    }
    with override(page.locale.language_code):
        labels = [str(taxon) for found in taxa.values() for taxon in found]
    entry, _is_new = AidSearchEntry.objects.update_or_create(
        pk=page.pk,
        defaults={
            "aid": aid,
            "mark": mark_of(page),
            "card": card,
            "title_words": " ".join(stems_of(page.title)),
            "summary_words": " ".join(
                stems_of(" ".join([page.summary, page.who, page.amount, *labels]))
            ),
            "text_words": " ".join(stems_of(" ".join(_texts_of(page)))),
        },
    )
    return entry


def _source_of(page: AidPage) -> AidPage:
    """Return the French page, whose taxonomies hold for every language."""
    if page.locale.language_code == settings.LANGUAGE_CODE:
        return page
    return (
        AidPage.objects.filter(
            translation_key=page.translation_key, locale__language_code=settings.LANGUAGE_CODE
        ).first()
        or page
    )


def _content_language(page: AidPage) -> str:
    """Return the language the page is written in: an alias shows another language's text."""
    return str((page.alias_of or page).locale.language_code)


def _untranslated(page: AidPage, source: AidPage) -> list[str]:
    """Return the texts of the card a translation still shows in French: equal to the source's."""
    if page.pk == source.pk or page.alias_of_id is not None:
        return []
    return [name for name in CARD_TEXTS if getattr(page, name) == getattr(source, name) != ""]


def _texts_of(page: AidPage) -> Iterator[str]:
    """Yield every text of the presentation, contacts and questions."""
    for stream in (page.presentation, page.contacts, page.questions):
        yield from _strings(stream.get_prep_value())


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in {"id", "type"}:
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
