"""« Fermer mon compte »: asked, thirty days to change one's mind, then what may be erased is.

The row of the account stays, without anything that says whose it was: dossiers, memberships and the
journal point to it. What the law keeps is said before and after (`exporters.Kept`).
"""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from applications.accounts import events as kinds
from applications.accounts.exceptions import StillHeld
from applications.accounts.exporters import data_exporters, holds_of, kept_of
from applications.accounts.models import (
    Arrival,
    Civility,
    ErasureOutcome,
    ErasureRequest,
    MailedKey,
    User,
)
from applications.accounts.services import data, messages, sessions
from applications.notifications.services import erase_about
from cms.core import events

DELAY = timedelta(days=30)
"""Time to change one's mind."""


def waiting(user: User) -> ErasureRequest | None:
    """Return the request that has not been carried out yet."""
    return ErasureRequest.objects.filter(user=user, outcome=ErasureOutcome.WAITING).first()


def due_at(asked: ErasureRequest) -> datetime:
    """Return when the account is closed."""
    return asked.asked_at + DELAY


@transaction.atomic
def ask(user: User, *, now: datetime) -> ErasureRequest:
    """Ask that the account be closed and its data erased; asking twice changes nothing.

    Raises:
        StillHeld: something must be settled first; nothing changes.
    """
    User.objects.select_for_update().get(pk=user.pk)
    asked = waiting(user)
    if asked is not None:
        return asked
    _require_free(user)
    asked = ErasureRequest.objects.create(user=user, asked_at=now, kept=_kept(user))
    _record(kinds.CLOSING_ASKED, user, actor=user, now=now)
    messages.send_closing(user, on=due_at(asked), asked_id=asked.pk, now=now)
    return asked


@transaction.atomic
def cancel(user: User, *, now: datetime) -> bool:
    """Keep the account after all; return whether there was a request."""
    count = ErasureRequest.objects.filter(user=user, outcome=ErasureOutcome.WAITING).update(
        outcome=ErasureOutcome.CANCELLED, decided_at=now
    )
    if count:
        _record(kinds.CLOSING_CANCELLED, user, actor=user, now=now)
    return bool(count)


@transaction.atomic
def close(user: User, *, now: datetime) -> User:
    """Close an account for good: its owner is told, and what may be erased is.

    Raises:
        StillHeld: something must be settled first; nothing changes.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.closed_at is not None:
        return user
    _require_free(user)
    kept = _kept(user)
    sessions.close_all(user, actor=None, now=now)
    for room in data_exporters:
        room.erase(user, now)
    data.erase_archives([user.pk])
    erase_about("account", [user.pk])
    messages.send_closed(user, now=now)
    for owned in (MailedKey, Arrival, EmailAddress, SocialAccount, TOTPDevice, StaticDevice):
        owned._default_manager.filter(user_id=user.pk).delete()
    ErasureRequest.objects.filter(user=user, outcome=ErasureOutcome.WAITING).update(
        outcome=ErasureOutcome.DONE, decided_at=now, kept=kept
    )
    _forget_who(user, now=now)
    _record(kinds.CLOSED, user, actor=None, now=now)
    return user


def _forget_who(user: User, *, now: datetime) -> None:
    user.email = f"closed-{user.pk}@account.invalid"
    user.username = None
    user.civility = Civility.UNSAID
    user.last_name = user.first_name = ""
    user.birth_date = None
    user.is_active = False
    user.closed_at = now
    user.set_unusable_password()
    user.save()


def _require_free(user: User) -> None:
    holds = holds_of(user)
    if holds:
        raise StillHeld(holds=" ".join(holds))


def _kept(user: User) -> list[dict[str, str | None]]:
    """Return what stays, in the words it was said in."""
    return [
        {
            "what": str(one.what),
            "why": str(one.why),
            "until": one.until.isoformat() if one.until else None,
        }
        for one in kept_of(user)
    ]


def _record(kind: events.EventKind, user: User, *, actor: User | None, now: datetime) -> None:
    events.record(kind, subject_type="account", subject_id=user.pk, actor=actor, at=now)
