"""Links of mails: made, found again, used once."""

import hashlib
import secrets
from datetime import datetime, timedelta

from applications.accounts.exceptions import LinkRefused
from applications.accounts.models import KeyPurpose, KeyState, MailedKey, User

LIFETIMES = {
    KeyPurpose.ACTIVATION: timedelta(hours=72),
    KeyPurpose.PASSWORD_RESET: timedelta(hours=24),
    KeyPurpose.ADDRESS_CHANGE: timedelta(hours=72),
    KeyPurpose.ADDRESS_UNDO: timedelta(days=7),
}


def issue(user: User, *, purpose: KeyPurpose, email: str, now: datetime) -> tuple[MailedKey, str]:
    """Make a new key and cancel the earlier ones; the plain key is returned once, never kept.

    What gives an address back is never cancelled by a later change: its thief would ask for two.
    """
    if purpose is not KeyPurpose.ADDRESS_UNDO:
        cancel(user, purpose=purpose, now=now)
    plain = secrets.token_urlsafe(32)
    key = MailedKey.objects.create(
        purpose=purpose,
        user=user,
        email=email,
        digest=digest_of(plain),
        created_at=now,
        expires_at=now + LIFETIMES[purpose],
    )
    return key, plain


def cancel(user: User, *, purpose: KeyPurpose, now: datetime) -> None:
    """Make every link of this purpose still alive useless."""
    MailedKey.objects.filter(user=user, purpose=purpose, used_at=None, replaced_at=None).update(
        replaced_at=now
    )


def find(plain: str, *, purpose: KeyPurpose) -> MailedKey | None:
    """Return the key of a link, or `None` when it was altered or never made."""
    return (
        MailedKey.objects.select_related("user")
        .filter(digest=digest_of(plain), purpose=purpose)
        .first()
    )


def use(key: MailedKey, *, now: datetime) -> None:
    """Mark a key as used, once; raise `LinkRefused` when it may not be used any more."""
    alive = MailedKey.objects.filter(pk=key.pk, used_at=None, replaced_at=None)
    if key.state(now) is not KeyState.LIVE or not alive.update(used_at=now):
        raise LinkRefused


def digest_of(plain: str) -> str:
    """Return what is kept of a key; a random 256-bit key needs no slow hash."""
    return hashlib.sha256(plain.encode()).hexdigest()
