"""What this room knows of a person: for whom they act and what they asked; never a code."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from applications.accounts.exporters import DataExporter, Kept, data_exporters
from applications.accounts.models import User
from applications.structures.models import (
    CodeRequest,
    Dispute,
    EarlierDossier,
    Invitation,
    JoinRequest,
    KnownPerson,
    Membership,
    StructureRequest,
)
from applications.structures.services.memberships import end_membership


def records(user: User) -> dict[str, Any]:
    """Return the memberships, the requests and what the Region knew before the portal."""
    return {
        "memberships": list(
            Membership.objects.filter(user=user)
            .order_by("started_at")
            .values("structure__name", "role", "can_sign", "started_at", "ended_at")
        ),
        "invitations": list(
            Invitation.objects.filter(user=user).values(
                "structure__name", "email", "role", "state", "created_at", "refusal"
            )
        ),
        "requests_to_join": list(
            JoinRequest.objects.filter(user=user).values(
                "structure__name", "message", "state", "asked_at", "refusal"
            )
        ),
        "disputes": list(
            Dispute.objects.filter(claimant=user).values(
                "structure__name", "message", "opened_at", "decided_at", "decision"
            )
        ),
        "requests_for_a_structure": list(
            StructureRequest.objects.filter(user=user).values("given", "asked_at", "refusal")
        ),
        "requests_for_a_code": list(
            CodeRequest.objects.filter(user=user).values("given", "state", "asked_at", "refusal")
        ),
        "known_before_the_portal": list(
            KnownPerson.objects.filter(user=user).values(
                "civility",
                "last_name",
                "first_name",
                "birth_date",
                "email",
                "address_line",
                "postcode",
                "city",
            )
        ),
        "earlier_dossiers": list(
            EarlierDossier.objects.filter(person__user=user).values(
                "reference", "aid_title", "filed_on", "state_label", "granted_amount"
            )
        ),
    }


def holds(user: User) -> Iterable[str]:
    """Say for which structures nobody else would be left to manage."""
    for membership in Membership.objects.managers().filter(user=user).select_related("structure"):
        others = Membership.objects.managers().filter(structure_id=membership.structure_id)
        if not others.exclude(pk=membership.pk).exists():
            yield _(
                "You are the only manager of “%(structure)s”: first invite another manager, or "
                "ask the Region."
            ) % {"structure": membership.structure.name}


def kept(user: User) -> Iterable[Kept]:
    """Say that structures keep the history of who acted for them."""
    if Membership.objects.filter(user=user).exists():
        yield Kept(
            what=gettext_lazy("The dates when you acted for a structure"),
            why=gettext_lazy("its applications stay with it; your name is erased."),
        )


def erase(user: User, now: datetime) -> None:
    """End the memberships, erase the requests; raises `LastManager`."""
    for membership in Membership.objects.filter(user=user, ended_at__isnull=True):
        end_membership(membership, actor=user, now=now)
    Invitation.objects.filter(user=user).delete()
    Invitation.objects.filter(email=user.email).delete()
    for asked in (JoinRequest, StructureRequest, CodeRequest):
        asked._default_manager.filter(user=user).delete()
    Dispute.objects.filter(claimant=user).delete()
    KnownPerson.objects.filter(user=user).update(user=None)


def register() -> None:
    """Make this room's part of the archive known."""
    data_exporters.register(
        DataExporter(code="structures", records=records, holds=holds, kept=kept, erase=erase)
    )
