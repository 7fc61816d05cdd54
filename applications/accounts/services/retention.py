"""The terms of accounts (portal.md §12): never activated, unused, asked to be closed."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from applications.accounts import events as kinds
from applications.accounts.exceptions import StillHeld
from applications.accounts.exporters import holds_of
from applications.accounts.models import ErasureOutcome, ErasureRequest, User
from applications.accounts.services import closing, data, messages
from applications.notifications.services import erase_about
from cms.core import events
from cms.core.dates import add_months, paris_day, start_of_paris_day
from cms.core.models import SiteSettings

logger = logging.getLogger("portal.retention")
BATCH = 100


def run(now: datetime) -> None:
    """Do all that the terms of accounts ask at this instant; doing it twice changes nothing."""
    terms = SiteSettings.load()
    erase_never_activated(now, terms)
    warn_unused(now, terms)
    close_unused(now, terms)
    close_asked(now)
    data.erase_old_archives(now)


def erase_never_activated(now: datetime, terms: SiteSettings) -> int:
    """Erase the accounts nobody activated in time; return how many."""
    limit = now - timedelta(days=terms.never_activated_days)
    activated = EmailAddress.objects.filter(user_id=OuterRef("pk"), verified=True)
    never = _people().filter(~Exists(activated), date_joined__lt=limit, last_login__isnull=True)
    count = 0
    for user in _batch(never):
        with transaction.atomic():
            locked = never.select_for_update(of=("self",)).filter(pk=user.pk).first()
            if locked is None:
                continue
            erase_about("account", [locked.pk])
            _record(kinds.NEVER_ACTIVATED, locked, now=now)
            locked.delete()
            count += 1
    return count


def warn_unused(now: datetime, terms: SiteSettings) -> int:
    """Warn the owners of accounts about to be closed for want of use; return how many."""
    warning = timedelta(days=terms.unused_warning_days)
    unused = _unused_since(_limit(now + warning, terms))
    count = 0
    for user in _batch(unused.filter(_never_warned_since_used())):
        if holds_of(user):
            continue
        with transaction.atomic():
            locked = User.objects.select_for_update().get(pk=user.pk)
            if not unused.filter(_never_warned_since_used(), pk=locked.pk).exists():
                continue
            locked.warned_unused_at = now
            locked.save(update_fields=["warned_unused_at"])
            _record(kinds.WARNED_UNUSED, locked, now=now)
            messages.send_unused_soon(locked, on=now + warning, now=now)
            count += 1
    return count


def close_unused(now: datetime, terms: SiteSettings) -> int:
    """Close the accounts unused for too long whose owners were warned in time."""
    warned = now - timedelta(days=terms.unused_warning_days)
    unused = _unused_since(_limit(now, terms)).filter(warned_unused_at__lte=warned)
    return _close(unused.exclude(_never_warned_since_used()), now=now)


def close_asked(now: datetime) -> int:
    """Close the accounts whose owners asked for it and did not change their mind."""
    asked = ErasureRequest.objects.filter(
        outcome=ErasureOutcome.WAITING, asked_at__lte=now - closing.DELAY
    )
    return _close(_people().filter(pk__in=asked.values("user")), now=now)


def _close(people: QuerySet[User], *, now: datetime) -> int:
    count = 0
    for user in _batch(people):
        try:
            closing.close(user, now=now)
        except StillHeld:
            logger.info("account %s is still held: it is not closed", user.pk)
        else:
            count += 1
    return count


def _people() -> QuerySet[User]:
    """Return the accounts that terms concern: neither staff nor already closed."""
    return User.objects.filter(is_staff=False, is_superuser=False, closed_at__isnull=True)


def _unused_since(limit: datetime) -> QuerySet[User]:
    """Return the accounts last used, or created, before an instant."""
    used = _people().annotate(used_at=Coalesce("last_login", "date_joined"))
    return used.filter(used_at__lt=limit)


def _never_warned_since_used() -> Q:
    """Signing in makes an earlier warning void."""
    return Q(warned_unused_at__isnull=True) | Q(
        warned_unused_at__lt=Coalesce("last_login", "date_joined")
    )


def _limit(now: datetime, terms: SiteSettings) -> datetime:
    return start_of_paris_day(add_months(paris_day(now), -terms.unused_months))


def _batch(people: QuerySet[User]) -> Iterable[User]:
    """Go through people, a batch at a time, by their number."""
    last = 0
    while batch := list(people.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield from batch
        last = batch[-1].pk


def _record(kind: events.EventKind, user: User, *, now: datetime) -> None:
    events.record(kind, subject_type="account", subject_id=user.pk, actor=None, at=now)
