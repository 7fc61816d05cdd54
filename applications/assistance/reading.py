"""What the help desk sees: how somebody gets in, never what they apply for.

Mails are named by their kind: subjects hold references, texts hold links that open accounts.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django_otp import user_has_device

from applications.accounts.models import AddressChange, SecondFactorReset, User
from applications.accounts.services import registration, sessions
from applications.accounts.services.sessions import OpenSession
from applications.notifications.kinds import mail_kinds
from applications.notifications.models import Mail
from applications.structures.models import Invitation, InvitationState, Membership, Structure

LAST_MAILS = 15
VARIABLE = re.compile(r"%\(\w+\)s")


@dataclass(frozen=True, slots=True)
class SentMail:
    """One mail: what kind, to whom, how far it went."""

    label: str
    to: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Account:
    """What is shown of an account."""

    user: User
    is_activated: bool
    has_factor: bool
    change: AddressChange | None
    reset: SecondFactorReset | None
    mails: list[SentMail]
    sessions: list[OpenSession]
    memberships: list[Membership]
    invitations: list[Invitation]


def account(user: User, *, now: datetime) -> Account:
    """Gather what helps somebody to get in."""
    return Account(
        user=user,
        is_activated=registration.is_activated(user),
        has_factor=user_has_device(user, confirmed=True),
        change=AddressChange.objects.filter(user=user, done_at=None, cancelled_at=None).first(),
        reset=SecondFactorReset.objects.filter(user=user, decided_at=None).first(),
        mails=mails_of(user),
        sessions=sessions.of(user, current_key=None, now=now),
        memberships=list(
            Membership.objects.filter(user=user)
            .select_related("structure")
            .order_by("ended_at", "structure__name")
        ),
        invitations=list(
            Invitation.objects.filter(email=user.email, state=InvitationState.SENT).select_related(
                "structure"
            )
        ),
    )


def mails_of(user: User) -> list[SentMail]:
    """Return the last mails to a person, by kind."""
    own = Q(to=user.email) | Q(subject_type="account", subject_id=str(user.pk))
    found = Mail.objects.filter(own).only("kind", "to", "state", "created_at")[:LAST_MAILS]
    return [
        SentMail(
            label=label_of(mail.kind),
            to=mail.to,
            state=mail.get_state_display(),
            at=mail.created_at,
        )
        for mail in found
    ]


def label_of(kind: str) -> str:
    """Name a kind of mail by its subject, what it was filled with left out."""
    if kind not in mail_kinds:
        return _("Mail")
    return VARIABLE.sub("…", str(mail_kinds.get(kind).subject))


def waiting_resets() -> list[SecondFactorReset]:
    """Return the resets that wait for a second agent, oldest first."""
    return list(
        SecondFactorReset.objects.filter(decided_at=None)
        .select_related("user", "asked_by")
        .order_by("asked_at")
    )


def people_of(structure: Structure) -> list[Membership]:
    """Return who acts, or acted, for a structure: present first."""
    found = structure.memberships.select_related("user")
    return list(found.order_by("ended_at", "role", "user__last_name"))


def invitations_to(structure: Structure) -> list[Invitation]:
    """Return the invitations that wait for their answer."""
    return list(structure.invitations.filter(state=InvitationState.SENT).order_by("-created_at"))
