"""What officers read of a dossier: lines of the queue, and the whole file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils.functional import Promise

from aids.models import RegulationVersion
from applications.attachments.models import Attachment
from applications.formbuilder.compiler import CompiledForm
from applications.formbuilder.forms import StepForm
from applications.formbuilder.rendering import Mode, Section
from applications.notifications.models import Mail
from applications.review.models import ReviewAnswers
from applications.review.queue import OPEN_STATES
from applications.submissions import documents, filed
from applications.submissions.events import ACCESS_DENIED, SUBJECT
from applications.submissions.legal_clock import LegalClock, read_clock
from applications.submissions.lifecycle import STAFF_LABELS
from applications.submissions.models import Submission, SubmissionState
from applications.submissions.timeline import Moment, timeline_of
from cms.core.dates import paris_day

SOON = timedelta(days=14)
OTHERS_LIMIT = 10


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One line of the queue."""

    submission: Submission
    state_label: str | Promise
    due_on: date | None
    is_due_soon: bool


def lines(submissions: Iterable[Submission], *, now: datetime) -> list[QueueLine]:
    """Return the lines of the queue, each with the date silence would be a rejection."""
    return [_line(submission, now) for submission in submissions]


def _line(submission: Submission, now: datetime) -> QueueLine:
    due_on = None
    if submission.submitted_at is not None and submission.state in OPEN_STATES:
        due_on = read_clock(submission.submitted_at, submission.suspensions.all(), now=now).last_day
    return QueueLine(
        submission=submission,
        state_label=STAFF_LABELS[SubmissionState(submission.state)],
        due_on=due_on,
        is_due_soon=due_on is not None and due_on - paris_day(now) < SOON,
    )


class DossierReading:
    """Everything the officer's page shows of one dossier, each part read once."""

    def __init__(
        self, submission: Submission, *, language: str, now: datetime, is_masked: bool = False
    ) -> None:
        self.submission = submission
        self.is_masked = is_masked
        self.language = language
        self.now = now

    @cached_property
    def state_label(self) -> str | Promise:
        """Return the state in the officers' words."""
        return STAFF_LABELS[SubmissionState(self.submission.state)]

    @cached_property
    def form(self) -> CompiledForm:
        """Return the form the dossier was filed with, the officers' own questions included."""
        return filed.review_form(self.submission, self.language)

    @cached_property
    def review_answers(self) -> dict[str, Any]:
        """Return what officers answered; not looked for when they are asked nothing."""
        if self.form.review_step is None:
            return {}
        kept = ReviewAnswers.objects.filter(submission=self.submission).first()
        return kept.answers if kept is not None else {}

    @cached_property
    def answers(self) -> dict[str, Any]:
        """Return the answers as filed, and those of the officers."""
        return {**(self.submission.filed_answers or {}), **self.review_answers}

    def review_form(self, data: Mapping[str, Any] | None = None) -> StepForm | None:
        """Return the form of the officers' own questions, if there are any."""
        return self.form.review_form(answers=self.answers, data=data)

    @cached_property
    def attachments(self) -> list[Attachment]:
        """Return every file of the dossier."""
        return list(documents.attachments_of(self.submission))

    @cached_property
    def sections(self) -> list[Section]:
        """Return criteria, answers, documents and statements as filed, and the officers' own."""
        return filed.recap_sections(
            self.submission,
            self.form,
            documents.by_slot(self.attachments),
            mode=Mode.STAFF,
            answers=self.answers,
            is_masked=self.is_masked,
        )

    @cached_property
    def identity(self) -> list[tuple[str, str]]:
        """Return the applicant as filed."""
        return filed.identity_rows(self.submission)

    @cached_property
    def unmet_criteria(self) -> list[documents.Unmet]:
        """Return the criteria answered otherwise than expected."""
        return documents.unmet_criteria(self.form, self.submission.criteria_answers)

    @cached_property
    def clock(self) -> LegalClock | None:
        """Return where the legal clock stands."""
        if self.submission.submitted_at is None:
            return None
        suspensions = list(self.submission.suspensions.all())
        return read_clock(self.submission.submitted_at, suspensions, now=self.now)

    @cached_property
    def regulation(self) -> RegulationVersion | None:
        """Return the règlement the applicant accepted."""
        return self.submission.regulation

    @cached_property
    def journal(self) -> list[Moment]:
        """Return all that happened, what the applicant does not see included.

        Refused accesses stay in the journal of security: here they would push real events away.
        """
        moments = timeline_of(self.submission, is_public=False)
        return [moment for moment in moments if moment.kind != ACCESS_DENIED.code]

    @cached_property
    def mails(self) -> list[Mail]:
        """Return the mails of the dossier with their delivery state."""
        return list(
            Mail.objects.filter(subject_type=SUBJECT, subject_id=str(self.submission.pk))
            .only("kind", "subject", "to", "state", "created_at", "sent_at")
            .order_by("created_at", "id")
        )

    @cached_property
    def others(self) -> list[Submission]:
        """Return the other filed dossiers of the same beneficiary."""
        return list(
            Submission.objects.of_beneficiary(
                person_id=self.submission.person_id, structure_id=self.submission.structure_id
            )
            .filter(submitted_at__isnull=False)
            .exclude(pk=self.submission.pk)
            .select_related("aid")
            .only("reference", "submitted_at", "aid__title")
            .order_by("-submitted_at")[:OTHERS_LIMIT]
        )
