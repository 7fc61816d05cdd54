"""Trying a form: a real filing that nobody else sees, wiped by one act."""

import uuid
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aids import dossiers
from aids.models import Aid, AidPage, Campaign, FormVersion
from aids.services import versions
from aids.services.trials import note_wiped, trial_version
from applications.accounts.models import PersonSheet, StaffRole, User
from applications.attachments.models import Attachment
from applications.formbuilder.schema import FormSchema
from applications.notifications.models import Mail
from applications.review.overview import read_overview
from applications.structures.models import Membership, Structure
from applications.submissions import documents
from applications.submissions.exceptions import NothingToTry
from applications.submissions.models import Submission
from applications.submissions.services import drafting, trials
from applications.submissions.services.filing import ACKNOWLEDGE, TELL_TEAM
from cms.core import pdf
from cms.core.models import Event, Job
from tests.factories.accounts import FamilyFactory, UserFactory, sign_in
from tests.factories.aids import AidFactory, form_version, node_id, small_schema
from tests.factories.submissions import COMPLETE_ANSWERS, PDF, SubmissionFactory, give_document

pytestmark = pytest.mark.django_db


def text_of(response: Any) -> str:
    return unescape(response.content.decode()).replace("\u00a0", " ")


def home(page: AidPage, end: str = "") -> str:
    return f"/gestion/aides/formulaires/{page.pk}/essais/{end}"


@pytest.fixture
def aid() -> Aid:
    made: Aid = AidFactory(title="Mobilité", short_code="MOB", page={"slug": "mobilite"})
    return made


@pytest.fixture
def page(aid: Aid) -> AidPage:
    return AidPage.objects.get(translation_key=aid.key)


@pytest.fixture
def editor(aid: Aid) -> User:
    FamilyFactory(code="particulier")
    made: User = UserFactory(editor=True, with_sheet=True)
    return made


@pytest.fixture
def client(editor: User) -> Client:
    return sign_in(Client(), editor)


def begin(aid: Aid, editor: User, **arguments: Any) -> Submission:
    return trials.start(
        aid,
        **{
            "version": form_version(aid),
            "family": None,
            "actor": editor,
            "language": "fr",
            "now": timezone.now(),
            **arguments,
        },
    )


def completed(aid: Aid, editor: User, **arguments: Any) -> Submission:
    test = begin(aid, editor, **arguments)
    Submission.objects.filter(pk=test.pk).update(
        answers=COMPLETE_ANSWERS,
        criteria_answers={node_id("c-region"): "yes"},
        regulation=test.campaign.regulation,
    )
    give_document(test)
    test.refresh_from_db()
    return test


def post_filing(client: Client, test: Submission) -> Any:
    return client.post(
        f"/espace/dossiers/{test.reference}/saisie/recapitulatif/",
        {"action": "deposer", "cle": str(uuid.uuid4()), f"statement-{node_id('a-exact')}": "on"},
    )


# --- Trying ---------------------------------------------------------------------------------


