"""The mails of this room; each joins the transaction of its cause."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation

from applications.accounts import mails
from applications.accounts.models import KeyPurpose, MailedKey, User
from applications.accounts.services import keys
from applications.notifications.kinds import MailKind
from applications.notifications.services import absolute_url, send_mail
from cms.core.templatetags.portal import long_date


def send_activation(user: User, *, now: datetime) -> None:
    """Send a new activation link, which cancels the earlier ones."""
    key, plain = keys.issue(user, purpose=KeyPurpose.ACTIVATION, email=user.email, now=now)
    _send(
        mails.ACTIVATION,
        user,
        key=f"{key.pk}",
        now=now,
        link=_link(user, "account_confirm_email", key=plain),
    )


def send_account_exists(user: User, *, now: datetime) -> None:
    """Tell the owner of an address that it has an account, with a way back in."""
    key, plain = keys.issue(user, purpose=KeyPurpose.PASSWORD_RESET, email=user.email, now=now)
    _send(
        mails.ACCOUNT_EXISTS,
        user,
        key=f"{key.pk}",
        now=now,
        sign_in_link=_link(user, "account_login"),
        link=_link(user, "account_reset_password_from_key", key=plain),
    )


def send_identifier(user: User, *, now: datetime) -> None:
    """Remind the owner of an address of their identifier."""
    _send(
        mails.IDENTIFIER,
        user,
        key=f"{user.pk}:{now.isoformat()}",
        now=now,
        identifier=user.username or user.email,
        sign_in_link=_link(user, "account_login"),
    )


def send_password_reset(user: User, *, now: datetime) -> None:
    """Send a new reset link, which cancels the earlier ones."""
    key, plain = keys.issue(user, purpose=KeyPurpose.PASSWORD_RESET, email=user.email, now=now)
    _send(
        mails.PASSWORD_RESET,
        user,
        key=f"{key.pk}",
        now=now,
        link=_link(user, "account_reset_password_from_key", key=plain),
    )


def send_password_changed(user: User, *, now: datetime) -> None:
    """Tell the owner that their password is no longer the same."""
    _send(
        mails.PASSWORD_CHANGED,
        user,
        key=f"{user.pk}:{now.isoformat()}",
        now=now,
        recovery_link=_link(user, "account_reset_password"),
    )


def send_address_confirm(asked: MailedKey, *, plain: str, now: datetime) -> None:
    """Send to the new address the link that makes it the account's."""
    user: User = asked.user
    _send(
        mails.ADDRESS_CONFIRM,
        user,
        key=f"{asked.pk}",
        now=now,
        to=asked.email,
        link=_link(user, "account_address_confirm", key=plain),
    )


def send_address_changing(user: User, *, masked_address: str, now: datetime) -> None:
    """Tell the present address that it is about to be replaced, with the way to refuse."""
    undo, plain = keys.issue(user, purpose=KeyPurpose.ADDRESS_UNDO, email=user.email, now=now)
    _send(
        mails.ADDRESS_CHANGING,
        user,
        key=f"{undo.pk}",
        now=now,
        masked_address=masked_address,
        link=_link(user, "account_address_undo", key=plain),
    )


def send_factor_removed(user: User, *, now: datetime) -> None:
    """Tell the owner that a password alone opens the account again."""
    _send(
        mails.FACTOR_REMOVED,
        user,
        key=f"{user.pk}:{now.isoformat()}",
        now=now,
        recovery_link=_link(user, "account_reset_password"),
    )


def send_bank_changed(user: User, *, details_id: int, now: datetime) -> None:
    """Tell the owner that they will be paid elsewhere; never the IBAN."""
    _send(
        mails.BANK_CHANGED,
        user,
        key=f"{details_id}",
        now=now,
        recovery_link=_link(user, "account_reset_password"),
    )


def send_closing(user: User, *, on: datetime, asked_id: int, now: datetime) -> None:
    """Say when the account will be closed, and where to change one's mind."""
    _send(
        mails.CLOSING,
        user,
        key=f"{asked_id}",
        now=now,
        day=_day(user, on),
        link=_link(user, "account_close"),
    )


def send_closed(user: User, *, now: datetime) -> None:
    """Say, to the address that is then forgotten, that the account is closed."""
    _send(mails.CLOSED, user, key=f"{user.pk}", now=now)


def send_unused_soon(user: User, *, on: datetime, now: datetime) -> None:
    """Warn that an account nobody uses will be closed; signing in keeps it."""
    _send(
        mails.UNUSED_SOON,
        user,
        key=f"{user.pk}:{now.date().isoformat()}",
        now=now,
        day=_day(user, on),
        link=_link(user, "account_login"),
    )


def _send(
    kind: MailKind, user: User, *, key: str, now: datetime, to: str = "", **context: str
) -> None:
    send_mail(
        kind.code,
        to=to or user.email,
        context={"name": user.get_full_name(), **context},
        language=user.language,
        key=f"{kind.code}:{key}",
        about=("account", user.pk),
        now=now,
    )


def _day(user: User, moment: datetime) -> str:
    """Return a day in the language of the mail."""
    with translation.override(user.language):
        return long_date(moment)


def _link(user: User, name: str, **kwargs: str) -> str:
    """Return the address of a page in the language of the mail."""
    with translation.override(user.language):
        return absolute_url(reverse(name, kwargs=kwargs or None))
