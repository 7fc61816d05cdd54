"""The browsers where an account is signed in, seen and closed by its owner."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac

from applications.accounts import events as kinds
from applications.accounts.models import BrowserSession, User
from cms.core import events

SALT = "applications.accounts.sessions"


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One browser where the account is signed in.

    `handle` names it in a page: the key of a session opens it, so it is shown to nobody.
    """

    handle: str
    agent: str
    place: str
    started_at: datetime
    seen_at: datetime
    is_current: bool


def of(user: User, *, current_key: str | None, now: datetime) -> list[OpenSession]:
    """Return the open sessions of an account: this browser's first, then the last seen."""
    rows = BrowserSession.objects.filter(user_id=user.pk, expire_date__gt=now).order_by("-seen_at")
    found = [
        OpenSession(
            handle=handle_of(row.session_key),
            agent=row.agent,
            place=row.place,
            started_at=row.started_at or now,
            seen_at=row.seen_at or now,
            is_current=row.session_key == current_key,
        )
        for row in rows
    ]
    return sorted(found, key=lambda session: not session.is_current)


@transaction.atomic
def close(user: User, *, handle: str, actor: User, now: datetime) -> bool:
    """Close one session of the account; its next request is signed out.

    Return whether there was one: closing twice is not an error.
    """
    keys = BrowserSession.objects.filter(user_id=user.pk).values_list("session_key", flat=True)
    found = [key for key in keys if handle_of(key) == handle]
    BrowserSession.objects.filter(session_key__in=found).delete()
    if found:
        _record(user, actor=actor, count=len(found), now=now)
    return bool(found)


@transaction.atomic
def close_all(user: User, *, actor: User | None, now: datetime, except_key: str = "") -> int:
    """Close every session of the account but the one of this key; return how many there were."""
    rows = BrowserSession.objects.filter(user_id=user.pk).exclude(session_key=except_key)
    count, _by_model = rows.delete()
    if count:
        _record(user, actor=actor, count=count, now=now)
    return count


def forget_expired(now: datetime) -> int:
    """Delete the sessions whose time has passed, signed in or not; return how many."""
    return BrowserSession.objects.filter(expire_date__lt=now).delete()[0]


def handle_of(session_key: str) -> str:
    """Return what names a session without opening it."""
    return salted_hmac(SALT, session_key, algorithm="sha256").hexdigest()[:24]


def _record(user: User, *, actor: User | None, count: int, now: datetime) -> None:
    events.record(
        kinds.SESSIONS_CLOSED,
        subject_type="account",
        subject_id=user.pk,
        actor=actor,
        at=now,
        count=count,
    )
