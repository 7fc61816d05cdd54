"""Scheduled publications and closings, one by one: a broken page never holds the others back."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

logger = logging.getLogger("portal.aids")


def publish_scheduled(*, now: datetime | None = None) -> tuple[int, int]:
    """Publish what is due and take down what has expired; return how many of each."""
    now = now or timezone.now()
    due = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
    published = sum(_publish(pk) for pk in due.values_list("pk", flat=True))
    expired = Page.objects.filter(live=True, expire_at__lte=now).order_by("expire_at")
    closed = sum(_take_down(pk) for pk in expired.values_list("pk", flat=True))
    return published, closed


def _publish(pk: int) -> bool:
    return _alone(
        lambda: Revision.objects.get(pk=pk).publish(log_action="wagtail.publish.scheduled"),
        what=f"revision {pk}",
    )


def _take_down(pk: int) -> bool:
    return _alone(
        lambda: Page.objects.get(pk=pk).specific.unpublish(
            set_expired=True, log_action="wagtail.unpublish.scheduled"
        ),
        what=f"page {pk}",
    )


def _alone(act: Callable[[], object], *, what: str) -> bool:
    """Do one act in its own transaction; log its failure and go on."""
    try:
        with transaction.atomic():
            act()
    except Exception:
        logger.exception("scheduled publication: %s failed", what)
        return False
    return True
