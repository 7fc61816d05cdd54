"""Passwords changed and reset."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from applications.accounts import events as kinds
from applications.accounts.models import KeyPurpose, MailedKey, User
from applications.accounts.models.user import normalise
from applications.accounts.services import keys, messages, registration, sessions
from cms.core import events
from cms.core.events import EventKind


def change_password(user: User, *, password: str, session_key: str = "", now: datetime) -> None:
    """Replace the password; every session opened with the old one ends, but the one of this key."""
    password_hash = make_password(password)
    with transaction.atomic():
        _replace(user, password_hash, kind=kinds.PASSWORD_CHANGED, now=now)
        sessions.close_all(user, actor=user, now=now, except_key=session_key)


def reset_password(key: MailedKey, *, password: str, now: datetime) -> User:
    """Use a reset link; it proves the mailbox too, so the account is activated."""
    password_hash = make_password(password)
    user: User = key.user
    with transaction.atomic():
        keys.use(key, now=now)
        _replace(user, password_hash, kind=kinds.PASSWORD_RESET, now=now)
        sessions.close_all(user, actor=user, now=now)
        if key.email == user.email:
            registration.mark_verified(user, now=now)
    return user


@transaction.atomic
def ask_identifier(email: str, *, now: datetime) -> None:
    """Send the identifier to the owner of the address, if there is one."""
    user = User.objects.filter(email=normalise(email), is_active=True).first()
    if user is not None:
        messages.send_identifier(user, now=now)


@transaction.atomic
def ask_reset(login: str, *, now: datetime) -> None:
    """Send a reset link to the owner of the identifier or address, if there is one."""
    known = User.objects.filter(is_active=True)
    user = known.filter(email=normalise(login)).first()
    user = user or known.filter(username=normalise(login)).first()
    if user is not None:
        messages.send_password_reset(user, now=now)


def _replace(user: User, password_hash: str, *, kind: EventKind, now: datetime) -> None:
    User.objects.filter(pk=user.pk).update(password=password_hash)
    user.password = password_hash
    keys.cancel(user, purpose=KeyPurpose.PASSWORD_RESET, now=now)
    events.record(kind, subject_type="account", subject_id=user.pk, actor=user, at=now)
    messages.send_password_changed(user, now=now)
