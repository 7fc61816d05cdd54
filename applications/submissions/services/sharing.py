"""Sharing a dossier with a colleague, and taking over a colleague's draft."""

from datetime import datetime

from django.db import transaction

from applications.accounts.models import User
from applications.structures.models import Membership
from applications.submissions import events as kinds
from applications.submissions.exceptions import NotAColleague
from applications.submissions.models import Submission, SubmissionShare
from applications.submissions.permissions import can_share, can_take_over
from applications.submissions.services.moves import lock
from cms.core import events


def colleagues_of(submission: Submission) -> list[Membership]:
    """Return who the dossier may be shared with: members who neither wrote it nor manage."""
    return list(
        Membership.objects.active()
        .filter(structure_id=submission.structure_id, role="member")
        .exclude(user_id=submission.writer_id)
        .select_related("user")
        .order_by("user__last_name", "user__first_name", "pk")
    )


def shares_of(submission: Submission) -> set[int]:
    """Return the colleagues it is shared with."""
    active = SubmissionShare.objects.filter(submission=submission, ended_at__isnull=True)
    return set(active.values_list("user_id", flat=True))


@transaction.atomic
def share(submission: Submission, *, user_id: int, actor: User, now: datetime) -> None:
    """Let a colleague read and write in the dossier; a second click changes nothing.

    A sharing from before they left and came back is ended first: it opens nothing any more.
    """
    locked = lock(submission)
    can_share(actor, locked).require()
    membership = next((one for one in colleagues_of(locked) if one.user_id == user_id), None)
    if membership is None:
        raise NotAColleague
    _share(locked, membership, actor=actor, now=now)


@transaction.atomic
def unshare(submission: Submission, *, user_id: int, actor: User, now: datetime) -> None:
    """Take the dossier back from a colleague; what they wrote stays in it."""
    locked = lock(submission)
    can_share(actor, locked).require()
    ended = SubmissionShare.objects.filter(
        submission=locked, user_id=user_id, ended_at__isnull=True
    ).update(ended_at=now)
    if ended:
        _record(kinds.UNSHARED, locked, user_id, actor=actor, now=now)


@transaction.atomic
def take_over(submission: Submission, *, actor: User, now: datetime) -> Submission:
    """Make a manager the writer of a colleague's draft, which stays shared with who began it."""
    locked = lock(submission)
    can_take_over(actor, locked).require()
    former = locked.writer_id
    locked.writer = actor
    locked.changed_at = now
    locked.save(update_fields=["writer", "changed_at"])
    _record(kinds.TAKEN_OVER, locked, former, actor=actor, now=now)
    membership = next((one for one in colleagues_of(locked) if one.user_id == former), None)
    if membership is not None:
        _share(locked, membership, actor=actor, now=now)
    return locked


def _share(locked: Submission, membership: Membership, *, actor: User, now: datetime) -> None:
    given = {"submission": locked, "user_id": membership.user_id, "ended_at": None}
    live = SubmissionShare.objects.filter(**given)
    live.filter(shared_at__lt=membership.started_at).update(ended_at=now)
    if live.exists():
        return
    SubmissionShare.objects.create(**given, shared_by=actor, shared_at=now)
    _record(kinds.SHARED, locked, membership.user_id, actor=actor, now=now)


def _record(
    kind: events.EventKind, submission: Submission, user_id: int, *, actor: User, now: datetime
) -> None:
    events.record(
        kind,
        subject_type=kinds.SUBJECT,
        subject_id=submission.pk,
        actor=actor,
        at=now,
        colleague=user_id,
    )
