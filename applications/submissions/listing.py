"""One line of « Mes demandes d'aide »: facts and acts, without any query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from applications.rights import allows
from applications.structures.models import Membership
from applications.submissions.lifecycle import public_label, public_state
from applications.submissions.models import Submission, SubmissionState
from applications.submissions.permissions import applicant_roles

STATE_VARIANTS: dict[SubmissionState, str] = {
    SubmissionState.DRAFT: "outline",
    SubmissionState.AWAITING_TRANSMISSION: "warning",
    SubmissionState.SUBMITTED: "brand",
    SubmissionState.UNDER_REVIEW: "brand",
    SubmissionState.GRANTED: "success",
    SubmissionState.REJECTED: "error",
    SubmissionState.INADMISSIBLE: "error",
}


@dataclass(frozen=True, slots=True)
class Line:
    """What the list shows of one dossier."""

    submission: Submission
    state: str
    variant: str
    beneficiary: str
    taken_in_charge_at: datetime | None
    can_resume: bool
    can_delete: bool
    can_restore: bool


def line(
    submission: Submission,
    *,
    memberships: Sequence[Membership],
    user: AbstractBaseUser | AnonymousUser,
) -> Line:
    """Return the line of a dossier for this reader."""
    # What a list shows of a structure's dossiers to a plain member is theirs or shared with them.
    roles = applicant_roles(user, submission, memberships, is_shared=True)
    return Line(
        submission=submission,
        state=public_label(submission),
        variant=STATE_VARIANTS.get(public_state(submission), ""),
        beneficiary=submission.beneficiary_name,
        taken_in_charge_at=submission.taken_in_charge_at,
        can_resume=allows("dossier.edit", roles) and submission.is_draft,
        can_delete=allows("dossier.delete", roles) and submission.is_draft,
        can_restore=allows("dossier.restore", roles)
        and submission.state == SubmissionState.DELETED,
    )
