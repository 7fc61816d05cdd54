"""A lost second factor: one agent asks, another one approves."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django_otp import user_has_device
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from applications.accounts.models import SecondFactorReset, User
from applications.accounts.services import messages, sessions
from applications.assistance import events as kinds
from applications.assistance.exceptions import AlreadyAnswered, NoFactor, ResetWaiting, SameAgent
from applications.assistance.services.getting_in import note


@transaction.atomic
def ask(user: User, *, reason: str, actor: User, now: datetime) -> SecondFactorReset:
    """Ask that a second factor be removed; nothing changes before another agent approves.

    Raises `NoFactor`, `ResetWaiting`, or `SameAgent` for one's own account.
    """
    if actor.pk == user.pk:
        raise SameAgent
    if not user_has_device(user, confirmed=True):
        raise NoFactor
    try:
        with transaction.atomic():
            reset = SecondFactorReset.objects.create(
                user=user, reason=reason, asked_by=actor, asked_at=now
            )
    except IntegrityError:
        raise ResetWaiting from None
    note(kinds.RESET_ASKED, user, actor=actor, now=now)
    return reset


@transaction.atomic
def decide(
    reset: SecondFactorReset, *, is_approved: bool, actor: User, now: datetime
) -> SecondFactorReset:
    """Approve or refuse; approving removes the factor, closes every session and tells the owner.

    Raises `SameAgent` for who asked and for the owner, `AlreadyAnswered`.
    """
    locked = (
        SecondFactorReset.objects.select_for_update(of=("self",))
        .select_related("user")
        .get(pk=reset.pk)
    )
    if actor.pk in {locked.asked_by_id, locked.user_id}:
        raise SameAgent
    if locked.decided_at is not None:
        raise AlreadyAnswered
    locked.decided_by, locked.decided_at, locked.is_approved = actor, now, is_approved
    locked.save(update_fields=["decided_by", "decided_at", "is_approved"])
    user: User = locked.user
    if not is_approved:
        note(kinds.RESET_REFUSED, user, actor=actor, now=now)
        return locked
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    sessions.close_all(user, actor=actor, now=now)
    messages.send_factor_removed(user, now=now)
    note(kinds.RESET_APPROVED, user, actor=actor, now=now)
    return locked
