"""What the officers of a team read, and what the others of the team do not (portal.md §12)."""

import uuid
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from applications.attachments.models import Attachment
from applications.formbuilder.schema import (
    Criterion,
    FormSchema,
    Question,
    Step,
    SwornStatement,
)
from applications.submissions.documents import MASKED_RECAP, RECAP
from applications.submissions.models import Submission
from applications.submissions.services import filing, giving
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.aids import AidFactory, node_id
from tests.factories.submissions import PDF, SubmissionFactory

pytestmark = pytest.mark.django_db

TITLE, INCOME, PROOF, PLAN, RESIDENT, EXACT = (
    node_id(name) for name in ("q-title", "q-income", "d-proof", "d-plan", "c-resident", "a-exact")
)
SCHEMA = FormSchema(
    criteria=(
        Criterion(
            id=RESIDENT,
            label="Habitez-vous la région ?",
            expected="yes",
            effect="warning",
            explanation="Le service vérifiera votre domicile.",
        ),
    ),
    steps=(
        Step(
            id=node_id("s-1"),
            title="Votre projet",
            questions=(
                Question(id=TITLE, type="text", label="Titre"),
                Question(id=INCOME, type="amount", label="Revenu", is_sensitive=True),
            ),
        ),
    ),
    documents=(
        Question(id=PROOF, type="file", label="Avis d'imposition", is_sensitive=True),
        Question(id=PLAN, type="file", label="Plan"),
    ),
    statements=(SwornStatement(id=EXACT, text="Je certifie que tout est exact."),),
)


@pytest.fixture
def dossier(run_jobs: Any) -> Submission:
    """A filed dossier: an income, two documents, a criterion answered « Non »."""
    aid = AidFactory(schema=SCHEMA)
    draft = SubmissionFactory(
        aid=aid,
        answers={TITLE: "Un été à vélo", INCOME: "12345"},
        criteria_answers={RESIDENT: "no"},
        regulation=aid.campaigns.get().regulation,
        regulation_accepted_at=timezone.now(),
    )
    now = timezone.now()
    for document in SCHEMA.documents:
        file = ContentFile(PDF, name=f"{document.id}.pdf")
        giving.give(draft, question=document, file=file, actor=draft.writer, now=now)
    filed = filing.submit(draft, actor=draft.writer, key=uuid.uuid4(), now=now, statements=[EXACT])
    run_jobs()
    return filed


def of_the_team(dossier: Submission, role: str) -> Client:
    someone = UserFactory(**{role: True})
    dossier.aid.team.members.add(someone)
    return sign_in(Client(), someone)


def page_of(client: Client, dossier: Submission) -> str:
    return client.get(f"/gestion/dossiers/{dossier.reference}/").content.decode()


def status_of(client: Client, dossier: Submission, slot: str) -> int:
    file = Attachment.objects.get(owner_id=str(dossier.pk), slot=slot)
    response = client.get(file.get_absolute_url())
    response.close()
    return response.status_code


def test_officers_read_criteria_answers_and_statements_as_filed(dossier: Submission) -> None:
    page = page_of(of_the_team(dossier, "officer"), dossier)
    assert "Habitez-vous la région" in page
    assert "Le service vérifiera votre domicile." in page
    assert "Je certifie que tout est exact." in page
    assert "12\u00a0345" in page


@pytest.mark.parametrize("role", ["decider", "paymaster"])
def test_others_of_the_team_read_no_sensitive_answer(dossier: Submission, role: str) -> None:
    page = page_of(of_the_team(dossier, role), dossier)
    assert "Un été à vélo" in page
    assert "12\u00a0345" not in page
    assert "masquées" in page


@pytest.mark.parametrize(
    ("role", "slot", "status"),
    [
        ("officer", PROOF, 200),
        ("officer", RECAP, 200),
        ("decider", PROOF, 404),
        ("decider", RECAP, 404),
        ("decider", PLAN, 200),
        ("decider", MASKED_RECAP, 200),
        ("paymaster", PROOF, 404),
        ("paymaster", PLAN, 200),
    ],
)
def test_sensitive_documents_are_read_by_the_officers_alone(
    dossier: Submission, role: str, slot: str, status: int
) -> None:
    assert status_of(of_the_team(dossier, role), dossier, slot) == status


def test_the_applicant_reads_all_of_it(dossier: Submission) -> None:
    client = sign_in(Client(), dossier.writer)
    page = client.get(f"/espace/dossiers/{dossier.reference}/").content.decode()
    assert "12\u00a0345" in page
    assert status_of(client, dossier, PROOF) == 200
