"""Writing who receives the aid in a draft."""

from datetime import date, datetime

from django.db import transaction

from applications.accounts.models import User
from applications.submissions.beneficiary import STEP, Asked, Given
from applications.submissions.models import Submission
from applications.submissions.services.drafting import DONE, WITH_ERRORS, editable


@transaction.atomic
def answer(
    submission: Submission,
    *,
    given: Given,
    born: date | None,
    is_valid: bool,
    actor: User,
    now: datetime,
) -> Submission:
    """Keep what was typed, whatever it is worth, and what it says of the beneficiary.

    `born` is the date of birth the form could read. A structure of the portal is pointed at and
    nothing of it is changed; none is ever made here.
    """
    locked = editable(submission, actor=actor)
    asked = Asked(locked, given)
    born_on = born.isoformat() if born else ""
    locked.beneficiary_sheet = {**given.as_json(), "born": born_on}
    locked.beneficiary_kind = asked.kind
    locked.beneficiary_link = asked.link
    locked.beneficiary_structure = asked.known_structure
    locked.beneficiary_key = asked.key(born)
    locked.step_progress = {**locked.step_progress, STEP: DONE if is_valid else WITH_ERRORS}
    locked.changed_at = now
    locked.save(
        update_fields=[
            "beneficiary_sheet",
            "beneficiary_kind",
            "beneficiary_link",
            "beneficiary_structure",
            "beneficiary_key",
            "step_progress",
            "changed_at",
        ]
    )
    return locked
