"""Merging a duplicate into the structure that is kept: nothing of it is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise

from applications.accounts.models import User
from applications.structures import events as kinds
from applications.structures.exceptions import NotMergeable
from applications.structures.holders import structure_holders
from applications.structures.models import (
    AttachmentCode,
    Dispute,
    EarlierDossier,
    Invitation,
    InvitationState,
    JoinRequest,
    JoinState,
    Membership,
    MembershipRole,
    Origin,
    Structure,
    StructureRequest,
)
from applications.structures.services import sheets
from cms.core import events
from cms.core.lookup import folded

OPEN_INVITATIONS = (InvitationState.SENT, InvitationState.AWAITING)


@dataclass(frozen=True, slots=True)
class Moved:
    """What a merging will move, as the page that asks before says it."""

    label: str | Promise
    count: int


def what_moves(source: Structure) -> Sequence[Moved]:
    """Return what other rooms keep under a structure."""
    return [Moved(holder.label, holder.count(source)) for holder in structure_holders]


@transaction.atomic
def merge(
    source: Structure, target: Structure, *, actor: User, reason: str, now: datetime
) -> Structure:
    """Move everything of `source` under `target`, and leave `source` as a way to it.

    What the sheet of the target does not say is taken from the source, with its origin; each keeps
    its own history. Who was « à vérifier » in the source is so in the target. The bank details of
    the target stay in force when it has some.

    Raises:
        NotMergeable: the same structure twice, a stand-in, or one that is merged already.
    """
    rows = {
        row.pk: row
        for row in Structure.objects.select_for_update()
        .filter(pk__in=[source.pk, target.pk])
        .order_by("pk")
    }
    source, target = rows[source.pk], rows[target.pk]
    is_wrong = source.pk == target.pk or source.is_test or target.is_test
    if is_wrong or source.merged_into_id is not None or target.merged_into_id is not None:
        raise NotMergeable
    _move_people(source, target, now=now)
    _move_arrivals(source, target, now=now)
    _move_sheet(source, target, actor=actor, now=now)
    for model in (AttachmentCode, EarlierDossier, StructureRequest):
        model.objects.filter(structure=source).update(structure=target)
    target.refresh_from_db()
    counts = {holder.code: holder.move(source, target) for holder in structure_holders}
    Structure.objects.filter(merged_into=source).update(merged_into=target)
    source.merged_into = target
    source.save(update_fields=["merged_into", "siret", "updated_at"])
    for kind, structure, other in (
        (kinds.ABSORBED, source, target),
        (kinds.MERGED, target, source),
    ):
        events.record(
            kind,
            subject_type=kinds.SUBJECT,
            subject_id=structure.pk,
            actor=actor,
            at=now,
            other=other.pk,
            reason=reason,
            **counts,
        )
    target.refresh_from_db()
    return target


def _move_people(source: Structure, target: Structure, *, now: datetime) -> None:
    """Move every membership; who acted for both keeps one, with the rights of both."""
    theirs = {one.user_id: one for one in target.memberships.filter(ended_at__isnull=True)}
    for one in source.memberships.filter(ended_at__isnull=True):
        kept = theirs.get(one.user_id)
        if kept is not None:
            if not one.is_unverified:
                _join_rights(kept, one)
            one.ended_at = now
            one.save(update_fields=["ended_at"])
    Membership.objects.filter(structure=source).update(structure=target)


def _join_rights(kept: Membership, other: Membership) -> None:
    if other.is_manager:
        kept.role = MembershipRole.MANAGER
    kept.can_sign |= other.can_sign
    kept.can_see_bank_details |= other.can_see_bank_details
    if kept.is_unverified:
        kept.is_unverified, kept.sees_from = False, None
    if other.suspended_at is None:
        kept.suspended_at = None
    kept.save()


def _move_arrivals(source: Structure, target: Structure, *, now: datetime) -> None:
    """Move invitations, requests to join and disputes; one is enough for each person."""
    open_emails = target.invitations.filter(state__in=OPEN_INVITATIONS).values("email")
    source.invitations.filter(state__in=OPEN_INVITATIONS, email__in=open_emails).update(
        state=InvitationState.CANCELLED, decided_at=now
    )
    Invitation.objects.filter(structure=source).update(structure=target)
    waiting = target.join_requests.filter(state=JoinState.WAITING).values("user")
    source.join_requests.filter(state=JoinState.WAITING, user__in=waiting).update(
        state=JoinState.CANCELLED, decided_at=now
    )
    JoinRequest.objects.filter(structure=source).update(structure=target)
    disputing = target.disputes.filter(decided_at__isnull=True).values("claimant")
    source.disputes.filter(decided_at__isnull=True, claimant__in=disputing).update(decided_at=now)
    Dispute.objects.filter(structure=source).update(structure=target)


def _move_sheet(source: Structure, target: Structure, *, actor: User, now: datetime) -> None:
    """Give the target what it does not say: values, representatives, account, group."""
    said = sheets.latest_values(source)
    siret = source.siret
    if target.siret is None and siret is not None:
        source.siret = None
        source.save(update_fields=["siret"])
    held = {name: getattr(source, name) for name in sheets.WRITABLE if name != "siret"}
    held["siret"] = siret
    for names in _lacking(target):
        values = {name: held[name] for name in names if held[name]}
        for name, value in values.items():
            known = said.get(name)
            sheets.write(
                target,
                values={name: value},
                origin=Origin(known.origin) if known is not None else Origin.REGION,
                source=known.source if known is not None else "",
                actor=known.actor if known is not None else actor,
                said_at=known.at if known is not None else None,
                now=now,
            )
    for one in source.representatives.filter(ended_at__isnull=True):
        if any(_same_person(one, other) for other in target.representatives.filter(ended_at=None)):
            one.ended_at = now
            one.save(update_fields=["ended_at"])
    source.representatives.update(structure=target)
    if target.bank_details.filter(replaced_at__isnull=True).exists():
        source.bank_details.filter(replaced_at__isnull=True).update(replaced_at=now)
    source.bank_details.update(structure=target)
    Structure.objects.filter(depends_on=source).exclude(pk=target.pk).update(depends_on=target)


def _lacking(target: Structure) -> list[tuple[str, ...]]:
    """Return the fields the target does not hold; an address is whole or not taken at all."""
    alone: list[tuple[str, ...]] = [
        (name,)
        for name in ("siret", "uai", *sheets.IDENTIFICATION, "depends_on")
        if not getattr(target, name)
    ]
    if not target.address_line and not target.city:
        alone.append(sheets.ADDRESS)
    if not target.mailing_city:
        alone.append(sheets.MAILING)
    return alone


def _same_person(one: object, other: object) -> bool:
    return folded(str(one)) == folded(str(other))
