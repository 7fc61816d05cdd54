"""Who acts for a structure: joining, rights, leaving."""

from datetime import datetime

from django.db import transaction

from applications.accounts.models import User
from applications.structures import events as kinds
from applications.structures.exceptions import AccountClosed, AlreadyMember, LastManager
from applications.structures.models import Membership, MembershipRole, Structure
from applications.structures.services import messages
from cms.core import events
from cms.core.events import EventKind


@transaction.atomic
def add_membership(
    structure: Structure,
    *,
    user: User,
    role: MembershipRole,
    actor: User | None,
    now: datetime,
    can_sign: bool | None = None,
    can_see_bank_details: bool | None = None,
    is_unverified: bool = False,
) -> Membership:
    """Let a person act for a structure; managers sign and see bank details by default.

    Who is `is_unverified` came by a look-up: they see no dossier begun before now. Raises
    `AlreadyMember`, for a suspended access too.
    """
    Structure.objects.select_for_update().get(pk=structure.pk)
    if Membership.objects.filter(user=user, structure=structure, ended_at__isnull=True).exists():
        raise AlreadyMember
    is_manager = role == MembershipRole.MANAGER
    membership = Membership.objects.create(
        user=user,
        structure=structure,
        role=role,
        can_sign=is_manager if can_sign is None else can_sign,
        can_see_bank_details=is_manager if can_see_bank_details is None else can_see_bank_details,
        started_at=now,
        is_unverified=is_unverified,
        sees_from=now if is_unverified else None,
    )
    note(kinds.MEMBERSHIP_STARTED, membership, actor=actor, now=now, role=str(role))
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, actor: User | None, now: datetime) -> Membership:
    """Detach a person at once; dossiers stay with the structure, and it keeps a manager.

    Whoever is detached by somebody else is told by mail, not by whom. Raises `LastManager`.
    """
    membership = _locked(membership)
    if membership.ended_at is not None:
        return membership
    _require_another_manager(membership)
    membership.ended_at = now
    membership.save(update_fields=["ended_at"])
    note(kinds.MEMBERSHIP_ENDED, membership, actor=actor, now=now)
    if actor is not None and actor.pk != membership.user_id:
        messages.send_detached(membership, now=now)
    return membership


def leave(membership: Membership, *, now: datetime) -> Membership:
    """Let a person leave by themself; raises `LastManager` for who has no successor."""
    return end_membership(membership, actor=membership.user, now=now)


@transaction.atomic
def change_rights(
    membership: Membership,
    *,
    role: MembershipRole,
    can_sign: bool,
    can_see_bank_details: bool,
    actor: User | None,
    now: datetime,
) -> Membership:
    """Change what a person is and may do; raises `LastManager` rather than leave none."""
    membership = _locked(membership)
    if role != MembershipRole.MANAGER:
        _require_another_manager(membership)
    wanted = {
        "role": role,
        "can_sign": can_sign,
        "can_see_bank_details": can_see_bank_details,
    }
    changed = [name for name, value in wanted.items() if getattr(membership, name) != value]
    if membership.ended_at is not None or not changed:
        return membership
    for name in changed:
        setattr(membership, name, wanted[name])
    membership.save(update_fields=changed)
    note(kinds.RIGHTS_CHANGED, membership, actor=actor, now=now, fields=changed)
    return membership


@transaction.atomic
def name_successor(
    structure: Structure, *, user: User, actor: User | None, now: datetime
) -> Membership:
    """Make somebody a manager in the Region's name, whether they act for the structure or not.

    For a structure whose managers are gone, or do not answer. Raises `AccountClosed` for an account
    that is closed or staff.
    """
    if user.is_staff or not user.is_active:
        raise AccountClosed
    Structure.objects.select_for_update().get(pk=structure.pk)
    membership = Membership.objects.filter(
        user=user, structure=structure, ended_at__isnull=True
    ).first()
    if membership is None:
        membership = add_membership(
            structure, user=user, role=MembershipRole.MANAGER, actor=actor, now=now
        )
    else:
        membership.role = MembershipRole.MANAGER
        membership.can_sign = membership.can_see_bank_details = True
        membership.is_unverified, membership.sees_from = False, None
        membership.suspended_at, membership.confirmed_at = None, now
        membership.save()
    note(kinds.SUCCESSOR_NAMED, membership, actor=actor, now=now)
    messages.send_validated(membership, now=now)
    return membership


def note(
    kind: EventKind, membership: Membership, *, actor: User | None, now: datetime, **params: object
) -> None:
    """Write in the structure's journal what happened to somebody."""
    events.record(
        kind,
        subject_type=kinds.SUBJECT,
        subject_id=membership.structure_id,
        actor=actor,
        at=now,
        person=membership.user_id,
        **params,
    )


def _locked(membership: Membership) -> Membership:
    """Return the row as it is now, the structure held so that two leavers come one by one."""
    Structure.objects.select_for_update().get(pk=membership.structure_id)
    return Membership.objects.select_related("user", "structure").get(pk=membership.pk)


def _require_another_manager(membership: Membership) -> None:
    """Raise `LastManager` unless somebody else manages, or this one does not."""
    if not (membership.is_manager and membership.is_active):
        return
    others = Membership.objects.managers().filter(structure_id=membership.structure_id)
    if not others.exclude(pk=membership.pk).exists():
        raise LastManager
