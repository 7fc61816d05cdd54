"""Wagtail's own signals, each received by one line that calls a service."""

from typing import Any

from wagtail.signals import page_published

from aids.models.pages import AidPage
from aids.services import versions


def connect() -> None:
    """Connect every receiver; called once by the application."""
    page_published.connect(
        follow_publication, sender=AidPage, dispatch_uid="aids.follow_publication"
    )


def follow_publication(sender: object, instance: AidPage, **kwargs: Any) -> None:
    """Make the form version and the search entry of a published aid."""
    versions.page_was_published(instance)