@pytest.mark.parametrize("campaign", ["open", "closed", "future"])
def test_an_editor_files_on_the_real_screens_whatever_the_campaign(
    run_jobs: Any, campaign: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the desk to the acknowledgement; one mail, to the tester."""
    monkeypatch.setattr(pdf, "is_available", lambda: False)
    aid = AidFactory(short_code="MOB", campaign=campaign, page={"slug": "mobilite"})
    aid.team.members.add(UserFactory(officer=True))
    FamilyFactory(code="particulier")
    editor = UserFactory(editor=True)
    client, page = sign_in(Client(), editor), AidPage.objects.get(slug="mobilite")
    response = client.post(
        home(page, "commencer/"), {"form": "en-vigueur", "family": "particulier"}
    )
    test = Submission.objects.get()
    assert response.headers["Location"] == f"/espace/dossiers/{test.reference}/"
    assert test.reference.startswith("TEST-MOB-")
    assert test.is_test
    at = f"/espace/dossiers/{test.reference}/saisie"
    for step, data in (
        ("preambule", {"regulation": "on"}),
        ("criteres", {node_id("c-region"): "yes"}),
        (
            "informations",
            {
                "address_line": "3 rue du Phare",
                "address_postcode": "35400",
                "address_city": "Saint-Malo",
            },
        ),
        ("dossier-1", {node_id("q-title"): "Un été", node_id("q-kind"): node_id("o-course")}),
        ("dossier-2", {node_id("q-amount"): "1200"}),
    ):
        shown = client.get(f"{at}/{step}/")
        assert shown.status_code == 200, step
        assert "Dossier d'essai" in text_of(shown), step
        assert client.post(f"{at}/{step}/", {**data, "action": "suivant"}).status_code == 302, step
    give_document(test)
    recap = text_of(client.get(f"{at}/recapitulatif/"))
    assert "Dossier d'essai" in recap
    assert "Déposer ma demande" in recap
    assert post_filing(client, test).status_code == 302
    test.refresh_from_db()
    assert test.is_filed
    run_jobs()
    (mail,) = Mail.objects.all()
    assert mail.to == editor.email
    assert "Dossier d'essai" in mail.text
    filed = text_of(client.get(f"/espace/dossiers/{test.reference}/"))
    assert "Dossier d'essai" in filed
    assert f"/gestion/aides/formulaires/essais/{test.reference}/" in filed
    back = client.get(f"/gestion/aides/formulaires/essais/{test.reference}/")
    assert back.headers["Location"] == home(page)


@pytest.mark.skipif(not pdf.is_available(), reason="WeasyPrint's libraries are missing")
def test_the_pdfs_say_that_they_are_worth_nothing(
    aid: Aid, editor: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    test = completed(aid, editor)
    post_filing(client, test)
    drawn: list[str] = []

    def keep(template: str, context: dict[str, Any], **_: Any) -> bytes:
        drawn.append(render_to_string(template, {**context, "language": "fr"}))
        return b"%PDF-1.7"

    monkeypatch.setattr(pdf, "render_pdf", keep)
    for name in ("recapitulatif", "accuse-de-reception"):
        assert client.get(f"/espace/dossiers/{test.reference}/{name}.pdf").status_code == 200
    assert len(drawn) == 2
    assert all("Dossier d'essai" in unescape(html) for html in drawn)


def test_the_draft_form_is_tried_before_it_is_published(
    aid: Aid, editor: User, client: Client, page: AidPage
) -> None:
    """Kept apart from the versions, once per form; what is in force does not move."""
    draft = page.get_latest_revision_as_object()
    draft.preamble = "<p>Nouveau préambule.</p>"
    draft.save_revision()
    shown = text_of(client.get(home(page)))
    assert "Le brouillon, tel qu'enregistré" in shown
    for _attempt in range(2):
        client.post(home(page, "commencer/"), {"form": "brouillon", "family": "particulier"})
    one, other = Submission.objects.tests()
    assert one.form_version == other.form_version
    tried = FormVersion.every.get(is_trial=True)
    assert one.form_version == tried
    assert not aid.form_versions.filter(pk=tried.pk).exists()
    assert versions.current_version(aid).number == 1
    response = client.get(f"/espace/dossiers/{one.reference}/saisie/preambule/")
    assert "Nouveau préambule." in text_of(response)
    page.get_latest_revision_as_object().save_revision().publish()
    assert versions.current_version(Aid.objects.get(pk=aid.pk)).number == 2
    client.get(f"/espace/dossiers/{one.reference}/")
    one.refresh_from_db()
    assert one.form_version == tried


def test_the_same_form_as_in_force_is_not_kept_twice(aid: Aid, editor: User) -> None:
    version = form_version(aid)
    schema = FormSchema.model_validate(version.schema)
    assert trial_version(aid, schema, actor=editor, now=timezone.now()) == version


def test_a_structure_is_played_by_a_fictitious_one(
    aid: Aid, editor: User, client: Client, page: AidPage
) -> None:
    FamilyFactory(code="association")
    for _attempt in range(2):
        client.post(home(page, "commencer/"), {"form": "en-vigueur", "family": "association"})
    one, other = Submission.objects.tests()
    assert one.structure == other.structure
    assert one.structure.is_test
    assert one.structure.siret is None
    assert client.get(f"/espace/dossiers/{one.reference}/saisie/informations/").status_code == 200


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choisissez le formulaire à essayer."),
        ({"form": "autre", "family": "particulier"}, "Choisissez le formulaire à essayer."),
        ({"form": "en-vigueur", "family": "martien"}, "Choisissez en tant que qui"),
    ],
)
def test_a_wrong_choice_is_told_and_starts_nothing(
    client: Client, page: AidPage, data: dict[str, str], words: str
) -> None:
    response = client.post(home(page, "commencer/"), data)
    assert response.status_code == 422
    assert words in text_of(response)
    assert not Submission.objects.tests().exists()


def test_a_broken_or_empty_form_says_what_to_do(client: Client, page: AidPage) -> None:
    draft = page.get_latest_revision_as_object()
    draft.steps = []
    draft.documents = []
    draft.save_revision()
    response = client.post(home(page, "commencer/"), {"form": "brouillon", "family": "particulier"})
    assert response.status_code == 409
    assert "Ajoutez une étape" in text_of(response)


def test_an_aid_without_a_campaign_says_to_add_one(aid: Aid, editor: User) -> None:
    Campaign.objects.filter(aid=aid).delete()
    with pytest.raises(NothingToTry) as refused:
        begin(aid, editor)
    assert "campagne" in str(refused.value)


# --- Kept apart -----------------------------------------------------------------------------


def test_nobody_else_sees_it_and_nothing_counts_it(aid: Aid, editor: User, run_jobs: Any) -> None:
    officer = UserFactory(officer=True)
    aid.team.members.add(officer)
    draft, filed = begin(aid, editor), completed(aid, editor)
    client = sign_in(Client(), editor)
    assert post_filing(client, filed).status_code == 302
    assert not Job.objects.filter(kind=TELL_TEAM).exists()
    run_jobs()
    assert set(Mail.objects.values_list("to", flat=True)) == {editor.email}
    assert not Submission.objects.in_queue(officer).exists()
    assert read_overview(officer, now=timezone.now()).aids == []
    assert dossiers.count_drafts(aid, now=timezone.now()) == 0
    assert dossiers.use_of_versions(aid) == {}
    assert not list(dossiers.drafts(aid, now=timezone.now()))
    for reader in (officer, UserFactory(editor=True), UserFactory()):
        other = sign_in(Client(), reader)
        for test in (draft, filed):
            response = other.get(f"/espace/dossiers/{test.reference}/")
            assert response.status_code in (403, 404)
            assert test.reference not in text_of(response)
        assert other.get(f"/gestion/dossiers/{filed.reference}/").status_code in (302, 403, 404)


def test_it_uses_up_no_limit_and_meets_none(aid: Aid, editor: User) -> None:
    Aid.objects.filter(pk=aid.pk).update(is_limited_to_one=True)
    aid.refresh_from_db()
    client = sign_in(Client(), editor)
    for _attempt in range(2):
        assert post_filing(client, completed(aid, editor)).status_code == 302
    assert Submission.objects.tests().filter(submitted_at__isnull=False).count() == 2
    person = UserFactory(with_sheet=True)
    assert drafting.start(
        aid,
        campaign=aid.campaigns.get(),
        actor=person,
        structure=None,
        language="fr",
        now=timezone.now(),
    ).reference.startswith(aid.short_code)


def test_a_test_stays_on_the_form_that_is_tried(aid: Aid, editor: User, page: AidPage) -> None:
    test, first = begin(aid, editor), form_version(aid)
    page.documents = []
    page.save_revision().publish()
    assert form_version(Aid.objects.get(pk=aid.pk)) != first
    sign_in(Client(), editor).get(f"/espace/dossiers/{test.reference}/")
    test.refresh_from_db()
    assert test.form_version == first


def test_staff_opens_no_other_dossier_of_an_applicant(client: Client, aid: Aid) -> None:
    """Its own test dossiers are the only door that opens; the attempt is noted."""
    real = SubmissionFactory(filed=True, aid=aid)
    for end in ("", "saisie/dossier-1/", "recapitulatif.pdf", "supprimer/", "retirer/"):
        response = client.get(f"/espace/dossiers/{real.reference}/{end}")
        assert response.status_code == 403, end
        assert "n'ouvre" in text_of(response) or "agent" in text_of(response)
    assert (
        Event.objects.filter(kind="submission.access_denied", subject_id=str(real.pk)).count() == 5
    )
    for path in ("/espace/", "/espace/dossiers/", "/aides/mobilite/deposer/"):
        assert client.get(path).status_code == 403


def test_files_of_a_test_are_read_by_who_tries_alone(aid: Aid, editor: User) -> None:
    aid.team.members.add(officer := UserFactory(officer=True))
    file = give_document(begin(aid, editor))
    address = file.get_absolute_url()
    assert b"".join(sign_in(Client(), editor).get(address).streaming_content) == PDF
    for reader in (officer, UserFactory(editor=True), UserFactory()):
        assert sign_in(Client(), reader).get(address).status_code == 404


@pytest.mark.parametrize("role", [StaffRole.OFFICER, StaffRole.SUPPORT, StaffRole.DECIDER])
def test_only_who_edits_the_aid_may_try_or_wipe(aid: Aid, page: AidPage, role: str) -> None:
    client = sign_in(Client(), UserFactory(role=role))
    begin(aid, UserFactory(editor=True))
    for method, end in (
        ("get", ""),
        ("post", "commencer/"),
        ("post", "exemples/"),
        ("get", "effacer/"),
        ("post", "effacer/"),
    ):
        response = getattr(client, method)(home(page, end))
        assert response.status_code in (302, 403), end
    assert Submission.objects.tests().count() == 1


# --- Wiping ---------------------------------------------------------------------------------


def everything_of(test: Submission) -> dict[str, int]:
    about = {"subject_type": "submission", "subject_id": str(test.pk)}
    return {
        "events": Event.objects.filter(**about).count(),
        "mails": Mail.objects.filter(**about).count(),
        "files": documents.attachments_of(test).count(),
        "jobs": Job.objects.filter(kind=ACKNOWLEDGE, key=str(test.pk)).count(),
    }


def test_one_act_wipes_everything_and_touches_nothing_real(
    aid: Aid,
    editor: User,
    client: Client,
    page: AidPage,
    run_jobs: Any,
    django_capture_on_commit_callbacks: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf, "is_available", lambda: True)
    monkeypatch.setattr(pdf, "render_pdf", lambda *args, **kwargs: b"%PDF-1.7 fait")
    FamilyFactory(code="association")
    real = SubmissionFactory(filed=True, aid=aid)
    elsewhere = begin(AidFactory(), editor)
    test = completed(aid, editor)
    post_filing(client, test)
    as_structure = begin(aid, UserFactory(editor=True), family=FamilyFactory(code="association"))
    trial_version(aid, small_schema(is_document_required=False), actor=editor, now=timezone.now())
    run_jobs()
    paths = [one.file.name for one in documents.attachments_of(test)]
    storage = documents.attachments_of(test).first().file.storage
    assert len(paths) == 4
    before = everything_of(real)
    assert all(everything_of(test).values())
    shown = text_of(client.get(home(page, "effacer/")))
    assert "2 dossiers d'essai seront effacés" in shown
    assert "1 d'entre eux" in shown
    with django_capture_on_commit_callbacks(execute=True):
        client.post(home(page, "effacer/"))
    assert list(Submission.objects.tests()) == [elsewhere]
    assert not any(everything_of(test).values())
    assert not any(everything_of(as_structure).values())
    assert not any(storage.exists(path) for path in paths)
    assert not FormVersion.every.filter(aid=aid, is_trial=True).exists()
    assert not Structure.objects.filter(is_test=True).exists()
    assert not Membership.objects.filter(structure=as_structure.structure_id).exists()
    assert everything_of(real) == before
    (noted,) = Event.objects.filter(kind="aid.tests_wiped")
    assert (noted.actor_id, noted.params) == (editor.pk, {"count": 2})
    assert PersonSheet.objects.filter(user=editor).exists(), "another test still needs it"


def test_the_sheet_a_tester_wrote_goes_with_the_last_test(aid: Aid, editor: User) -> None:
    begin(aid, editor)
    User.objects.filter(pk=editor.pk).update(birth_date="2000-03-27")
    assert trials.wipe(aid, actor=editor, now=timezone.now()) == 1
    assert not PersonSheet.objects.filter(user=editor).exists()
    editor.refresh_from_db()
    assert editor.birth_date is None


def test_a_worker_at_the_acknowledgement_stores_nothing_after_the_wipe(
    aid: Aid, editor: User, client: Client, run_jobs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wiped between the drawing and its keeping: no file, no mail comes back."""
    post_filing(client, completed(aid, editor))
    monkeypatch.setattr(pdf, "is_available", lambda: True)

    def wipe_meanwhile(*args: Any, **kwargs: Any) -> bytes:
        if Submission.objects.tests().exists():
            trials.wipe(aid, actor=editor, now=timezone.now())
        return b"%PDF-1.7"

    monkeypatch.setattr(pdf, "render_pdf", wipe_meanwhile)
    run_jobs()
    assert not Attachment.objects.exists()
    assert not Mail.objects.exists()
    assert not Job.objects.filter(kind=ACKNOWLEDGE).exists()


def test_with_nothing_to_wipe_the_page_says_so(client: Client, page: AidPage) -> None:
    assert "rien à effacer" in text_of(client.get(home(page, "effacer/")))


def test_the_screen_costs_as_much_with_many_tests_as_with_few(
    aid: Aid, editor: User, client: Client, page: AidPage
) -> None:
    begin(aid, editor)
    client.get(home(page))
    with CaptureQueriesContext(connection) as few:
        client.get(home(page))
    for _number in range(5):
        begin(aid, editor, now=timezone.now() - timedelta(hours=1))
    with CaptureQueriesContext(connection) as many:
        client.get(home(page))
    assert len(many) == len(few)


def test_a_document_of_the_form_is_given_on_its_screen(
    aid: Aid, editor: User, client: Client
) -> None:
    test = begin(aid, editor)
    Submission.objects.filter(pk=test.pk).update(criteria_answers={node_id("c-region"): "yes"})
    client.post(
        f"/espace/dossiers/{test.reference}/saisie/pieces/",
        {
            node_id("d-identity"): SimpleUploadedFile("p.pdf", PDF, "application/pdf"),
            "action": "suivant",
        },
    )
    assert documents.attachments_of(test).count() == 1


def test_every_way_back_leads_to_the_tests_and_never_to_a_refusal(
    aid: Aid, editor: User, client: Client, page: AidPage
) -> None:
    """A draft, a deleted one, a filed one; deleting comes back to the administration."""
    test, filed = begin(aid, editor), completed(aid, editor)
    post_filing(client, filed)
    back = f"/gestion/aides/formulaires/essais/{test.reference}/"
    assert f'href="{back}"' in text_of(client.get(test.get_absolute_url()))
    deleted = client.post(f"{test.get_absolute_url()}supprimer/")
    assert deleted.headers["Location"] == back
    assert client.get(back).headers["Location"] == home(page)
    for one in (test, filed):
        shown = text_of(client.get(one.get_absolute_url()))
        assert '/espace/dossiers/"' not in shown
    assert test.reference in text_of(client.get(home(page)))


def test_a_form_still_tried_stays_for_the_next_wipe(aid: Aid, editor: User) -> None:
    now = timezone.now()
    other = small_schema(is_document_required=False)
    tried = trial_version(aid, other, actor=editor, now=now)
    begin(aid, editor, version=tried)
    note_wiped(aid, count=0, actor=editor, now=now)
    assert FormVersion.every.filter(pk=tried.pk).exists()
    trials.wipe(aid, actor=editor, now=now)
    assert not FormVersion.every.filter(pk=tried.pk).exists()
