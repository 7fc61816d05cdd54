"""The dossier's tables."""

from applications.submissions.models.decision import ClockSuspension, Decision
from applications.submissions.models.share import SubmissionShare
from applications.submissions.models.submission import (
    BeneficiaryKind,
    BeneficiaryLink,
    Submission,
    SubmissionState,
)

__all__ = [
    "BeneficiaryKind",
    "BeneficiaryLink",
    "ClockSuspension",
    "Decision",
    "Submission",
    "SubmissionShare",
    "SubmissionState",
]
