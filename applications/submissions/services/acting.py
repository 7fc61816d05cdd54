"""Acts on a filed dossier: taking it in charge, withdrawing it."""

from datetime import datetime

from django.db import transaction

from applications.accounts.models import User
from applications.submissions import mails
from applications.submissions.lifecycle import Facts
from applications.submissions.models import Submission
from applications.submissions.services import moves


@transaction.atomic
def take_in_charge(submission: Submission, *, officer: User, now: datetime) -> Submission:
    """Give the dossier to an officer of the team and tell the applicant, in one transaction."""
    taken = moves.apply(
        submission,
        "take_in_charge",
        actor=officer,
        now=now,
        changes={"officer": officer, "taken_in_charge_at": now},
    )
    mails.send_taken_in_charge(taken, now=now)
    return taken


@transaction.atomic
def withdraw(submission: Submission, *, actor: User, now: datetime) -> Submission:
    """Withdraw a filed dossier; a decision already made, even unknown to them, forbids it."""
    locked = moves.lock(submission)
    has_decision = locked.decisions.filter(
        decided_at__isnull=False, withdrawn_at__isnull=True
    ).exists()
    return moves.move_locked(
        locked, "withdraw", actor=actor, now=now, facts=Facts(has_decision=has_decision)
    )
