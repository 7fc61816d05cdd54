"""Asking to join a structure, claiming one, and what happens when nobody answers."""

from datetime import datetime, timedelta

from django.db import transaction

from applications.accounts.models import User
from applications.structures import events as kinds
from applications.structures.exceptions import AccountClosed, AlreadyMember, RequestOver
from applications.structures.models import (
    Dispute,
    Invitation,
    InvitationState,
    JoinRequest,
    JoinState,
    Membership,
    MembershipRole,
    Structure,
    StructureRequest,
)
from applications.structures.services import messages
from applications.structures.services.memberships import add_membership
from cms.core import events
from cms.core.events import EventKind

GESTION = "/gestion/structures/%s/"
"""Where the Region answers in the place of the managers."""
PATIENCE = timedelta(days=7)
"""After which an arrival nobody answered is told to the Region."""


@transaction.atomic
def ask(structure: Structure, *, user: User, message: str, now: datetime) -> JoinRequest | Dispute:
    """Ask the managers of a structure to join it; asking twice is asking once.

    A structure that only people « à vérifier » manage is claimed instead: the Region settles it.
    One that nobody manages is told to the Region at once. Raises `AlreadyMember`.
    """
    if user.is_staff or not user.is_active:
        raise AccountClosed
    Structure.objects.select_for_update().get(pk=structure.pk)
    current = Membership.objects.filter(structure=structure, ended_at__isnull=True)
    if current.filter(user=user).exists():
        raise AlreadyMember
    waiting = JoinRequest.objects.filter(structure=structure, user=user, state=JoinState.WAITING)
    already = waiting.first()
    if already is not None:
        return already
    managers = current.filter(role=MembershipRole.MANAGER)
    if managers.exists() and not managers.filter(is_unverified=False).exists():
        return _claim(structure, user=user, message=message, now=now)
    join = JoinRequest.objects.create(structure=structure, user=user, message=message, asked_at=now)
    _note(kinds.JOIN_ASKED, join, actor=user, now=now)
    if managers.filter(suspended_at__isnull=True).exists():
        messages.send_join_asked(join, now=now)
    else:
        _tell_region(join, since=now, now=now)
    return join


@transaction.atomic
def validate(
    join: JoinRequest,
    *,
    role: MembershipRole,
    can_sign: bool,
    can_see_bank_details: bool,
    actor: User | None,
    now: datetime,
) -> Membership:
    """Let in the person who asks, with these rights; they are told."""
    join = _locked(join)
    if join.state != JoinState.WAITING:
        raise RequestOver
    if join.user.is_staff or not join.user.is_active:
        raise AccountClosed
    join.state, join.decided_at, join.decided_by = JoinState.ACCEPTED, now, actor
    join.save(update_fields=["state", "decided_at", "decided_by"])
    membership = add_membership(
        join.structure,
        user=join.user,
        role=role,
        actor=actor,
        now=now,
        can_sign=can_sign,
        can_see_bank_details=can_see_bank_details,
    )
    _note(kinds.ARRIVAL_VALIDATED, join, actor=actor, now=now)
    messages.send_validated(membership, now=now)
    return membership


@transaction.atomic
def refuse(join: JoinRequest, *, reason: str, actor: User | None, now: datetime) -> JoinRequest:
    """Do not let in the person who asks; they are told why."""
    join = _locked(join)
    if join.state != JoinState.WAITING:
        raise RequestOver
    join.state, join.decided_at, join.decided_by = JoinState.REFUSED, now, actor
    join.refusal = reason
    join.save(update_fields=["state", "decided_at", "decided_by", "refusal"])
    _note(kinds.ARRIVAL_REFUSED, join, actor=actor, now=now)
    messages.send_refused(join.user, join.structure, reason=reason, key=f"join:{join.pk}", now=now)
    return join


