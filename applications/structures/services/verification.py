"""What the Region settles: who may act for a structure, disputes, requests for a structure."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from applications.accounts.models import User
from applications.notifications.kinds import MailKind
from applications.notifications.services import absolute_url, send_mail
from applications.structures import events as kinds, mails
from applications.structures.exceptions import AlreadyDecided
from applications.structures.models import (
    Dispute,
    Membership,
    MembershipRole,
    Structure,
    StructureRequest,
)
from applications.structures.services import memberships
from cms.core import events


@transaction.atomic
def verify(structure: Structure, *, actor: User, now: datetime) -> Structure:
    """Vouch for a structure and for those who arrived by a look-up: it may be paid.

    Its managers « à vérifier » become managers like any other, and see its earlier dossiers.
    """
    locked = Structure.objects.select_for_update().get(pk=structure.pk)
    unknown = Membership.objects.filter(structure=locked, is_unverified=True, ended_at__isnull=True)
    if locked.is_verified and not unknown.exists():
        return locked
    unknown.update(is_unverified=False, sees_from=None)
    locked.is_verified = True
    locked.save(update_fields=["is_verified", "updated_at"])
    _note(kinds.VERIFIED, locked, actor=actor, now=now)
    return locked


@transaction.atomic
def turn_away(membership: Membership, *, reason: str, actor: User, now: datetime) -> None:
    """End the access of somebody « à vérifier » who has no right to the structure.

    They are told why by mail; the structure may be left without anybody, unverified.
    """
    structure = Structure.objects.select_for_update().get(pk=membership.structure_id)
    found = Membership.objects.select_related("user", "structure").get(pk=membership.pk)
    if found.ended_at is not None or not found.is_unverified:
        raise AlreadyDecided
    found.ended_at = now
    found.save(update_fields=["ended_at"])
    memberships.note(kinds.MEMBERSHIP_ENDED, found, actor=actor, now=now)
    _tell(found.user, structure, decision=reason, key=f"membership:{found.pk}", now=now)


@transaction.atomic
def settle_dispute(
    dispute: Dispute, *, is_founded: bool, decision: str, actor: User, now: datetime
) -> Dispute:
    """Decide who manages a structure that two people claim; both are told by mail.

    When the claimant is right they become its manager, and those « à vérifier » are turned away;
    otherwise nothing changes for the structure.
    """
    structure = Structure.objects.select_for_update().get(pk=dispute.structure_id)
    locked = Dispute.objects.select_for_update().get(pk=dispute.pk)
    if locked.decided_at is not None:
        raise AlreadyDecided
    locked.decided_at, locked.decided_by = now, actor
    locked.is_founded, locked.decision = is_founded, decision
    locked.save()
    unknown = list(
        Membership.objects.filter(structure=structure, is_unverified=True, ended_at__isnull=True)
        .exclude(user=locked.claimant)
        .select_related("user", "structure")
    )
    if is_founded:
        for one in unknown:
            one.ended_at = now
            one.save(update_fields=["ended_at"])
            memberships.note(kinds.MEMBERSHIP_ENDED, one, actor=actor, now=now)
        _let_manage(structure, user=locked.claimant, actor=actor, now=now)
    _note(kinds.DISPUTE_SETTLED, structure, actor=actor, now=now, dispute=locked.pk)
    for user in {locked.claimant, *(one.user for one in unknown)}:
        _tell(user, structure, decision=decision, key=f"dispute:{locked.pk}:{user.pk}", now=now)
    return locked


@transaction.atomic
def accept_request(
    request_made: StructureRequest, *, structure: Structure, actor: User, now: datetime
) -> StructureRequest:
    """Answer « Demander la création de ma structure »: who asked becomes its manager."""
    locked = _open(request_made)
    _let_manage(structure, user=locked.user, actor=actor, now=now)
    locked.structure, locked.decided_at, locked.decided_by = structure, now, actor
    locked.save(update_fields=["structure", "decided_at", "decided_by"])
    _note(kinds.REQUEST_DECIDED, structure, actor=actor, now=now, request=locked.pk)
    _send(
        mails.STRUCTURE_CREATED,
        locked.user,
        page=("structures:sheet", [structure.pk]),
        key=str(locked.pk),
        about=(kinds.SUBJECT, structure.pk),
        context={"structure": structure.name},
        now=now,
    )
    return locked


@transaction.atomic
def refuse_request(
    request_made: StructureRequest, *, reason: str, actor: User, now: datetime
) -> StructureRequest:
    """Refuse to make a structure, with words for who asked."""
    locked = _open(request_made)
    locked.refusal, locked.decided_at, locked.decided_by = reason, now, actor
    locked.save(update_fields=["refusal", "decided_at", "decided_by"])
    events.record(
        kinds.REQUEST_DECIDED,
        subject_type="account",
        subject_id=locked.user_id,
        actor=actor,
        at=now,
        request=locked.pk,
    )
    _send(
        mails.STRUCTURE_REFUSED,
        locked.user,
        page=("submissions:space", []),
        key=str(locked.pk),
        about=("account", locked.user_id),
        context={"reason": reason},
        now=now,
    )
    return locked


def _open(request_made: StructureRequest) -> StructureRequest:
    locked: StructureRequest = StructureRequest.objects.select_for_update(of=("self",)).get(
        pk=request_made.pk
    )
    if locked.decided_at is not None:
        raise AlreadyDecided
    return locked


def _let_manage(structure: Structure, *, user: User, actor: User, now: datetime) -> None:
    """Make somebody a manager the Region vouches for."""
    current = Membership.objects.filter(structure=structure, user=user, ended_at=None).first()
    if current is None:
        memberships.add_membership(
            structure, user=user, role=MembershipRole.MANAGER, actor=actor, now=now
        )
        return
    current.role = MembershipRole.MANAGER
    current.can_sign = current.can_see_bank_details = True
    current.is_unverified, current.sees_from = False, None
    current.save()


def _note(
    kind: events.EventKind, structure: Structure, *, actor: User, now: datetime, **params: object
) -> None:
    events.record(
        kind, subject_type=kinds.SUBJECT, subject_id=structure.pk, actor=actor, at=now, **params
    )


def _tell(user: User, structure: Structure, *, decision: str, key: str, now: datetime) -> None:
    _send(
        mails.DISPUTE_SETTLED,
        user,
        page=("submissions:space", []),
        key=key,
        about=(kinds.SUBJECT, structure.pk),
        context={"structure": structure.name, "decision": decision},
        now=now,
    )


def _send(
    kind: MailKind,
    user: User,
    *,
    page: tuple[str, list[int]],
    key: str,
    about: tuple[str, int],
    context: Mapping[str, str],
    now: datetime,
) -> None:
    name, args = page
    with translation.override(user.language):
        link = absolute_url(reverse(name, args=args))
    send_mail(
        kind.code,
        to=user.email,
        context={"name": user.get_full_name(), "link": link, **context},
        language=user.language,
        key=f"{kind.code}:{key}",
        about=about,
        now=now,
    )
