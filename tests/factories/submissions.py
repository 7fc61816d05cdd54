"""Dossiers at every stage of their life."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import factory
from django.core.files.base import ContentFile
from django.utils import timezone

from applications.attachments.models import Attachment
from applications.attachments.services import FileRules, store_upload
from applications.submissions.events import SUBJECT
from applications.submissions.models import Decision, Submission, SubmissionState
from applications.submissions.services import acting, filing
from tests.factories.accounts import UserFactory
from tests.factories.aids import AidFactory, form_version, node_id

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)

COMPLETE_ANSWERS: dict[str, Any] = {
    node_id("q-title"): "Un été à vélo",
    node_id("q-kind"): node_id("o-course"),
    node_id("q-amount"): "1200.5",
}


def give_document(submission: Submission, *, slot: str | None = None) -> Attachment:
    """Give the document `small_schema` asks."""
    return store_upload(
        ContentFile(PDF, name="identite.pdf"),
        owner_type=SUBJECT,
        owner_id=submission.pk,
        slot=slot or node_id("d-identity"),
        rules=FileRules(),
        actor=submission.writer,
    )


class SubmissionFactory(factory.django.DjangoModelFactory[Submission]):
    """A draft of a person, empty; for a structure, pass `structure=` and `person=None`.

    Traits: `complete` (all of `small_schema` answered, document given), `filed`, `taken` (in charge
    of an officer of the team). Filed dossiers are filed by the service.
    """

    class Meta:
        model = Submission

    class Params:
        complete = factory.Trait(
            answers=factory.LazyFunction(lambda: dict(COMPLETE_ANSWERS)),
            criteria_answers=factory.LazyFunction(lambda: {node_id("c-region"): "yes"}),
            sworn_statements=factory.LazyFunction(lambda: [node_id("a-exact")]),
            regulation=factory.LazyAttribute(lambda one: one.campaign.regulation),
            regulation_accepted_at=factory.LazyFunction(timezone.now),
            step_progress=factory.LazyFunction(
                lambda: dict.fromkeys(
                    ["preambule", "criteres", "informations", "dossier-1", "dossier-2", "pieces"],
                    "done",
                )
            ),
            has_document=True,
        )
        filed = factory.Trait(complete=True, is_filed_now=True)
        taken = factory.Trait(filed=True, is_taken_now=True)

    person = factory.SubFactory(UserFactory, with_sheet=True)
    structure = None
    aid = factory.SubFactory(AidFactory)
    campaign = factory.LazyAttribute(lambda one: one.aid.campaigns.first())
    form_version = factory.LazyAttribute(lambda one: form_version(one.aid))
    writer = factory.LazyAttribute(lambda one: one.person)
    reference = factory.Sequence(lambda number: f"ESS-2026-T{number:04d}")
    created_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
    changed_at = factory.SelfAttribute("created_at")

    has_document = False
    is_filed_now = False
    is_taken_now = False

    @classmethod
    def _create(cls, model_class: type[Submission], *args: Any, **kwargs: Any) -> Submission:
        has_document, is_filed, is_taken = (
            kwargs.pop(name) for name in ("has_document", "is_filed_now", "is_taken_now")
        )
        submission: Submission = super()._create(model_class, *args, **kwargs)
        if has_document:
            give_document(submission)
        if is_filed:
            file_now(submission)
        if is_taken:
            take_now(submission)
        return submission


def file_now(submission: Submission, *, now: datetime | None = None) -> Submission:
    """File a complete draft through the service, and show the caller what is stored."""
    filing.submit(submission, actor=submission.writer, key=uuid.uuid4(), now=now or timezone.now())
    submission.refresh_from_db()
    return submission


def take_now(submission: Submission, *, officer: Any = None) -> Submission:
    """Have an officer take a filed dossier in charge."""
    if officer is None:
        officer = UserFactory(officer=True)
        submission.aid.team.members.add(officer)
    acting.take_in_charge(submission, officer=officer, now=timezone.now())
    submission.refresh_from_db()
    return submission


def decide(submission: Submission, *, state: SubmissionState, is_notified: bool) -> Submission:
    """Put a dossier in a decided state, with its decision notified or not."""
    now = timezone.now()
    officer, decider = UserFactory(officer=True), UserFactory(decider=True)
    Decision.objects.create(
        submission=submission,
        outcome=str(state),
        reason="Motif de la décision",
        proposed_by=officer,
        proposed_at=now,
        decided_by=decider,
        decided_at=now,
        notified_at=now if is_notified else None,
    )
    submission.state = state
    submission.decision_notified_at = now if is_notified else None
    submission.save()
    return submission
