"""What other rooms ask about an aid: its live page, its theme; one query each."""

import uuid
from collections.abc import Collection

from django.conf import settings
from django.http import Http404

from aids.labels import taxonomy_labels
from aids.models.aid import Aid
from aids.models.pages import AidPage


def live_aid_page(slug: str, language: str) -> AidPage:
    """Return the live page of this slug in a language, else the French one; 404 when none is."""
    found = {
        page.locale.language_code: page
        for page in AidPage.objects.live()
        .filter(slug=slug, locale__language_code__in={language, settings.LANGUAGE_CODE})
        .select_related("locale", "alias_of__locale")
        .order_by("-path")
    }
    page = found.get(language) or found.get(settings.LANGUAGE_CODE)
    if page is None:
        raise Http404(slug)
    page.french_page = found.get(settings.LANGUAGE_CODE) if page.alias_of_id is None else None
    return page


def first_themes(keys: Collection[uuid.UUID], *, language: str) -> dict[uuid.UUID, tuple[str, str]]:
    """Return the code and label of the first theme of each aid that has one, published or not.

    Both themes and aids come in the order of the catalogue's themes.
    """
    labels = taxonomy_labels(language)["theme"]
    rank = {code: position for position, code in enumerate(labels)}
    found = AidPage.themes.through.objects.filter(
        aidpage__translation_key__in=keys, aidpage__locale__language_code=settings.LANGUAGE_CODE
    ).values_list("theme__code", "aidpage__translation_key")
    themes: dict[uuid.UUID, tuple[str, str]] = {}
    for code, key in sorted(found, key=lambda pair: rank[pair[0]]):
        themes.setdefault(key, (code, labels[code]))
    return themes


def audiences_of(aid: Aid, *, language: str) -> dict[str, str]:
    """Return who an aid is for, the label of each family by its code; nothing means everybody."""
    codes = AidPage.audiences.through.objects.filter(
        aidpage__translation_key=aid.key,
        aidpage__locale__language_code=settings.LANGUAGE_CODE,
    ).values_list("audience__code", flat=True)
    asked = set(codes)
    labels = taxonomy_labels(language)["public"]
    return {code: label for code, label in labels.items() if code in asked}
