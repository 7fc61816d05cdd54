"""Wagtail's own signals, each received by one line that calls a service."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.core import public_cache, translations
from cms.core.models import SiteSettings, SiteTexts


def connect() -> None:
    """Connect every receiver; called once by the application."""
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(forget_public_pages, dispatch_uid="core.forget_public_pages")
    page_published.connect(follow_source_text, dispatch_uid="core.follow_source_text")
    for model in (SiteSettings, SiteTexts):
        for signal in (post_save, post_delete):
            signal.connect(
                forget_public_pages, sender=model, dispatch_uid=f"core.forget_on_{model.__name__}"
            )


def forget_public_pages(sender: object, **kwargs: Any) -> None:
    """Start a new generation of the public cache."""
    public_cache.bump()


def follow_source_text(sender: object, instance: Any, **kwargs: Any) -> None:
    """Read again the texts that the translations of a published page come from."""
    translations.follow_source(instance)
