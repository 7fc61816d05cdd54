"""The bin: a draft leaves, and comes back within thirty days."""

from datetime import datetime

from applications.accounts.models import User
from applications.submissions import deadlines
from applications.submissions.lifecycle import Facts
from applications.submissions.models import Submission
from applications.submissions.services import moves


def delete_draft(submission: Submission, *, actor: User | None, now: datetime) -> Submission:
    """Put a draft in the bin; `actor=None` is the clock."""
    return moves.apply(submission, "delete", actor=actor, now=now, changes={"deleted_at": now})


def restore_draft(submission: Submission, *, actor: User, now: datetime) -> Submission:
    """Take a draft back from the bin, as it was."""
    return moves.apply(
        submission,
        "restore",
        actor=actor,
        now=now,
        facts=Facts(is_bin_term_running=deadlines.is_bin_term_running(submission.deleted_at, now)),
        changes={"deleted_at": None},
    )