@transaction.atomic
def withdraw(join: JoinRequest, *, now: datetime) -> JoinRequest:
    """Take back one's own request."""
    join = _locked(join)
    if join.state != JoinState.WAITING:
        raise RequestOver
    join.state, join.decided_at = JoinState.CANCELLED, now
    join.save(update_fields=["state", "decided_at"])
    _note(kinds.JOIN_CANCELLED, join, actor=join.user, now=now)
    return join


@transaction.atomic
def ask_creation(user: User, *, given: dict[str, str], now: datetime) -> StructureRequest:
    """« Demander la création de ma structure »: kept for the Region, once for the same words."""
    User.objects.select_for_update().only("pk").get(pk=user.pk)
    same = StructureRequest.objects.filter(user=user, given=given, decided_at__isnull=True).first()
    if same is not None:
        return same
    asked = StructureRequest.objects.create(user=user, given=given, asked_at=now)
    events.record(
        kinds.STRUCTURE_ASKED,
        subject_type="account",
        subject_id=user.pk,
        actor=user,
        at=now,
        request=asked.pk,
    )
    return asked


def escalate(*, now: datetime) -> int:
    """Tell the Region of every arrival unanswered for seven days; return how many were told."""
    late = now - PATIENCE
    joins = JoinRequest.objects.filter(
        state=JoinState.WAITING, asked_at__lte=late, region_told_at__isnull=True
    )
    arrivals = Invitation.objects.filter(
        state=InvitationState.AWAITING, answered_at__lte=late, region_told_at__isnull=True
    )
    count = 0
    for found in [*joins.values_list("pk", flat=True)]:
        with transaction.atomic():
            join = _locked(JoinRequest(pk=found))
            if join.state == JoinState.WAITING and join.region_told_at is None:
                _tell_region(join, since=join.asked_at, now=now)
                count += 1
    for found in [*arrivals.values_list("pk", flat=True)]:
        with transaction.atomic():
            arrival = (
                Invitation.objects.select_for_update(of=("self",))
                .select_related("structure")
                .get(pk=found)
            )
            if arrival.state == InvitationState.AWAITING and arrival.region_told_at is None:
                _tell_region(arrival, since=arrival.answered_at or now, now=now)
                count += 1
    return count


def _tell_region(waiting: JoinRequest | Invitation, *, since: datetime, now: datetime) -> None:
    waiting.region_told_at = now
    waiting.save(update_fields=["region_told_at"])
    name = "join" if isinstance(waiting, JoinRequest) else "invitation"
    messages.send_unanswered(
        waiting.structure,
        key=f"{name}:{waiting.pk}",
        since=since,
        link=GESTION % waiting.structure_id,
        now=now,
    )
    events.record(
        kinds.REGION_TOLD,
        subject_type=kinds.SUBJECT,
        subject_id=waiting.structure_id,
        at=now,
        of=name,
        number=waiting.pk,
    )


def _claim(structure: Structure, *, user: User, message: str, now: datetime) -> Dispute:
    dispute = Dispute.objects.filter(
        structure=structure, claimant=user, decided_at__isnull=True
    ).first()
    if dispute is not None:
        return dispute
    dispute = Dispute.objects.create(
        structure=structure, claimant=user, message=message, opened_at=now
    )
    events.record(
        kinds.DISPUTE_OPENED,
        subject_type=kinds.SUBJECT,
        subject_id=structure.pk,
        actor=user,
        at=now,
        dispute=dispute.pk,
    )
    messages.send_unanswered(
        structure, key=f"dispute:{dispute.pk}", since=now, link=GESTION % structure.pk, now=now
    )
    return dispute


def _locked(join: JoinRequest) -> JoinRequest:
    return (
        JoinRequest.objects.select_for_update(of=("self",))
        .select_related("structure", "user")
        .get(pk=join.pk)
    )


def _note(kind: EventKind, join: JoinRequest, *, actor: User | None, now: datetime) -> None:
    events.record(
        kind,
        subject_type=kinds.SUBJECT,
        subject_id=join.structure_id,
        actor=actor,
        at=now,
        request=join.pk,
    )
