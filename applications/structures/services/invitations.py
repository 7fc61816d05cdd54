"""Inviting somebody by their address: sent, sent again, cancelled, answered, validated."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from applications.accounts.models import User
from applications.accounts.models.user import normalise
from applications.accounts.services.keys import digest_of
from applications.structures import events as kinds
from applications.structures.exceptions import (
    AccountClosed,
    AlreadyInvited,
    AlreadyMember,
    InvitationOver,
    RequestOver,
)
from applications.structures.models import (
    Invitation,
    InvitationState,
    Membership,
    MembershipRole,
    Structure,
)
from applications.structures.services import messages
from applications.structures.services.memberships import add_membership
from cms.core import events
from cms.core.events import EventKind

LIFETIME = timedelta(days=15)


@transaction.atomic
def invite(
    structure: Structure,
    *,
    email: str,
    role: MembershipRole,
    inviter: User | None,
    now: datetime,
    can_sign: bool = False,
    can_see_bank_details: bool = False,
    must_validate: bool = False,
) -> Invitation:
    """Send an invitation; managers sign and see bank details whatever is said of members.

    `inviter` is a manager, a member of staff, or `None` for the Region itself; `must_validate` is
    « Valider moi-même à l'arrivée ». Raises `AlreadyMember` or `AlreadyInvited`.
    """
    Structure.objects.select_for_update().get(pk=structure.pk)
    address = normalise(email)
    current = Membership.objects.filter(structure=structure, ended_at__isnull=True)
    if current.filter(user__email=address).exists():
        raise AlreadyMember
    _forget_expired(structure, email=address, now=now)
    waiting = (InvitationState.SENT, InvitationState.AWAITING)
    if Invitation.objects.filter(structure=structure, email=address, state__in=waiting).exists():
        raise AlreadyInvited
    is_manager = role == MembershipRole.MANAGER
    plain = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        structure=structure,
        email=address,
        role=role,
        can_sign=is_manager or can_sign,
        can_see_bank_details=is_manager or can_see_bank_details,
        must_validate=must_validate,
        inviter=inviter,
        digest=digest_of(plain),
        created_at=now,
        expires_at=now + LIFETIME,
    )
    _note(kinds.INVITED, invitation, actor=inviter, now=now)
    messages.send_invitation(invitation, plain=plain, now=now)
    return invitation


@transaction.atomic
def resend(invitation: Invitation, *, actor: User | None, now: datetime) -> Invitation:
    """Send a new link, valid 15 days again; the earlier one no longer works."""
    invitation = _locked(invitation)
    if invitation.state != InvitationState.SENT:
        raise InvitationOver
    plain = secrets.token_urlsafe(32)
    invitation.digest, invitation.expires_at = digest_of(plain), now + LIFETIME
    invitation.save(update_fields=["digest", "expires_at"])
    _note(kinds.INVITED_AGAIN, invitation, actor=actor, now=now)
    messages.send_invitation(invitation, plain=plain, now=now)
    return invitation


@transaction.atomic
def cancel(invitation: Invitation, *, actor: User | None, now: datetime) -> Invitation:
    """Make the link useless, answered or not, as long as nobody was let in."""
    invitation = _locked(invitation)
    if invitation.state not in {InvitationState.SENT, InvitationState.AWAITING}:
        raise InvitationOver
    invitation.state, invitation.decided_at = InvitationState.CANCELLED, now
    invitation.save(update_fields=["state", "decided_at"])
    _note(kinds.INVITATION_CANCELLED, invitation, actor=actor, now=now)
    return invitation


def find(plain: str) -> Invitation | None:
    """Return the invitation of a link, or `None` when it was altered, replaced or never made."""
    return (
        Invitation.objects.select_related("structure__family", "inviter", "user")
        .filter(digest=digest_of(plain), structure__merged_into__isnull=True)
        .first()
    )


@transaction.atomic
def accept(invitation: Invitation, *, user: User, now: datetime) -> Invitation:
    """Accept with an account: at once with the invited address, else a manager validates.

    Raises `InvitationOver`, `AlreadyMember`, or `AccountClosed` for a staff account.
    """
    invitation = _answerable(invitation, now=now)
    if user.is_staff or not user.is_active:
        raise AccountClosed
    own = Membership.objects.filter(
        user=user, structure=invitation.structure, ended_at__isnull=True
    )
    if own.exists():
        raise AlreadyMember
    invitation.user, invitation.answered_at = user, now
    if user.email == invitation.email and not invitation.must_validate:
        invitation.state = InvitationState.ACCEPTED
        invitation.save(update_fields=["user", "answered_at", "state"])
        _let_in(invitation, user=user, actor=user, now=now)
    else:
        invitation.state = InvitationState.AWAITING
        invitation.save(update_fields=["user", "answered_at", "state"])
        messages.send_arrival_waiting(invitation, now=now)
    _note(kinds.INVITATION_ACCEPTED, invitation, actor=user, now=now)
    return invitation


@transaction.atomic
def decline(invitation: Invitation, *, user: User | None, now: datetime) -> Invitation:
    """Refuse the invitation: whoever holds the link may, with an account or without."""
    invitation = _answerable(invitation, now=now)
    invitation.state, invitation.answered_at = InvitationState.DECLINED, now
    invitation.save(update_fields=["state", "answered_at"])
    _note(kinds.INVITATION_DECLINED, invitation, actor=user, now=now)
    return invitation


@transaction.atomic
def validate(
    invitation: Invitation,
    *,
    actor: User | None,
    now: datetime,
    role: MembershipRole | None = None,
    can_sign: bool | None = None,
    can_see_bank_details: bool | None = None,
) -> Membership:
    """Let in the person who waits, with the rights offered or others."""
    invitation = _locked(invitation)
    user = invitation.user
    if invitation.state != InvitationState.AWAITING or user is None:
        raise RequestOver
    if role is not None:
        invitation.role = role
    if can_sign is not None:
        invitation.can_sign = can_sign
    if can_see_bank_details is not None:
        invitation.can_see_bank_details = can_see_bank_details
    invitation.state, invitation.decided_at = InvitationState.ACCEPTED, now
    invitation.save()
    membership = _let_in(invitation, user=user, actor=actor, now=now)
    _note(kinds.ARRIVAL_VALIDATED, invitation, actor=actor, now=now)
    messages.send_validated(membership, now=now)
    return membership


@transaction.atomic
def refuse(invitation: Invitation, *, reason: str, actor: User | None, now: datetime) -> Invitation:
    """Do not let in the person who waits; they are told why."""
    invitation = _locked(invitation)
    if invitation.state != InvitationState.AWAITING or invitation.user is None:
        raise RequestOver
    invitation.state, invitation.decided_at = InvitationState.REFUSED, now
    invitation.refusal = reason
    invitation.save(update_fields=["state", "decided_at", "refusal"])
    _note(kinds.ARRIVAL_REFUSED, invitation, actor=actor, now=now)
    messages.send_refused(
        invitation.user,
        invitation.structure,
        reason=reason,
        key=f"invitation:{invitation.pk}",
        now=now,
    )
    return invitation


def _let_in(invitation: Invitation, *, user: User, actor: User | None, now: datetime) -> Membership:
    if user.is_staff or not user.is_active:
        raise AccountClosed
    return add_membership(
        invitation.structure,
        user=user,
        role=MembershipRole(invitation.role),
        actor=actor,
        now=now,
        can_sign=invitation.can_sign,
        can_see_bank_details=invitation.can_see_bank_details,
    )


def _forget_expired(structure: Structure, *, email: str, now: datetime) -> None:
    """Close an invitation nobody answered in time: another may be sent to the address."""
    Invitation.objects.filter(
        structure=structure, email=email, state=InvitationState.SENT, expires_at__lte=now
    ).update(state=InvitationState.CANCELLED, decided_at=now)


def _locked(invitation: Invitation) -> Invitation:
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("structure", "user", "inviter")
        .get(pk=invitation.pk)
    )


def _answerable(invitation: Invitation, *, now: datetime) -> Invitation:
    invitation = _locked(invitation)
    if invitation.state != InvitationState.SENT or invitation.is_expired(now):
        raise InvitationOver
    return invitation


def _note(kind: EventKind, invitation: Invitation, *, actor: User | None, now: datetime) -> None:
    events.record(
        kind,
        subject_type=kinds.SUBJECT,
        subject_id=invitation.structure_id,
        actor=actor,
        at=now,
        invitation=invitation.pk,
    )
