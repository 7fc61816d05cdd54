"""What the lines need in the database, written by the same services as real people's work."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from aids.lookups import live_aid_page
from aids.models import Aid, Campaign, FormVersion
from aids.services import versions
from applications.accounts.models import User
from applications.formbuilder.compiler import CompiledForm
from applications.formbuilder.field_types import field_types
from applications.submissions import documents, events as kinds, lacks
from applications.submissions.models import Submission, SubmissionState
from applications.submissions.services import acting, criteria, drafting, filing, giving
from applications.submissions.walk import DOCUMENTS, FORM_PREFIX, INFORMATION
from cms.core import jobs
from cms.core.models import Event
from cms.core.models.job import Job, JobState
from cms.demo.loader.data import stable_id
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.attachments import PDF

SLUG = "bourse-sanitaire-et-sociale"
OFFICER = "instruct01"
BATCH = 2000

GIVEN_ANSWERS = {
    stable_id(SLUG, "q-independant"): False,
    stable_id(SLUG, "q-debut"): "2026-09-01",
    stable_id(SLUG, "q-fin"): "2027-06-30",
}
"""Somebody attached to their parents' household has all eight steps; a year ends after it began."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody signed in."""

    user: User
    cookies: dict[str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """A dossier begun, its writer at hand."""

    submission: Submission
    person: Person

    def step(self, code: str) -> str:
        """Return the address of one step."""
        return f"/espace/dossiers/{self.submission.reference}/saisie/{code}/"


def signed_in(user: User) -> Person:
    """Open a session, its second factor verified for staff, as the sign-in pages leave it."""
    client = sign_in(Client(), user)
    return Person(user, {name: morsel.value for name, morsel in client.cookies.items()})


def aid_of_the_long_form() -> Aid:
    """Return the aid whose form has eight steps, some fifty questions and their conditions."""
    return Aid.objects.get(key=live_aid_page(SLUG, settings.LANGUAGE_CODE).translation_key)


class Material:
    """Makes drafts and filed dossiers of one aid."""

    def __init__(self, aid: Aid, *, now: datetime) -> None:
        self.aid = aid
        self.now = now
        campaign = aid.current_campaign(now)
        version = versions.current_version(aid)
        if campaign is None or version is None:
            raise RuntimeError(f"{SLUG} takes no dossier today")
        self.campaign: Campaign = campaign
        self.version: FormVersion = version
        self.compiled: CompiledForm = versions.compiled_form(version, settings.LANGUAGE_CODE)

    def people(self, count: int) -> list[Person]:
        """Return new applicants, activated, their sheet written, signed in."""
        return [
            signed_in(UserFactory(username=f"mesure{number:05d}", with_sheet=True))
            for number in range(count)
        ]

    def drafts(self, people: list[Person]) -> Iterator[Draft]:
        """Make one complete draft for each person."""
        for person in people:
            yield Draft(self._complete(person.user), person)

    def filed(self, draft: Draft) -> Submission:
        """File a draft, so that it may be read."""
        submission = Submission.objects.get(pk=draft.submission.pk)
        asked = lacks.statements_asked(self.compiled, submission)
        return filing.submit(
            submission,
            actor=draft.person.user,
            key=uuid.uuid4(),
            now=self.now,
            statements=[code for code, _text in asked],
        )

    def taken(self, draft: Draft, officer: User) -> Submission:
        """File a draft and take it in charge; its acknowledgement is made and sent."""
        submission = self.filed(draft)
        acting.take_in_charge(submission, officer=officer, now=self.now)
        run_jobs()
        return submission

    def lengthen_queue(self, total: int) -> None:
        """Add filed dossiers, one applicant each, until the team's queue holds this many.

        Written in bulk, so without the services; every constraint and trigger holds all the same.
        """
        for start in range(self.queue_length, total, BATCH):
            numbers = range(start, min(start + BATCH, total))
            with transaction.atomic():
                writers = User.objects.bulk_create([_applicant(number) for number in numbers])
                made = Submission.objects.bulk_create(
                    [self._row(*one) for one in zip(numbers, writers, strict=True)]
                )
                Event.objects.bulk_create(_events(made))
        analyse()

    @property
    def queue_length(self) -> int:
        """Count the dossiers waiting for the aid's team."""
        return Submission.objects.filter(
            aid__team=self.aid.team,
            state__in=[SubmissionState.SUBMITTED, SubmissionState.UNDER_REVIEW],
        ).count()

    def _row(self, number: int, writer: User) -> Submission:
        filed_at = self.now - timedelta(minutes=25 * number + 60)
        return Submission(
            reference=f"{self.aid.short_code}-2026-M{number:05d}",
            aid=self.aid,
            campaign=self.campaign,
            person=writer,
            writer=writer,
            state=SubmissionState.SUBMITTED,
            form_version=self.version,
            regulation=self.campaign.regulation,
            regulation_accepted_at=filed_at,
            answers={},
            filed_answers={},
            filed_identity={"kind": "person", "name": writer.get_full_name()},
            filed_digest=uuid.uuid4().hex * 2,
            filing_key=uuid.uuid4(),
            created_at=filed_at - timedelta(days=1),
            changed_at=filed_at,
            submitted_at=filed_at,
        )

    def _complete(self, user: User) -> Submission:
        submission = drafting.start(
            self.aid,
            campaign=self.campaign,
            actor=user,
            structure=None,
            language=settings.LANGUAGE_CODE,
            now=self.now,
        )
        common: dict[str, Any] = {"actor": user, "now": self.now}
        drafting.accept_regulation(
            submission, regulation=self.campaign.regulation, is_accepted=True, **common
        )
        expected = {one.id: one.expected for one in self.compiled.schema.criteria}
        criteria.answer(submission, answers=expected, is_complete=True, **common)
        drafting.mark_step(submission, step_id=INFORMATION, is_valid=True, **common)
        answers = self._fill(submission, common)
        for question in documents.asked(self.compiled, answers):
            if question.is_required:
                paper = ContentFile(PDF, name="justificatif.pdf")
                giving.give(submission, question=question, file=paper, **common)
        drafting.mark_step(submission, step_id=DOCUMENTS, is_valid=True, **common)
        return submission

    def _fill(self, submission: Submission, common: dict[str, Any]) -> dict[str, Any]:
        """Answer every question shown, optional ones included, by the sample of its type."""
        answers: dict[str, Any] = {}
        for position, step in enumerate(self.compiled.schema.steps, start=1):
            if step not in self.compiled.visible_steps(answers):
                continue
            own: dict[str, Any] = {}
            for question in step.questions:
                shown = self.compiled.visible_questions(step.id, {**answers, **own})
                field_type = field_types.get(question.type)
                if question in shown and field_type.is_input and not field_type.is_file:
                    sample = field_type.sample(question)
                    own[question.id] = GIVEN_ANSWERS.get(question.id, sample)
            answers |= own
            drafting.save_step(
                submission,
                step_id=f"{FORM_PREFIX}{position}",
                values=own,
                base_version=None,
                **common,
            )
        return answers


def officer() -> Person:
    """Return the officer of the demonstration, second factor verified."""
    return signed_in(User.objects.get(username=OFFICER))


def run_jobs() -> None:
    """Do what waits: nobody else will, no worker runs beside the measures."""
    for job_id in list(
        Job.objects.filter(state=JobState.QUEUED, run_after__lte=timezone.now())
        .order_by("created_at")
        .values_list("id", flat=True)
    ):
        jobs.run(job_id)


def analyse() -> None:
    """Let the engine know the new size of its tables, as it does by itself in service."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _applicant(number: int) -> User:
    return User(
        username=f"file{number:06d}",
        email=f"file{number:06d}@exemple.example",
        last_name=f"Kerdoncuff-{number:06d}",
        first_name="Maëlle",
        password=UNUSABLE_PASSWORD_PREFIX,
    )


def _events(submissions: list[Submission]) -> list[Event]:
    return [
        Event(
            at=moment,
            kind=kind.code,
            actor_kind="person",
            actor_id=submission.writer_id,
            subject_type=kinds.SUBJECT,
            subject_id=str(submission.pk),
            params={},
        )
        for submission in submissions
        for kind, moment in (
            (kinds.STARTED, submission.created_at),
            (kinds.SUBMITTED, submission.submitted_at),
        )
    ]
