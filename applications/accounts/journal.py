"""« Ce qui a été fait sur mon compte »: the last acts, in words their owner understands."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from applications.accounts.models import User
from cms.core import events
from cms.core.models import Event
from cms.core.models.event import ActorKind

SUBJECT = "account"
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Act:
    """One act on an account; `by` says so when somebody of the Region did it for its owner."""

    title: str
    at: datetime
    by: str


def last_acts(user: User) -> list[Act]:
    """Return what was done on this account lately, newest first."""
    acts = events.timeline(subject_type=SUBJECT, subject_id=user.pk, is_public=True)
    return [
        Act(
            title=_words(event),
            at=event.at,
            by=_by(event, user),
        )
        for event in acts.order_by("-at", "-id")[:SHOWN]
    ]


def _by(event: Event, user: User) -> str:
    is_helped = event.actor_kind == ActorKind.STAFF and event.actor_id != user.pk
    return _("Done by the help desk") if is_helped else ""


def _words(event: Event) -> str:
    label = str(events.event_kinds.get(event.kind).label)
    return label % event.params if "%(" in label else label
