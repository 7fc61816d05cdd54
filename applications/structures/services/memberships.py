"""Who acts for a structure: joining and leaving."""

from datetime import datetime

from django.db import transaction

from applications.accounts.models import User
from applications.structures import events as kinds
from applications.structures.exceptions import AlreadyMember, LastManager
from applications.structures.models import Membership, MembershipRole, Structure
from cms.core import events


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
) -> Membership:
    """Let a person act for a structure; managers sign and see bank details by default."""
    Structure.objects.select_for_update().get(pk=structure.pk)
    if Membership.objects.active().filter(user=user, structure=structure).exists():
        raise AlreadyMember
    is_manager = role == MembershipRole.MANAGER
    membership = Membership.objects.create(
        user=user,
        structure=structure,
        role=role,
        can_sign=is_manager if can_sign is None else can_sign,
        can_see_bank_details=is_manager if can_see_bank_details is None else can_see_bank_details,
        started_at=now,
    )
    events.record(
        kinds.MEMBERSHIP_STARTED,
        subject_type=kinds.SUBJECT,
        subject_id=structure.pk,
        actor=actor,
        at=now,
        person=user.pk,
        role=str(role),
    )
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, actor: User | None, now: datetime) -> Membership:
    """Detach a person at once; dossiers stay with the structure, and it keeps a manager."""
    Structure.objects.select_for_update().get(pk=membership.structure_id)
    membership = Membership.objects.get(pk=membership.pk)
    if not membership.is_active:
        return membership
    others = Membership.objects.managers().filter(structure_id=membership.structure_id)
    if membership.is_manager and not others.exclude(pk=membership.pk).exists():
        raise LastManager
    membership.ended_at = now
    membership.save(update_fields=["ended_at"])
    events.record(
        kinds.MEMBERSHIP_ENDED,
        subject_type=kinds.SUBJECT,
        subject_id=membership.structure_id,
        actor=actor,
        at=now,
        person=membership.user_id,
    )
    return membership
