"""What waits for an officer, at a glance: a few counts and the legal dates that come near.

Four queries, whatever the number of aids and of dossiers.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q

from applications.accounts.models import User
from applications.review.queue import OPEN_STATES, SHOWN_COLUMNS
from applications.review.reading import SOON, QueueLine, lines
from applications.submissions.legal_clock import TERM_MONTHS
from applications.submissions.models import Submission, SubmissionState
from cms.core.dates import add_months, paris_day, start_of_paris_day

NEAR_SHOWN = 6
NEAR_READ = 60
"""Dossiers read to find the nearest dates: a suspension moves some of them away."""
UNEVEN = timedelta(days=4)
"""Months are not all as long: two months earlier than a day may be up to three days off."""


@dataclass(frozen=True, slots=True)
class AidCount:
    """The dossiers of one aid that are still to be handled."""

    title: str
    code: str
    to_take: int
    under_review: int
    to_decide: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What waits for one person."""

    aids: list[AidCount]
    mine: int
    near: list[QueueLine]

    @property
    def to_take(self) -> int:
        """Count the dossiers nobody has taken in charge."""
        return sum(one.to_take for one in self.aids)

    @property
    def under_review(self) -> int:
        """Count the dossiers somebody works on."""
        return sum(one.under_review for one in self.aids)

    @property
    def to_decide(self) -> int:
        """Count the dossiers that wait for a decision."""
        return sum(one.to_decide for one in self.aids)


def read_overview(user: User, *, now: datetime) -> Overview:
    """Return what waits for this person in the aids of their teams."""
    waiting = Submission.objects.visible_to_staff(user).filter(state__in=OPEN_STATES)
    return Overview(
        aids=[AidCount(**row) for row in _by_aid(waiting)],
        mine=waiting.filter(officer=user).count(),
        near=_near(waiting, now),
    )


def _by_aid(waiting: Any) -> Any:
    return (
        waiting.values(title=F("aid__title"), code=F("aid__short_code"))
        .annotate(
            to_take=Count("pk", filter=Q(state=SubmissionState.SUBMITTED)),
            under_review=Count("pk", filter=Q(state=SubmissionState.UNDER_REVIEW)),
            to_decide=Count("pk", filter=Q(state=SubmissionState.COMPLETE)),
        )
        .order_by("title")
    )


def _near(waiting: Any, now: datetime) -> list[QueueLine]:
    """Return the dossiers whose silence becomes a rejection soon, the nearest first.

    Without a suspension the date follows from the filing; those with one are read and judged.
    """
    today = paris_day(now)
    first = start_of_paris_day(add_months(today, -TERM_MONTHS))
    last = start_of_paris_day(add_months(today + SOON, -TERM_MONTHS) + UNEVEN)
    found = (
        waiting.filter(submitted_at__lt=last)
        .filter(Q(submitted_at__gte=first) | Q(suspensions__isnull=False))
        .distinct()
        .order_by("submitted_at", "pk")
        .values("pk")[:NEAR_READ]
    )
    dossiers = (
        Submission.objects.real()
        .filter(pk__in=found)
        .select_related("aid", "structure", "person", "officer")
        .only(*SHOWN_COLUMNS)
        .prefetch_related("suspensions")
    )
    near = [
        (line.due_on, line)
        for line in lines(dossiers, now=now)
        if line.due_on is not None and line.is_due_soon and line.due_on >= today
    ]
    near.sort(key=lambda one: one[0])
    return [line for _due_on, line in near[:NEAR_SHOWN]]
