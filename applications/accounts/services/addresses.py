"""The address of an account changed by its owner.

It changes when the link sent to the new one is used; the old one is told, and its own link gives
everything back for a week, even after the change: whoever took a session may not keep the account.
"""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from applications.accounts import events as kinds
from applications.accounts.exceptions import AddressTaken
from applications.accounts.models import AddressChange, KeyPurpose, MailedKey, User
from applications.accounts.models.user import normalise
from applications.accounts.services import keys, messages, sessions
from cms.core import events
from cms.core.events import EventKind


@transaction.atomic
def ask_change(user: User, *, email: str, now: datetime) -> None:
    """Send a link to the new address, and tell the old one.

    When the address has an account already, its owner gets that account's own mail instead of the
    link; all that the asker sees, on screen and in their mailbox, is the same.
    """
    new = normalise(email)
    key, plain = keys.issue(user, purpose=KeyPurpose.ADDRESS_CHANGE, email=new, now=now)
    owner = User.objects.filter(email=new).exclude(pk=user.pk).first()
    if owner is None:
        messages.send_address_confirm(key, plain=plain, now=now)
    else:
        messages.send_account_exists(owner, now=now)
    messages.send_address_changing(user, masked_address=masked(new), now=now)
    _record(kinds.ADDRESS_CHANGE_ASKED, user, now=now)


def waiting(user: User, *, now: datetime) -> MailedKey | None:
    """Return the change that waits for its link to be used."""
    return (
        MailedKey.objects.filter(
            user=user,
            purpose=KeyPurpose.ADDRESS_CHANGE,
            used_at=None,
            replaced_at=None,
            expires_at__gt=now,
        )
        .order_by("-created_at")
        .first()
    )


@transaction.atomic
def cancel_change(user: User, *, now: datetime) -> None:
    """Make the link sent to the new address useless; nothing has changed."""
    if waiting(user, now=now) is None:
        return
    keys.cancel(user, purpose=KeyPurpose.ADDRESS_CHANGE, now=now)
    _record(kinds.ADDRESS_CHANGE_CANCELLED, user, now=now)


def confirm_change(key: MailedKey, *, session_key: str = "", now: datetime) -> User:
    """Use the link sent to the new address: it becomes the account's, other sessions end.

    Raise `AddressTaken` when somebody made an account with it in the meantime, `LinkRefused` when
    the link cannot be used any more.
    """
    user: User = key.user
    try:
        with transaction.atomic():
            keys.use(key, now=now)
            replace(user, key.email, now=now)
            sessions.close_all(user, actor=user, now=now, except_key=session_key)
            _record(kinds.ADDRESS_CHANGED, user, now=now)
    except IntegrityError:
        raise AddressTaken from None
    return user


def undo(key: MailedKey, *, now: datetime) -> User:
    """« Ce n'est pas moi »: nothing changes, or the old address comes back; every session ends.

    A reset link goes to the old address: the password is known to somebody else.
    """
    user: User = key.user
    try:
        with transaction.atomic():
            keys.use(key, now=now)
            keys.cancel(user, purpose=KeyPurpose.ADDRESS_CHANGE, now=now)
            AddressChange.objects.filter(user=user, done_at=None, cancelled_at=None).update(
                cancelled_at=now
            )
            if user.email != key.email:
                replace(user, key.email, now=now)
            sessions.close_all(user, actor=user, now=now)
            _record(kinds.ADDRESS_CHANGE_CANCELLED, user, now=now)
            messages.send_password_reset(user, now=now)
    except IntegrityError:
        raise AddressTaken from None
    return user


def masked(email: str) -> str:
    """Return enough of an address to recognise one's own: `l•••@e•••.example`."""
    name, _, place = email.partition("@")
    house, _, country = place.rpartition(".")
    return f"{name[:1]}•••@{house[:1]}•••.{country}"


def replace(user: User, email: str, *, now: datetime) -> None:
    """Give the account another address; links sent to the former one no longer open anything.

    Raises `IntegrityError` when another account has it: call it in a transaction of its own.
    """
    User.objects.filter(pk=user.pk).update(email=email)
    user.email = email
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    for purpose in (KeyPurpose.PASSWORD_RESET, KeyPurpose.ACTIVATION):
        keys.cancel(user, purpose=purpose, now=now)


def _record(kind: EventKind, user: User, *, now: datetime) -> None:
    events.record(kind, subject_type="account", subject_id=user.pk, actor=user, at=now)
