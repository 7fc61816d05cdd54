"""Erasing dossiers: drafts of who leaves, and what has come to its term."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from applications.accounts.models import User
from applications.attachments import services as attachments
from applications.attachments.models import Attachment
from applications.notifications.services import erase_about
from applications.submissions import events as kinds, terms
from applications.submissions.models import ClockSuspension, Decision, Submission
from applications.submissions.querysets import BEFORE_FILING
from applications.submissions.services.filing import ACKNOWLEDGE, TELL_TEAM
from cms.core import events, jobs
from cms.core.dates import paris_day
from cms.core.models import SiteSettings

BATCH = 100


def erase_drafts(user: User, now: datetime) -> int:
    """Erase what a person was writing in their own name and never filed."""
    drafts = Submission.objects.real().filter(
        person=user, state__in=BEFORE_FILING, submitted_at__isnull=True
    )
    return _erase(list(drafts.values_list("pk", flat=True)), now=now)


def run(now: datetime) -> int:
    """Erase the dossiers whose last day is over; return how many there were.

    A filed dossier that is not decided has no last day: it is never erased.
    """
    settings = SiteSettings.load()
    count = 0
    for batch in _batches(now, settings):
        over = [one.pk for one in batch if _is_over(one, settings, now=now)]
        count += _erase(over, now=now)
    return count


def _is_over(submission: Submission, settings: SiteSettings, *, now: datetime) -> bool:
    last = terms.last_day(submission, settings)
    return last is not None and paris_day(now) > last


def _batches(now: datetime, settings: SiteSettings) -> Iterable[list[Submission]]:
    """Return what may be over, a batch at a time; the exact day is asked of each."""
    candidates = (
        Submission.objects.real()
        .filter(
            Q(state__in=terms.REFUSED, decision_notified_at__lt=now)
            | Q(state__in=terms.ENDED, changed_at__lt=now)
        )
        .only("pk", "state", "decision_notified_at", "changed_at")
        .order_by("pk")
    )
    last = 0
    while batch := list(candidates.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk


@transaction.atomic
def _erase(keys: list[int], *, now: datetime) -> int:
    """Erase dossiers with all that hangs on them; the jobs first (see `jobs.forget`).

    The state is asked again under the lock: a dossier filed meanwhile is kept.
    """
    erasable = (*BEFORE_FILING, *terms.OVER)
    locked = Submission.objects.real().select_for_update(of=("self",)).filter(pk__in=keys)
    found = list(locked.filter(state__in=erasable).values_list("pk", flat=True))
    if not found:
        return 0
    for kind in (ACKNOWLEDGE, TELL_TEAM):
        jobs.forget(kind, keys=found)
    owned = [str(key) for key in found]
    attachments.erase(Attachment.objects.filter(owner_type=kinds.SUBJECT, owner_id__in=owned))
    erase_about(kinds.SUBJECT, found)
    for parts in (Decision, ClockSuspension):
        parts._default_manager.filter(submission__in=found).delete()
    Submission.objects.real().filter(pk__in=found).delete()
    events.forget(subject_type=kinds.SUBJECT, subject_ids=found)
    events.record(
        kinds.ERASED_AT_TERM,
        subject_type="retention",
        subject_id=paris_day(now).isoformat(),
        at=now,
        count=len(found),
    )
    return len(found)
