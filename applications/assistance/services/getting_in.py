"""Getting somebody back into their account: links sent again, addresses, sessions."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from applications.accounts.exceptions import AddressTaken
from applications.accounts.models import AddressChange, KeyPurpose, User
from applications.accounts.models.user import normalise
from applications.accounts.services import addresses, keys, messages, registration, sessions
from applications.assistance import events as kinds, mails
from applications.assistance.exceptions import ChangeWaiting, NotActivated
from applications.notifications.services import absolute_url, send_mail
from cms.core import events
from cms.core.events import EventKind

DELAY = timedelta(hours=24)


@transaction.atomic
def send_links(user: User, *, actor: User, now: datetime) -> None:
    """Send again what opens the account: its activation, or its identifier and a reset link."""
    if registration.is_activated(user):
        messages.send_identifier(user, now=now)
        messages.send_password_reset(user, now=now)
    else:
        messages.send_activation(user, now=now)
    note(kinds.LINKS_SENT, user, actor=actor, now=now)


@transaction.atomic
def correct_address(user: User, *, email: str, actor: User, now: datetime) -> None:
    """Correct the address of an account never activated, and send its link there.

    Raises `AlreadyActivated`, or `AddressTaken` when another account has the address.
    """
    _require_free(user, normalise(email))
    registration.correct_address(user, email=email, actor=actor, now=now)


@transaction.atomic
def plan_change(
    user: User, *, email: str, identity_check: str, reason: str, actor: User, now: datetime
) -> AddressChange:
    """Plan a change of address in 24 hours, and tell both addresses at once.

    For somebody who no longer reads their mailbox and whose identity was checked. The former
    address may refuse, for a week. Raises `NotActivated`, `AddressTaken` or `ChangeWaiting`.
    """
    if not registration.is_activated(user):
        raise NotActivated
    new = normalise(email)
    _require_free(user, new)
    try:
        with transaction.atomic():
            change = AddressChange.objects.create(
                user=user,
                new_email=new,
                identity_check=identity_check,
                reason=reason,
                asked_by=actor,
                asked_at=now,
                effective_at=now + DELAY,
            )
    except IntegrityError:
        raise ChangeWaiting from None
    _tell_both(change, now=now)
    note(kinds.CHANGE_PLANNED, user, actor=actor, now=now)
    return change


@transaction.atomic
def give_up_change(user: User, *, actor: User, now: datetime) -> None:
    """Give up a planned change; nothing happens when there is none any more."""
    waiting = AddressChange.objects.filter(user=user, done_at=None, cancelled_at=None)
    if waiting.update(cancelled_at=now):
        note(kinds.CHANGE_CANCELLED, user, actor=actor, now=now)


def apply_due(*, now: datetime) -> int:
    """Apply the changes whose delay is over; return how many addresses have changed."""
    due = AddressChange.objects.filter(done_at=None, cancelled_at=None, effective_at__lte=now)
    return sum(_apply(pk, now=now) for pk in due.values_list("pk", flat=True))


def _apply(pk: int, *, now: datetime) -> bool:
    """Apply one change, unless it was refused or the address was taken meanwhile."""
    try:
        with transaction.atomic():
            change = AddressChange.objects.select_for_update().select_related("user").get(pk=pk)
            if change.done_at is not None or change.cancelled_at is not None:
                return False
            change.done_at = now
            change.save(update_fields=["done_at"])
            addresses.replace(change.user, change.new_email, now=now)
            sessions.close_all(change.user, actor=None, now=now)
            note(kinds.CHANGE_DONE, change.user, actor=None, now=now)
    except IntegrityError:
        _drop(pk, now=now)
        return False
    return True


@transaction.atomic
def _drop(pk: int, *, now: datetime) -> None:
    """Give up a change that another account made impossible."""
    change = AddressChange.objects.select_related("user").get(pk=pk)
    change.cancelled_at = now
    change.save(update_fields=["cancelled_at"])
    note(kinds.CHANGE_CANCELLED, change.user, actor=None, now=now)


def _require_free(user: User, email: str) -> None:
    if User.objects.filter(email=email).exists():
        raise AddressTaken


def _tell_both(change: AddressChange, *, now: datetime) -> None:
    """Tell the address that goes, with the way to refuse, and the one that comes."""
    user: User = change.user
    undo, plain = keys.issue(user, purpose=KeyPurpose.ADDRESS_UNDO, email=user.email, now=now)
    with translation.override(user.language):
        refuse = absolute_url(reverse("account_address_undo", kwargs={"key": plain}))
        sign_in = absolute_url(reverse("account_login"))
    masked = addresses.masked(change.new_email)
    told = (
        (mails.CHANGE_TOLD_OLD, user.email, {"masked_address": masked, "link": refuse}, undo.pk),
        (mails.CHANGE_TOLD_NEW, change.new_email, {"link": sign_in}, change.pk),
    )
    for kind, address, context, key in told:
        send_mail(
            kind.code,
            to=address,
            context={"name": user.get_full_name(), **context},
            language=user.language,
            key=f"{kind.code}:{key}",
            about=("account", user.pk),
            now=now,
        )


def note(kind: EventKind, user: User, *, actor: User | None, now: datetime) -> None:
    """Write an act where the owner of the account reads it."""
    events.record(kind, subject_type="account", subject_id=user.pk, actor=actor, at=now)
