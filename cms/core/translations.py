"""Translations kept in step with their source: what changes in French waits to be translated."""

import logging
from dataclasses import dataclass

from django.db import transaction
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

logger = logging.getLogger("portal.translations")


@dataclass(frozen=True, slots=True)
class Outdated:
    """A translation behind its source: its page, the language's name, the texts that wait."""

    page: Page
    language: str
    count: int


def follow_source(page: Page) -> None:
    """Read again the texts of a published source page that has translations; never raises.

    What changed is no longer translated until an editor says it again; the translated page itself
    stays as it was published.
    """
    try:
        with transaction.atomic():
            source = TranslationSource.objects.filter(
                object_id=page.translation_key,
                locale_id=page.locale_id,
                translations__enabled=True,
            ).first()
            if source is not None:
                source.update_from_db()
    except Exception:
        logger.exception("the translations of page %s could not follow its publication", page.pk)


def outdated(page: Page) -> list[Outdated]:
    """Return the translations behind their source: those of a source page, or the page's own."""
    translations = Translation.objects.filter(
        source__object_id=page.translation_key, enabled=True
    ).select_related("source", "target_locale")
    targets = {
        one.locale_id: one for one in Page.objects.filter(translation_key=page.translation_key)
    }
    found = []
    for one in translations:
        target = targets.get(one.target_locale_id)
        if target is None or page.locale_id not in (one.source.locale_id, one.target_locale_id):
            continue
        total, translated = one.get_progress()
        if translated < total:
            language = one.target_locale.get_display_name()
            found.append(Outdated(target, language.lower(), total - translated))
    return found
