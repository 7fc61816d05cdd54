"""How long a dossier is kept once it is over (portal.md §12); one that is not is kept for ever."""

from datetime import date

from applications.submissions.models import Submission, SubmissionState
from cms.core.dates import add_months, paris_day
from cms.core.models import SiteSettings

State = SubmissionState
REFUSED = (State.REJECTED, State.INADMISSIBLE)
"""Their term runs from the day the applicant was told."""
ENDED = (State.WITHDRAWN, State.CLOSED)
"""Theirs, from the day they ended."""
OVER = (*REFUSED, *ENDED)
BEING_HANDLED = (
    State.AWAITING_TRANSMISSION,
    State.SUBMITTED,
    State.UNDER_REVIEW,
    State.COMPLETE,
    State.GRANTED,
)


def last_day(submission: Submission, terms: SiteSettings) -> date | None:
    """Return the last day a dossier is kept; none while it is handled or its end is not told."""
    if submission.state in REFUSED:
        told = submission.decision_notified_at
        return add_months(paris_day(told), terms.refused_months) if told else None
    if submission.state == State.WITHDRAWN:
        return add_months(paris_day(submission.changed_at), terms.refused_months)
    if submission.state == State.CLOSED:
        return add_months(paris_day(submission.changed_at), terms.granted_months)
    return None


def is_being_handled(submission: Submission) -> bool:
    """Tell whether the Region, or the applicant, still waits for something."""
    is_untold = submission.state in REFUSED and submission.decision_notified_at is None
    return submission.state in BEING_HANDLED or is_untold
