"""A page in another language, made the way its translators would: string by string, published.

Nothing but wagtail-localize writes the page, so that the editor opens it as a translation, every
string in place, and publishing it again gives the same page.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments, quote_path_component

Strings = list[StringSegmentValue]
Templates = list[tuple[str, str]]


def publish_translation(source: Page, words: Page, *, locale: Locale) -> None:
    """Translate a published page and publish the translation.

    `words` is the source with its texts replaced by those of the language; it is never saved.
    """
    with transaction.atomic():
        origin, is_changed = TranslationSource.update_or_create_from_instance(source)
        translation, is_new = Translation.objects.get_or_create(source=origin, target_locale=locale)
        if _translate(origin, source, words, locale) or is_changed or is_new:
            translation.save_target(publish=True)


def _translate(origin: TranslationSource, source: Page, words: Page, locale: Locale) -> bool:
    """Write the translation of every string, and the links that lead elsewhere.

    Return whether one of them is new.
    """
    templates, strings = _parts(source)
    own_templates, own_strings = _parts(words)
    if templates != own_templates or _paths(strings) != _paths(own_strings):
        raise ValueError(f"{source.slug}: the texts in {locale} are not laid out like the source's")
    known = _known_translations(origin, locale)
    wanted: dict[tuple[int, int], str] = {}
    segments = StringSegment.objects.filter(source=origin).order_by("order")
    for segment, own in zip(segments, own_strings, strict=True):
        text = wanted.setdefault((segment.string_id, segment.context_id), own.string.data)
        if text != own.string.data:
            raise ValueError(f"{source.slug}: the same words are translated twice in {own.path}")
    StringTranslation.objects.bulk_create(
        (
            StringTranslation(
                translation_of_id=string,
                context_id=context,
                locale=locale,
                data=text,
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            )
            for (string, context), text in wanted.items()
            if known.get((string, context)) != text
        ),
        update_conflicts=True,
        unique_fields=["locale", "translation_of", "context"],
        update_fields=["data", "updated_at", "has_error", "field_error"],
    )
    for path, address in _links(strings, own_strings):
        SegmentOverride.objects.update_or_create(
            locale=locale,
            context=TranslationContext.objects.get(object_id=origin.object_id, path=path),
            defaults={"data_json": json.dumps(address), "has_error": False, "field_error": ""},
        )
    return wanted.items() - known.items() != set()


def _known_translations(origin: TranslationSource, locale: Locale) -> dict[tuple[int, int], str]:
    """Return what is translated already, by string and place."""
    rows = StringTranslation.objects.filter(
        context__object_id=origin.object_id, locale=locale, has_error=False
    )
    return {
        (string, context): text
        for string, context, text in rows.values_list("translation_of", "context", "data")
    }


def _parts(page: Page) -> tuple[Templates, Strings]:
    """Return the layout of a page's texts, and the texts, in the order of the page."""
    segments = extract_segments(page)
    return (
        [(one.path, one.template) for one in segments if isinstance(one, TemplateSegmentValue)],
        [one for one in segments if isinstance(one, StringSegmentValue)],
    )


def _paths(strings: Strings) -> list[str]:
    return [one.path for one in strings]


def _links(strings: Strings, own_strings: Strings) -> Iterator[tuple[str, Any]]:
    """Yield the links whose address changes with the language, by the path of their override."""
    for string, own in zip(strings, own_strings, strict=True):
        for name, attributes in (string.attrs or {}).items():
            address = attributes.get("href")
            other = (own.attrs or {}).get(name, {}).get("href")
            if address and other and other != address:
                yield f"{string.path}.{quote_path_component(address)}", other
