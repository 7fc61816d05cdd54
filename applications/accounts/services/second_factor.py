"""The second factor: set up, checked, and replaced by a recovery code when it is lost."""

from base64 import b32encode
from binascii import unhexlify
from datetime import datetime
from math import ceil

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from applications.accounts import events as kinds
from applications.accounts.exceptions import CodesLocked, FactorRequired, WrongCode
from applications.accounts.models import User
from applications.accounts.services import messages
from cms.core import events
from cms.core.errors import DomainError
from cms.core.events import EventKind

RECOVERY_CODES = 10
TOLERANCE = 1
CODE_LENGTH = 6


def is_verified(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Tell whether this session has proved its second factor (django-otp notes the device)."""
    return getattr(user, "otp_device", None) is not None


def new_secret() -> str:
    """Return a new secret, kept in the session until its first code proves it was read."""
    return default_key()


def readable_secret(secret: str) -> str:
    """Return the secret as an application expects it typed, in groups of four."""
    text = b32encode(unhexlify(secret)).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def address_of_secret(user: User, secret: str) -> str:
    """Return the `otpauth://` address that the QR code holds."""
    return TOTPDevice(user=user, key=secret).config_url


def enrol(user: User, *, secret: str, code: str, now: datetime) -> TOTPDevice:
    """Give the account its second factor and fresh recovery codes, once a code proves it works.

    A new one replaces the one before: what only the old phone shows opens nothing any more.
    """
    totp = TOTP(unhexlify(secret))
    totp.time = now.timestamp()
    if not (code.isdigit() and totp.verify(int(code), TOLERANCE)):
        raise _refusal(user, WrongCode(), now=now)
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        device = TOTPDevice.objects.create(
            user=user, name="totp", key=secret, last_t=totp.t(), drift=totp.drift
        )
        _make_codes(user)
        _record(kinds.SECOND_FACTOR_ENROLLED, user, now=now)
    return device


@transaction.atomic
def new_codes(user: User, *, now: datetime) -> None:
    """Give fresh recovery codes; the earlier ones serve no more."""
    _make_codes(user)
    _record(kinds.RECOVERY_CODES_RENEWED, user, now=now)


def remove(user: User, *, code: str, now: datetime) -> None:
    """Go back to the password alone, once a code of either kind proves whose account it is.

    Raise `FactorRequired` for staff, who must have one; `WrongCode` or `CodesLocked`.
    """
    if user.is_staff:
        raise FactorRequired
    model = TOTPDevice if code.isdigit() and len(code) == CODE_LENGTH else StaticDevice
    _verified(user, model, code.lower(), now=now)
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        StaticDevice.objects.filter(user=user).delete()
        _record(kinds.SECOND_FACTOR_REMOVED, user, now=now)
        messages.send_factor_removed(user, now=now)


def _make_codes(user: User) -> None:
    StaticDevice.objects.filter(user=user).delete()
    recovery = StaticDevice.objects.create(user=user, name="recovery")
    StaticToken.objects.bulk_create(
        StaticToken(device=recovery, token=StaticToken.random_token())
        for _ in range(RECOVERY_CODES)
    )


def recovery_codes(user: User) -> list[str]:
    """Return the recovery codes not used yet."""
    tokens = StaticToken.objects.filter(device__user=user, device__confirmed=True)
    return list(tokens.order_by("pk").values_list("token", flat=True))


def codes_left(user: User) -> int:
    """Return how many recovery codes can still be used."""
    return StaticToken.objects.filter(device__user=user, device__confirmed=True).count()


def check_code(user: User, *, code: str, now: datetime) -> Device:
    """Return the device whose code this is; raise `WrongCode` or `CodesLocked`."""
    device = _verified(user, TOTPDevice, code, now=now)
    _record(kinds.SECOND_FACTOR_PASSED, user, now=now)
    return device


def check_recovery_code(user: User, *, code: str, now: datetime) -> Device:
    """Use up a recovery code; raise `WrongCode` or `CodesLocked`."""
    device = _verified(user, StaticDevice, code.lower(), now=now)
    _record(kinds.RECOVERY_CODE_USED, user, now=now)
    return device


def _verified(
    user: User, model: type[TOTPDevice] | type[StaticDevice], code: str, *, now: datetime
) -> Device:
    """Ask each device in turn, rows locked so that a code serves once.

    The refusal is raised outside the transaction: the count of wrong codes must stay.
    """
    locked_seconds = 0
    with transaction.atomic():
        for device in model.objects.select_for_update().filter(user=user, confirmed=True):
            is_allowed, why = device.verify_is_allowed()
            if not is_allowed:
                wait = (why["locked_until"] - now).total_seconds()
                locked_seconds = max(locked_seconds, ceil(wait), 1)
            elif device.verify_token(code):
                return device
    if locked_seconds:
        raise _refusal(user, CodesLocked(seconds=locked_seconds), now=now)
    raise _refusal(user, WrongCode(), now=now)


def _refusal(user: User, error: DomainError, *, now: datetime) -> DomainError:
    """Note the refusal, and return it to be raised."""
    _record(kinds.SECOND_FACTOR_REFUSED, user, now=now)
    return error


def _record(kind: EventKind, user: User, *, now: datetime) -> None:
    events.record(kind, subject_type="account", subject_id=user.pk, actor=user, at=now)
