"""What an applicant reads of a dossier's life: the public events, in words."""

from dataclasses import dataclass
from datetime import datetime

from applications.submissions.events import SUBJECT
from applications.submissions.models import Submission
from cms.core import events
from cms.core.events import event_kinds
from cms.core.models import Event


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline."""

    at: datetime
    label: str
    kind: str


def timeline_of(submission: Submission, *, is_public: bool = True) -> list[Moment]:
    """Return what happened, oldest first; staff ask for the rest with `is_public=False`."""
    journal = events.timeline(subject_type=SUBJECT, subject_id=submission.pk, is_public=is_public)
    return [
        Moment(at=event.at, label=_words(event), kind=event.kind)
        for event in journal
        if event.kind in event_kinds
    ]


def _words(event: Event) -> str:
    label = str(event_kinds.get(event.kind).label)
    return label % event.params if "%(" in label else label
