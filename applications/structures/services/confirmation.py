"""Once a year the managers say who still acts for their structure; silence suspends, never removes.

Asked on the anniversary of each person's arrival or last confirmation, again after two and four
weeks; after six weeks, the access of whoever nobody confirmed stops.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from applications.accounts.models import User
from applications.structures import events as kinds
from applications.structures.models import Membership, Structure
from applications.structures.services import messages
from applications.structures.services.memberships import note
from cms.core import events
from cms.core.models import Event

YEAR = timedelta(days=365)
REMINDERS = (timedelta(weeks=2), timedelta(weeks=4))
PATIENCE = timedelta(weeks=6)


def due(structure: Structure, *, at: datetime) -> QuerySet[Membership]:
    """Return whose access was not confirmed in the year before an instant."""
    return _due(at).filter(structure=structure).select_related("user", "structure")


@transaction.atomic
def confirm(structure: Structure, *, kept: Collection[int], actor: User, now: datetime) -> None:
    """Confirm the memberships `kept` (their numbers) and suspend the others.

    Whoever confirms keeps their own access. A suspended access that is kept is given back.
    """
    Structure.objects.select_for_update().get(pk=structure.pk)
    current = Membership.objects.filter(structure=structure, ended_at__isnull=True)
    for membership in current.select_related("user", "structure"):
        if membership.pk in kept or membership.user_id == actor.pk:
            _keep(membership, actor=actor, now=now)
        else:
            _suspend(membership, actor=actor, now=now)
    events.record(
        kinds.PEOPLE_CONFIRMED,
        subject_type=kinds.SUBJECT,
        subject_id=structure.pk,
        actor=actor,
        at=now,
    )


@transaction.atomic
def restore(membership: Membership, *, actor: User, now: datetime) -> None:
    """Give one suspended access back."""
    Structure.objects.select_for_update().get(pk=membership.structure_id)
    membership = Membership.objects.select_related("structure").get(pk=membership.pk)
    if membership.ended_at is None:
        _keep(membership, actor=actor, now=now)


def ask_all(*, now: datetime) -> None:
    """Ask, remind and suspend, structure by structure; running twice does nothing twice."""
    late = _due(now).values_list("structure_id", flat=True).order_by("structure_id").distinct()
    for structure_id in [*late]:
        with transaction.atomic():
            structure = Structure.objects.select_for_update().get(pk=structure_id)
            _ask(structure, now=now)


def _due(at: datetime) -> QuerySet[Membership]:
    year_ago = at - YEAR
    old = Q(confirmed_at__isnull=True, started_at__lte=year_ago) | Q(confirmed_at__lte=year_ago)
    return (
        Membership.objects.active()
        .filter(old, is_unverified=False)
        .exclude(structure__is_test=True)
        .exclude(structure__merged_into__isnull=False)
    )


def _ask(structure: Structure, *, now: datetime) -> None:
    asked = _asked(structure)
    if asked is not None and now - asked.at >= PATIENCE:
        for membership in due(structure, at=asked.at):
            _suspend(membership, actor=None, now=now)
        asked = None
    if not due(structure, at=now).exists():
        return
    if asked is None:
        asked = events.record(
            kinds.PEOPLE_ASKED, subject_type=kinds.SUBJECT, subject_id=structure.pk, at=now
        )
    stage = sum(now - asked.at >= reminder for reminder in REMINDERS)
    managers = Membership.objects.managers().filter(structure=structure, is_unverified=False)
    messages.send_confirm_people(
        managers.select_related("user", "structure"),
        until=asked.at + PATIENCE,
        key=f"{asked.pk}:{stage}",
        now=now,
    )


def _asked(structure: Structure) -> Event | None:
    """Return the question that still waits for its answer, if any."""
    asked = _last(structure, kinds.PEOPLE_ASKED.code)
    answered = _last(structure, kinds.PEOPLE_CONFIRMED.code)
    if asked is None or (answered is not None and answered.at >= asked.at):
        return None
    return asked


def _last(structure: Structure, kind: str) -> Event | None:
    return (
        Event.objects.filter(subject_type=kinds.SUBJECT, subject_id=str(structure.pk), kind=kind)
        .order_by("-at", "-id")
        .first()
    )


def _keep(membership: Membership, *, actor: User, now: datetime) -> None:
    was_suspended = membership.suspended_at is not None
    membership.confirmed_at, membership.suspended_at = now, None
    membership.save(update_fields=["confirmed_at", "suspended_at"])
    if was_suspended:
        note(kinds.MEMBERSHIP_RESTORED, membership, actor=actor, now=now)


def _suspend(membership: Membership, *, actor: User | None, now: datetime) -> None:
    if membership.suspended_at is not None:
        return
    membership.suspended_at = now
    membership.save(update_fields=["suspended_at"])
    note(kinds.MEMBERSHIP_SUSPENDED, membership, actor=actor, now=now)
    messages.send_suspended(membership, now=now)
