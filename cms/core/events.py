"""One door to the journal: record what happened, and read it back as a timeline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.core.models.event import ActorKind, Event, ReadRecord, RetentionRun
from cms.core.registry import Registry

Actor = AbstractBaseUser | AnonymousUser | None


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of event, in the past tense (`submission.submitted`).

    `label` is what people read, with `%(name)s` filled from the parameters; `is_public` puts it
    in the applicant's timeline.
    """

    code: str
    label: str | Promise
    is_public: bool = False


event_kinds: Registry[EventKind] = Registry("event kinds")

SECURITY_SUBJECTS = ("account", "view", "attachment")
"""What the security log is about."""

REFUSED = EventKind("access.refused", _("An act was refused for want of rights"))
event_kinds.register(REFUSED)


def record(
    kind: EventKind,
    *,
    subject_type: str,
    subject_id: object,
    actor: Actor = None,
    at: datetime | None = None,
    **params: Any,
) -> Event:
    """Append one event in the current transaction; `actor=None` is the system itself."""
    return Event.objects.create(
        at=at or timezone.now(),
        kind=event_kinds.get(kind.code).code,
        actor_kind=_kind_of(actor),
        actor_id=getattr(actor, "pk", None),
        subject_type=subject_type,
        subject_id=str(subject_id),
        params=params,
    )


def record_read(
    *, actor: AbstractBaseUser, act: str, subject_type: str, subject_id: object
) -> None:
    """Note that somebody looked at personal data (kept twelve months)."""
    ReadRecord.objects.create(
        at=timezone.now(),
        actor_id=actor.pk,
        act=act,
        subject_type=subject_type,
        subject_id=str(subject_id),
    )


def timeline(*, subject_type: str, subject_id: object, is_public: bool) -> QuerySet[Event]:
    """Return the events of a subject, oldest first; only the public kinds when asked."""
    events = Event.objects.filter(subject_type=subject_type, subject_id=str(subject_id))
    if is_public:
        events = events.filter(kind__in=[kind.code for kind in event_kinds if kind.is_public])
    return events.order_by("at", "id")


@transaction.atomic
def forget(*, subject_type: str, subject_ids: Iterable[object]) -> int:
    """Delete the events and the reads of some subjects; return how many events there were.

    The journal is append-only: only a retention run, open in the same transaction, lets it pass.
    For what keeps no trace by design (test dossiers); record what was done, and by whom, after.
    """
    keys = [str(one) for one in subject_ids]
    about = {"subject_type": subject_type, "subject_id__in": keys}
    run = RetentionRun.objects.create(started_at=timezone.now())
    count, _by_model = Event.objects.filter(**about).delete()
    ReadRecord.objects.filter(**about).delete()
    run.delete()
    return count


@transaction.atomic
def forget_logs(before: datetime) -> int:
    """Delete the reads and the security log older than an instant; return how many events.

    What was done on anything else than an account stays as long as that thing.
    """
    run = RetentionRun.objects.create(started_at=timezone.now())
    old = Event.objects.filter(
        Q(subject_type__in=SECURITY_SUBJECTS) | Q(kind__startswith="access."), at__lt=before
    )
    count, _by_model = old.delete()
    ReadRecord.objects.filter(at__lt=before).delete()
    run.delete()
    return count


def _kind_of(actor: Actor) -> ActorKind:
    if actor is None or not actor.is_authenticated:
        return ActorKind.SYSTEM
    return ActorKind.STAFF if getattr(actor, "is_staff", False) else ActorKind.PERSON
