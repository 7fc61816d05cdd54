"""Answering the questions reserved to the review."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from applications.accounts.models import User
from applications.review.events import REVIEW_ANSWERED
from applications.review.models import ReviewAnswers
from applications.submissions.events import SUBJECT
from applications.submissions.merging import Conflict, merge
from applications.submissions.models import Submission
from applications.submissions.permissions import can_answer_review
from applications.submissions.services.moves import lock
from cms.core import events


@dataclass(frozen=True, slots=True)
class Saved:
    """The answers as they are now, and those a colleague changed meanwhile."""

    answers: dict[str, Any]
    conflicts: tuple[Conflict, ...] = ()


@transaction.atomic
def save_answers(
    submission: Submission,
    *,
    values: Mapping[str, Any],
    base: Mapping[str, str],
    actor: User,
    now: datetime,
) -> Saved:
    """Store what officers wrote, whatever it is worth; one event says that something changed.

    `base` says what the page showed: an answer a colleague changed meanwhile is kept and returned
    as a conflict.
    """
    locked = lock(submission)
    can_answer_review(actor, locked).require()
    kept = ReviewAnswers.objects.filter(submission=locked).first()
    stored = kept.answers if kept is not None else {}
    answers, conflicts = merge(stored, values, base=base)
    if answers != stored:
        ReviewAnswers.objects.update_or_create(
            submission=locked,
            defaults={"answers": answers, "changed_at": now, "changed_by": actor},
        )
        events.record(
            REVIEW_ANSWERED, subject_type=SUBJECT, subject_id=locked.pk, actor=actor, at=now
        )
    return Saved(answers, conflicts)
