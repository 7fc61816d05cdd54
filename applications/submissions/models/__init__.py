"""The dossier's tables."""

from applications.submissions.models.decision import ClockSuspension, Decision
from applications.submissions.models.submission import Submission, SubmissionState

__all__ = ["ClockSuspension", "Decision", "Submission", "SubmissionState"]
