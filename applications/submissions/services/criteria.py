"""Answering the eligibility criteria, and going on in spite of one."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from applications.accounts.models import User
from applications.submissions import events as kinds
from applications.submissions.models import Submission
from applications.submissions.services.drafting import DONE, WITH_ERRORS, editable
from cms.core import events

STEP = "criteres"
ANSWERS = frozenset({"yes", "no"})


@transaction.atomic
def answer(
    submission: Submission,
    *,
    answers: Mapping[str, str],
    is_complete: bool,
    actor: User,
    now: datetime,
) -> Submission:
    """Keep the answers given; changing one asks the question of the override again."""
    locked = editable(submission, actor=actor)
    given = {criterion: value for criterion, value in answers.items() if value in ANSWERS}
    kept = {**locked.criteria_answers, **given}
    if kept != locked.criteria_answers:
        locked.has_overridden_criteria = False
    locked.criteria_answers = kept
    locked.step_progress = {
        **locked.step_progress,
        STEP: DONE if is_complete else WITH_ERRORS,
    }
    locked.changed_at = now
    locked.save(
        update_fields=["criteria_answers", "has_overridden_criteria", "step_progress", "changed_at"]
    )
    return locked


@transaction.atomic
def override(submission: Submission, *, actor: User, now: datetime) -> Submission:
    """Go on although a criterion is not met: a person judges, not the machine."""
    locked = editable(submission, actor=actor)
    if not locked.has_overridden_criteria:
        locked.has_overridden_criteria = True
        locked.changed_at = now
        locked.save(update_fields=["has_overridden_criteria", "changed_at"])
        events.record(
            kinds.CRITERIA_OVERRIDDEN,
            subject_type=kinds.SUBJECT,
            subject_id=locked.pk,
            actor=actor,
            at=now,
        )
    return locked
