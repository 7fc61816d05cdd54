"""What waits for those who write aids, at a glance: drafts, their problems, campaigns that close.

Four queries, whatever the number of aids: drafts are judged from their revisions as stored, and
what was found is kept until the draft is saved again.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from wagtail.models import Page, Revision
from wagtail.permissions import policy_registry

from aids.drafts import FORM_FIELDS, schema_from
from aids.models import AidPage, Campaign
from applications.formbuilder import checks
from cms.core.caches import pages as cache

CLOSES_SOON = timedelta(days=30)
CAMPAIGNS_SHOWN = 6
DRAFTS_SHOWN = 8
KEPT_SECONDS = 24 * 3600
COLUMNS = (
    "title",
    "draft_title",
    "live",
    "has_unpublished_changes",
    "translation_key",
    "latest_revision_created_at",
    "latest_revision",
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A page whose last version is not the one people read."""

    page: AidPage
    problems: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What waits for one person."""

    pages: list[AidPage]
    drafts: list[Draft]
    drafts_left: int
    closing: list[Campaign]


def read_overview(user: Any, *, now: datetime) -> Overview:
    """Return the aids this person may edit, and what they would look at first."""
    pages = list(
        AidPage.objects.filter(
            pk__in=editable_pages(user).values("pk"),
            locale__language_code=settings.LANGUAGE_CODE,
            alias_of__isnull=True,
        )
        .only(*COLUMNS)
        .order_by("title")
    )
    drafts = [page for page in pages if page.has_unpublished_changes or not page.live]
    drafts.sort(key=lambda page: page.latest_revision_created_at or now, reverse=True)
    shown = drafts[:DRAFTS_SHOWN]
    problems = problem_counts(shown)
    return Overview(
        pages=pages,
        drafts=[Draft(page, problems.get(page.pk, 0)) for page in shown],
        drafts_left=len(drafts) - len(shown),
        closing=_closing(pages, now),
    )


def editable_pages(user: Any) -> Any:
    """Return the pages this person may change."""
    return policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")


def problem_counts(pages: Iterable[AidPage]) -> dict[int, int]:
    """Count what stops the form of each draft from being published, page by page."""
    keys = {page.pk: _key(page) for page in pages if page.latest_revision_id is not None}
    kept: dict[str, int] = cache.get_many(keys.values())
    wanted = {page.latest_revision_id: page for page in pages if keys.get(page.pk) not in kept}
    revisions = Revision.objects.filter(pk__in=[key for key in wanted if key is not None])
    for revision in revisions.only("content") if wanted else ():
        key = keys[wanted[revision.pk].pk]
        kept[key] = len(checks.check(schema_from(_form_of(revision.content))))
        cache.set(key, kept[key], timeout=KEPT_SECONDS)
    return {pk: kept[key] for pk, key in keys.items() if key in kept}


def _key(page: AidPage) -> str:
    """Name the draft as last saved: a revision may be written over."""
    return f"form-problems:{page.latest_revision_id}:{page.latest_revision_created_at.timestamp()}"


def _form_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of the form as a revision stores them; its preamble is not checked."""
    return {
        name: json.loads(content.get(name) or "[]") for name in FORM_FIELDS if name != "preamble"
    }


def _closing(pages: Iterable[AidPage], now: datetime) -> list[Campaign]:
    keys = [page.translation_key for page in pages]
    return list(
        Campaign.objects.open_at(now)
        .filter(aid__key__in=keys, closes_at__lte=now + CLOSES_SOON)
        .select_related("aid")
        .by_closing()[:CAMPAIGNS_SHOWN]
    )
