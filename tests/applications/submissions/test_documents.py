"""How many documents are taken, how long they stay valid, and giving one again."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from wagtail.documents import get_document_model

from aids.models import Aid
from aids.services import versions
from applications.accounts.models import User
from applications.attachments import services
from applications.attachments.errors import NotReusable, TooManyFiles
from applications.attachments.models import Attachment, ScanState
from applications.formbuilder.checks import check
from applications.formbuilder.schema import FormSchema, Question, Step
from applications.submissions.documents import attachments_of, by_slot
from applications.submissions.events import SUBJECT
from applications.submissions.models import Submission
from applications.submissions.services import giving
from applications.submissions.walk import Walk
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.aids import AidFactory, form_version, node_id
from tests.factories.structures import MembershipFactory
from tests.factories.submissions import PDF, SubmissionFactory

pytestmark = pytest.mark.django_db

PROOF = node_id("d-proof")


def asking(**settings: Any) -> FormSchema:
    """Return a form that asks one text and one proof."""
    title = Question(id=node_id("q-title"), type="text", label="Titre")
    proof = Question(id=PROOF, type="file", label="Bulletins de salaire", settings=settings)
    step = Step(id=node_id("s-1"), title="Votre projet", questions=(title,))
    return FormSchema(steps=(step,), documents=(proof,))


def aid_asking(**settings: Any) -> Aid:
    return AidFactory(schema=asking(**settings))


def draft_of(aid: Aid, person: User | None = None) -> Submission:
    return SubmissionFactory(aid=aid, person=person or UserFactory(with_sheet=True))


def walk_of(draft: Submission) -> Walk:
    compiled = versions.compiled_form(form_version(draft.aid), "fr")
    return Walk(draft, compiled, list(attachments_of(draft)))


def question_of(draft: Submission) -> Question:
    return walk_of(draft).document_questions[0]


def give(draft: Submission, name: str = "juin.pdf", content: bytes = PDF) -> Attachment:
    return giving.give(
        draft,
        question=question_of(draft),
        file=ContentFile(content, name=name),
        actor=draft.writer,
        now=timezone.now(),
    )


def age(attachment: Attachment, *, days: int) -> None:
    moment = timezone.now() - timedelta(days=days)
    Attachment.objects.filter(pk=attachment.pk).update(uploaded_at=moment)


def lacks_of(draft: Submission) -> list[str]:
    return [one.message for one in walk_of(draft).lacks if one.question_id == PROOF]


def names_of(draft: Submission) -> list[str]:
    return [one.original_name for one in by_slot(attachments_of(draft)).get(PROOF, [])]


def page_of(draft: Submission) -> str:
    return f"/espace/dossiers/{draft.reference}/saisie/pieces/"


# --- How many -------------------------------------------------------------------------------


def test_one_file_more_than_asked_is_refused_and_does_not_stay() -> None:
    draft = draft_of(aid_asking(maximum_files=2))
    give(draft, "mai.pdf")
    give(draft, "juin.pdf", PDF + b"%")
    with pytest.raises(TooManyFiles, match="2 fichiers au plus"):
        give(draft, "juillet.pdf", PDF + b"%%")
    assert names_of(draft) == ["mai.pdf", "juin.pdf"]


def test_too_many_files_at_once_say_which_was_not_kept() -> None:
    draft = draft_of(aid_asking(maximum_files=1))
    client = sign_in(Client(), draft.writer)
    sent = [SimpleUploadedFile("recto.pdf", PDF), SimpleUploadedFile("verso.pdf", PDF + b"%")]
    response = client.post(page_of(draft), {PROOF: sent, "action": "suivant"})
    assert response.status_code == 422
    assert "verso.pdf" in response.content.decode()
    assert names_of(draft) == ["recto.pdf"]


def test_fewer_files_than_asked_stop_the_filing_and_say_how_many() -> None:
    draft = draft_of(aid_asking(minimum_files=3))
    give(draft, "mai.pdf")
    (message,) = lacks_of(draft)
    assert "3 fichiers attendus" in message
    assert "1 " in message
    give(draft, "juin.pdf", PDF + b"%")
    give(draft, "juillet.pdf", PDF + b"%%")
    assert lacks_of(draft) == []


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"minimum_files": 3, "maximum_files": 3}, "3 fichiers."),
        ({"minimum_files": 2, "maximum_files": 4}, "2 fichiers au moins. 4 fichiers au plus."),
        ({"valid_months": 3}, "3 mois"),
    ],
)
def test_what_is_expected_is_said_beside_the_document(settings: dict[str, Any], words: str) -> None:
    draft = draft_of(aid_asking(**settings))
    page = sign_in(Client(), draft.writer).get(page_of(draft)).content.decode()
    assert words in page.replace("\u00a0", " ")


def test_the_template_to_fill_in_is_downloaded_from_beside_its_document() -> None:
    budget = get_document_model().objects.create(
        title="Budget type", file=ContentFile(b"budget", name="budget.ods")
    )
    draft = draft_of(aid_asking(template={"document": budget.pk, "title": "", "url": ""}))
    client = sign_in(Client(), draft.writer)
    page = client.get(page_of(draft)).content.decode()
    assert f'href="{budget.url}"' in page
    assert "Budget type" in page
    assert b"".join(client.get(budget.url).streaming_content) == b"budget"


def test_a_template_that_is_gone_is_named_by_the_check_of_the_form() -> None:
    schema = asking(template={"document": 999, "title": "Budget type", "url": "/x"})
    (problem,) = check(schema)
    assert "modèle à télécharger" in problem.message


def test_numbers_of_files_that_disagree_are_named_by_the_check_of_the_form() -> None:
    (problem,) = check(asking(minimum_files=3, maximum_files=2))
    assert "nombre minimal" in problem.message


# --- How long -------------------------------------------------------------------------------


def test_a_document_too_old_stops_the_filing_and_says_since_when() -> None:
    draft = draft_of(aid_asking(valid_months=3))
    given = give(draft)
    assert lacks_of(draft) == []
    age(given, days=100)
    (message,) = lacks_of(draft)
    assert "juin.pdf" in message
    assert "n'est plus valable" in message.replace("’", "'")


# --- Giving again ---------------------------------------------------------------------------


def test_a_document_of_an_earlier_dossier_is_given_again_from_the_list() -> None:
    aid, person = aid_asking(), UserFactory(with_sheet=True)
    earlier = give(draft_of(aid, person), "juin.pdf")
    age(earlier, days=30)
    draft = draft_of(aid, person)
    client = sign_in(Client(), person)
    page = client.get(page_of(draft)).content.decode()
    assert "juin.pdf" in page
    assert aid.title in page
    assert '<span class="govuk-visually-hidden">&nbsp;: Bulletins de salaire</span>' in page

    chosen = {f"reutiliser-{PROOF}": str(earlier.key), "action": "enregistrer"}
    assert client.post(page_of(draft), chosen).status_code == 302

    (copy,) = by_slot(attachments_of(draft))[PROOF]
    assert (copy.original_name, copy.sha256) == (earlier.original_name, earlier.sha256)
    assert copy.given_since == Attachment.objects.get(pk=earlier.pk).uploaded_at
    with copy.file.open("rb") as file:
        assert file.read() == PDF


def test_what_was_given_again_is_not_chosen_still_when_another_file_is_refused() -> None:
    aid, person = aid_asking(), UserFactory(with_sheet=True)
    earlier = give(draft_of(aid, person))
    draft = draft_of(aid, person)
    chosen = {
        f"reutiliser-{PROOF}": str(earlier.key),
        PROOF: SimpleUploadedFile("vide.pdf", b""),
        "action": "enregistrer",
    }
    response = sign_in(Client(), person).post(page_of(draft), chosen)
    assert response.status_code == 422
    assert f'value="{earlier.key}" selected' not in response.content.decode()
    assert names_of(draft) == ["juin.pdf"]


def test_a_copy_outlives_the_dossier_it_comes_from() -> None:
    aid, person = aid_asking(), UserFactory(with_sheet=True)
    earlier = give(draft_of(aid, person))
    draft = draft_of(aid, person)
    copy = giving.reuse(
        draft, question=question_of(draft), key=str(earlier.key), actor=person, now=timezone.now()
    )
    services.remove(earlier, actor=person)
    with copy.file.open("rb") as file:
        assert file.read() == PDF


def test_a_document_used_again_keeps_its_age() -> None:
    aid, person = aid_asking(valid_months=3), UserFactory(with_sheet=True)
    earlier = give(draft_of(aid, person))
    age(earlier, days=80)
    draft = draft_of(aid, person)
    copy = giving.reuse(
        draft, question=question_of(draft), key=str(earlier.key), actor=person, now=timezone.now()
    )
    assert lacks_of(draft) == []
    Attachment.objects.filter(pk=copy.pk).update(
        first_given_at=timezone.now() - timedelta(days=100)
    )
    assert len(lacks_of(draft)) == 1


def too_old(earlier: Attachment) -> None:
    age(earlier, days=200)


def infected(earlier: Attachment) -> None:
    Attachment.objects.filter(pk=earlier.pk).update(scan_state=ScanState.INFECTED)


def of_another_format(earlier: Attachment) -> None:
    Attachment.objects.filter(pk=earlier.pk).update(original_name="juin.docx")


def too_heavy(earlier: Attachment) -> None:
    Attachment.objects.filter(pk=earlier.pk).update(size=11 * 1024 * 1024)


def of_somebody_else(earlier: Attachment) -> None:
    other = SubmissionFactory()
    Attachment.objects.filter(pk=earlier.pk).update(owner_id=str(other.pk))


def made_by_the_portal(earlier: Attachment) -> None:
    Attachment.objects.filter(pk=earlier.pk).update(is_generated=True)


@pytest.mark.parametrize(
    "change",
    [too_old, infected, of_another_format, too_heavy, of_somebody_else, made_by_the_portal],
)
def test_what_does_not_fit_is_neither_offered_nor_given(change: Any) -> None:
    aid, person = aid_asking(valid_months=3), UserFactory(with_sheet=True)
    earlier = give(draft_of(aid, person))
    change(earlier)
    draft = draft_of(aid, person)
    question = question_of(draft)
    page = sign_in(Client(), person).get(page_of(draft)).content.decode()
    assert str(earlier.key) not in page
    with pytest.raises(NotReusable):
        giving.reuse(
            draft, question=question, key=str(earlier.key), actor=person, now=timezone.now()
        )
    assert names_of(draft) == []


def test_a_document_that_went_meanwhile_is_refused_in_words() -> None:
    aid, person = aid_asking(), UserFactory(with_sheet=True)
    earlier = give(draft_of(aid, person))
    draft = draft_of(aid, person)
    kept = give(draft_of(aid, person), "mai.pdf", PDF + b"%")
    services.remove(earlier, actor=person)
    chosen = {f"reutiliser-{PROOF}": str(earlier.key), "action": "suivant"}
    response = sign_in(Client(), person).post(page_of(draft), chosen)
    assert response.status_code == 422
    assert "ne peut plus être réutilisé" in response.content.decode()
    assert str(kept.key) in response.content.decode()


def test_the_documents_of_a_structure_are_offered_for_its_dossiers_alone() -> None:
    aid = aid_asking()
    manager = MembershipFactory(role="manager")
    person = manager.user
    theirs = SubmissionFactory(aid=aid, person=None, structure=manager.structure, writer=person)
    given = give(theirs)
    own = draft_of(aid, person)
    another = SubmissionFactory(aid=aid, person=None, structure=manager.structure, writer=person)
    client = sign_in(Client(), person)
    assert str(given.key) not in client.get(page_of(own)).content.decode()
    assert str(given.key) in client.get(page_of(another)).content.decode()


def test_what_is_already_given_here_is_not_offered_again() -> None:
    aid, person = aid_asking(), UserFactory(with_sheet=True)
    earlier = give(draft_of(aid, person))
    draft = draft_of(aid, person)
    give(draft)
    assert str(earlier.key) not in sign_in(Client(), person).get(page_of(draft)).content.decode()


def test_the_file_of_a_copy_belongs_to_its_dossier() -> None:
    aid, person = aid_asking(), UserFactory(with_sheet=True)
    earlier = give(draft_of(aid, person))
    copy = services.copy_upload(
        earlier, owner_type=SUBJECT, owner_id=draft_of(aid, person).pk, slot=PROOF, actor=person
    )
    assert copy.file.name != earlier.file.name
    assert copy.frozen_at is None


# --- What the page says ---------------------------------------------------------------------


@pytest.mark.parametrize(("settings", "is_several"), [({}, True), ({"maximum_files": 1}, False)])
def test_the_page_offers_several_files_only_where_several_are_taken(
    settings: dict[str, Any], is_several: bool
) -> None:
    """Its words and its input agree with the document."""
    draft = draft_of(aid_asking(**settings))
    page = sign_in(Client(), draft.writer).get(page_of(draft)).content.decode()
    assert ("vous pouvez ajouter plusieurs fichiers" in page) is is_several
    assert ("Un seul fichier est attendu par pièce" in page) is not is_several
    (control,) = re.findall(r'<input type="file"[^>]*>', page)
    assert (" multiple" in control) is is_several
