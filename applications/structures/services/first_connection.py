"""What somebody represents, found by its number: on the portal already, in a register, or nowhere.

A number opens nothing by itself: it leads to the managers of the structure, or makes a structure
whose creator is « à vérifier ».
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db import transaction

from applications.accounts.models import Family, User
from applications.registries import associations, companies, schools
from applications.registries.errors import RegisterError
from applications.registries.numbers import compact
from applications.registries.records import CompanyRecord
from applications.structures.exceptions import AccountClosed
from applications.structures.models import (
    CodeRequest,
    CodeRequestState,
    Dispute,
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
from applications.structures.services import creation
from applications.structures.services.memberships import add_membership


class Found(StrEnum):
    """Where a number led."""

    HERE = "here"
    """The structure is on the portal: its managers are asked."""
    IN_REGISTER = "in_register"
    CLOSED = "closed"
    UNKNOWN = "unknown"
    """No register knows it: it is typed by hand."""
    NO_ANSWER = "no_answer"
    """No register answered in time: it is typed by hand too."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a person gives to have a structure found: compact, right numbers, one at least."""

    family: str
    siret: str = ""
    rna: str = ""
    uai: str = ""

    def as_json(self) -> dict[str, str]:
        """Return them for a session."""
        return asdict(self)

    @property
    def values(self) -> dict[str, str]:
        """Return the numbers as fields of the sheet."""
        given = {"siret": self.siret, "rna": self.rna, "uai": self.uai}
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for some numbers."""

    kind: Found
    structure: Structure | None = None
    record: CompanyRecord | None = None


def look_up(numbers: Numbers) -> Finding:
    """Find a structure on the portal, then in the registers, three seconds at most."""
    here = creation.existing_structure(siret=numbers.siret, rna=numbers.rna, uai=numbers.uai)
    if here is not None:
        return Finding(Found.HERE, structure=here)
    try:
        record = _ask_register(numbers)
    except RegisterError:
        return Finding(Found.NO_ANSWER)
    if record is None:
        return Finding(Found.UNKNOWN)
    if record.is_closed:
        return Finding(Found.CLOSED, record=record)
    here = creation.existing_structure(
        siret=compact(record.siret), rna=compact(record.rna), uai=compact(record.uai)
    )
    if here is not None:
        return Finding(Found.HERE, structure=here)
    return Finding(Found.IN_REGISTER, record=record)


@transaction.atomic
def declare_structure(
    user: User,
    *,
    numbers: Numbers,
    values: Mapping[str, Any],
    record: CompanyRecord | None,
    now: datetime,
) -> Membership:
    """Make the structure a person found or typed; they manage it, « à vérifier ».

    Raises what `creation.create` raises: somebody else was quicker, or the establishment is closed.
    """
    if user.is_staff or not user.is_active:
        raise AccountClosed
    structure = creation.create(
        family=Family.objects.get(code=numbers.family),
        values={**numbers.values, **values},
        origin=Origin.USER,
        actor=user,
        now=now,
        record=record,
    )
    return add_membership(
        structure,
        user=user,
        role=MembershipRole.MANAGER,
        actor=user,
        now=now,
        is_unverified=True,
    )


def declare_person(user: User, *, birth_date: date, now: datetime) -> None:
    """Note that somebody comes in their own name."""
    user.birth_date, user.first_connection_skipped_at = birth_date, now
    user.save(update_fields=["birth_date", "first_connection_skipped_at"])


def skip(user: User, *, now: datetime) -> None:
    """« Plus tard »: the page is not shown by itself any more."""
    user.first_connection_skipped_at = now
    user.save(update_fields=["first_connection_skipped_at"])


def is_due(user: User) -> bool:
    """Tell whether somebody who signs in has yet to say whom they come for."""
    if user.is_staff or user.first_connection_skipped_at is not None:
        return False
    return not (hasattr(user, "person_sheet") or _has_asked(user))


def _has_asked(user: User) -> bool:
    """Tell whether the person acts or acted for a structure, or waits for an answer."""
    answered = (InvitationState.AWAITING, InvitationState.ACCEPTED)
    return (
        Membership.objects.filter(user=user).exists()
        or Invitation.objects.filter(user=user, state__in=answered).exists()
        or JoinRequest.objects.filter(user=user, state=JoinState.WAITING).exists()
        or Dispute.objects.filter(claimant=user, decided_at__isnull=True).exists()
        or StructureRequest.objects.filter(user=user, decided_at__isnull=True).exists()
        or CodeRequest.objects.filter(user=user, state=CodeRequestState.WAITING).exists()
    )


def _ask_register(numbers: Numbers) -> CompanyRecord | None:
    if numbers.siret:
        return companies.find(numbers.siret)
    if numbers.rna:
        return associations.find(numbers.rna)
    return schools.find(numbers.uai)
