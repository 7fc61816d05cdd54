"""New accounts, and the way they are proved to have a mailbox."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from applications.accounts import events as kinds
from applications.accounts.exceptions import AlreadyActivated, IdentifierTaken
from applications.accounts.models import Civility, KeyPurpose, MailedKey, User
from applications.accounts.models.user import normalise
from applications.accounts.services import arrival, keys, messages
from cms.core import events


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What somebody says of themself when signing up; the password is already hashed."""

    email: str
    password_hash: str = field(repr=False)
    username: str | None = None
    civility: str = Civility.UNSAID
    last_name: str = ""
    first_name: str = ""
    birth_date: date | None = None
    language: str = "fr"


def is_identifier_taken(identifier: str) -> bool:
    """Tell whether somebody has this identifier."""
    return User.objects.filter(username=normalise(identifier)).exists()


def sign_up(
    new: NewAccount,
    *,
    next_path: str = "",
    carried: dict[str, Any] | None = None,
    is_verified: bool = False,
    now: datetime,
) -> User | None:
    """Create the account and send its activation link.

    With `is_verified`, a link sent to this very address brought the person: the account is active
    at once and nothing is sent.

    When the address has an account already, its owner gets a mail instead and `None` is returned:
    the caller must answer both cases alike. Hash the password before calling, in both cases too.
    """
    owner = User.objects.filter(email=normalise(new.email)).first()
    if owner is None:
        try:
            return _create(
                new,
                next_path=next_path,
                carried=carried or {},
                is_verified=is_verified,
                now=now,
            )
        except IntegrityError:
            owner = User.objects.filter(email=normalise(new.email)).first()
            if owner is None:
                raise IdentifierTaken from None
    if new.username and is_identifier_taken(new.username):
        raise IdentifierTaken
    with transaction.atomic():
        messages.send_account_exists(owner, now=now)
    return None


@transaction.atomic
def _create(
    new: NewAccount,
    *,
    next_path: str,
    carried: dict[str, Any],
    is_verified: bool,
    now: datetime,
) -> User:
    user = User.objects.create(
        email=normalise(new.email),
        username=normalise(new.username or "") or None,
        password=new.password_hash,
        civility=new.civility,
        last_name=new.last_name,
        first_name=new.first_name,
        birth_date=new.birth_date,
        language=new.language,
        date_joined=now,
    )
    EmailAddress.objects.create(user=user, email=user.email, primary=True)
    arrival.carry(user, next_path=next_path, carried=carried)
    events.record(kinds.SIGNED_UP, subject_type="account", subject_id=user.pk, actor=user, at=now)
    if is_verified:
        mark_verified(user, now=now)
    else:
        messages.send_activation(user, now=now)
    return user


def is_activated(user: User) -> bool:
    """Tell whether the owner has proved that their mailbox is theirs."""
    return EmailAddress.objects.filter(user=user, verified=True).exists()


@transaction.atomic
def activate(key: MailedKey, *, now: datetime) -> User:
    """Use an activation link; signing in is another matter."""
    keys.use(key, now=now)
    user: User = key.user
    mark_verified(user, now=now)
    return user


def mark_verified(user: User, *, now: datetime) -> None:
    """Note that the owner reads the mailbox of the account, once."""
    address, _ = EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"primary": True}
    )
    if address.verified:
        return
    address.verified = True
    address.save(update_fields=["verified"])
    keys.cancel(user, purpose=KeyPurpose.ACTIVATION, now=now)
    events.record(kinds.ACTIVATED, subject_type="account", subject_id=user.pk, actor=user, at=now)


@transaction.atomic
def resend(email: str, *, now: datetime) -> None:
    """Send again what signing up sent to this address; nothing when nobody has it."""
    user = User.objects.filter(email=normalise(email), is_active=True).first()
    if user is None:
        return
    if is_activated(user):
        messages.send_account_exists(user, now=now)
    else:
        messages.send_activation(user, now=now)


@transaction.atomic
def ensure_activation_link(user: User, *, now: datetime) -> None:
    """Send a link to somebody who signs in before activating, unless they have a valid one."""
    has_one = MailedKey.objects.filter(
        user=user,
        purpose=KeyPurpose.ACTIVATION,
        used_at=None,
        replaced_at=None,
        expires_at__gt=now,
    ).exists()
    if not has_one:
        messages.send_activation(user, now=now)


@transaction.atomic
def correct_address(user: User, *, email: str, actor: User | None = None, now: datetime) -> None:
    """Change the address of an account never activated, and send a link to the new one.

    `actor` is the help desk's, when somebody asks it to do so.

    An address that has another account gets that account's own mail, and nothing changes: the
    screen is the same.
    """
    if is_activated(user):
        raise AlreadyActivated
    new = normalise(email)
    owner = User.objects.filter(email=new).exclude(pk=user.pk).first()
    if owner is not None:
        messages.send_account_exists(owner, now=now)
        return
    User.objects.filter(pk=user.pk).update(email=new)
    user.email = new
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=new, primary=True)
    events.record(
        kinds.ADDRESS_CORRECTED,
        subject_type="account",
        subject_id=user.pk,
        actor=actor or user,
        at=now,
    )
    messages.send_activation(user, now=now)
