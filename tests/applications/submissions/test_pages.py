"""The applicant's pages: bad input, other people's dossiers, out of turn, conflicts, budgets."""

import json
import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from aids.models import AidPage
from applications.attachments.models import Attachment
from applications.formbuilder import building
from applications.structures.services import end_membership
from applications.submissions import acknowledgement, documents
from applications.submissions.merging import digests
from applications.submissions.models import Submission, SubmissionState
from cms.core import pdf
from cms.core.models import Event
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.aids import AidFactory, AidPageFactory, node_id, small_schema
from tests.factories.structures import MembershipFactory
from tests.factories.submissions import PDF, SubmissionFactory, decide, file_now
from tests.journeys.test_apply import hidden, text_of

pytestmark = pytest.mark.django_db


def url_of(submission: Submission, rest: str = "") -> str:
    """Return an address under a dossier."""
    return f"/espace/dossiers/{submission.reference}/{rest}"


# --- Other people's dossiers ---------------------------------------------------------------

PLACES = [
    "",
    "saisie/preambule/",
    "saisie/dossier-1/",
    "saisie/recapitulatif/",
    "retirer/",
    "supprimer/",
    "recapitulatif.pdf",
    "accuse-de-reception.pdf",
]


@pytest.mark.parametrize("place", PLACES)
def test_another_persons_dossier_is_a_recorded_404(draft: Submission, place: str) -> None:
    """Knowing the reference gives no right, and trying leaves a trace."""
    stranger = UserFactory()
    response = sign_in(Client(), stranger).get(url_of(draft, place))
    assert response.status_code == 404
    event = Event.objects.get(kind="submission.access_denied")
    assert (event.subject_id, event.actor_id) == (str(draft.pk), stranger.pk)


@pytest.mark.parametrize(
    "place", ["saisie/dossier-1/", "saisie/recapitulatif/", "retirer/", "supprimer/", "restaurer/"]
)
def test_another_persons_dossier_is_not_written_to(draft: Submission, place: str) -> None:
    """Every POST refused, nothing changed."""
    before = Submission.objects.filter(pk=draft.pk).values().get()
    response = sign_in(Client(), UserFactory()).post(
        url_of(draft, place), {node_id("q-title"): "volé", "action": "deposer"}
    )
    assert response.status_code == 404
    assert Submission.objects.filter(pk=draft.pk).values().get() == before


def test_another_persons_document_is_a_404(draft: Submission) -> None:
    """The guarded address asks the dossier."""
    key = Attachment.objects.get(owner_id=str(draft.pk)).key
    assert sign_in(Client(), UserFactory()).get(f"/fichiers/{key}/").status_code == 404
    given = sign_in(Client(), draft.writer).get(f"/fichiers/{key}/")
    assert given.status_code == 200
    given.close()


def test_visitor_is_sent_to_sign_in_and_comes_back(draft: Submission) -> None:
    """The page is kept in `next`."""
    response = Client().get(url_of(draft))
    assert response.status_code == 302
    assert response.url.startswith("/compte/connexion/?next=")
    assert draft.reference in response.url


def test_unknown_reference_is_a_plain_404(client: Client) -> None:
    """Nothing to record."""
    assert client.get("/espace/dossiers/ESS-2026-ZZZZZ/").status_code == 404
    assert not Event.objects.filter(kind="submission.access_denied").exists()


@pytest.mark.parametrize("step", ["dossier-9", "dossier-99", "dossier-x", "dossier-01", "inconnue"])
def test_unknown_step_is_a_404_that_leads_back_to_the_steps(
    client: Client, draft: Submission, step: str
) -> None:
    """A clear page, never a 500, whether or not the criteria are answered."""
    for answers in (draft.criteria_answers, {}):
        draft.criteria_answers = answers
        draft.save()
        for response in (
            client.get(url_of(draft, f"saisie/{step}/")),
            client.post(url_of(draft, f"saisie/{step}/"), {node_id("q-title"): "perdu ?"}),
        ):
            assert response.status_code == 404
            assert "Page introuvable" in text_of(response)
            assert "Cette étape n'existe pas dans cette demande." in text_of(response)
            assert f'href="{url_of(draft)}"' in response.content.decode()


def test_unknown_step_of_a_filed_dossier_is_a_404_too(client: Client, draft: Submission) -> None:
    """Its real steps lead to its page."""
    file_now(draft)
    assert client.get(url_of(draft, "saisie/dossier-99/")).status_code == 404
    assert client.get(url_of(draft, "saisie/dossier-1/")).url == url_of(draft)


def test_personal_pages_are_never_kept(client: Client, draft: Submission) -> None:
    """`no-store` everywhere."""
    for path in (
        "/espace/",
        "/espace/dossiers/",
        url_of(draft),
        url_of(draft, "saisie/dossier-1/"),
    ):
        response = client.get(path)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]


# --- Steps ---------------------------------------------------------------------------------


def test_step_out_of_turn_says_which_comes_first(client: Client, draft: Submission) -> None:
    """Criteria gate what follows; the recap opens at any time."""
    draft.criteria_answers = {}
    draft.save()
    for step in ("informations", "dossier-1", "pieces"):
        words = text_of(client.get(url_of(draft, f"saisie/{step}/")))
        assert "Répondez d'abord aux critères d'éligibilité" in words
    response = client.post(url_of(draft, "saisie/dossier-1/"), {node_id("q-title"): "x"})
    assert response.status_code == 409
    recap = client.get(url_of(draft, "saisie/recapitulatif/"))
    assert "Répondez aux critères d'éligibilité." in text_of(recap)


def test_blocking_criterion_is_explained_and_may_be_overridden(
    client: Client, draft: Submission
) -> None:
    """Reason, « Modifier mes réponses », « Contacter le service », « Déposer quand même »."""
    page = url_of(draft, "saisie/criteres/")
    response = client.post(page, {node_id("c-region"): "no", "action": "suivant"}, follow=True)
    words = text_of(response)
    for label in (
        "Cette aide est réservée aux habitants de la région.",
        "Modifier mes réponses",
        "Contacter le service",
        "Déposer quand même ma demande",
    ):
        assert label in words
    gated = client.get(url_of(draft, "saisie/dossier-1/"))
    assert "Répondez d'abord" in text_of(gated)
    response = client.post(page, {"action": "passer-outre"})
    assert response.url == url_of(draft, "saisie/informations/")
    draft.refresh_from_db()
    assert draft.has_overridden_criteria
    client.post(page, {node_id("c-region"): "yes", "action": "suivant"})
    draft.refresh_from_db()
    assert not draft.has_overridden_criteria


def test_rule_without_judgement_cannot_be_overridden(client: Client) -> None:
    """The button is not there, and the POST does nothing."""
    schema = small_schema()
    strict = schema.criteria[0].model_copy(update={"is_without_judgement": True})
    aid = AidFactory(schema=schema.model_copy(update={"criteria": (strict,)}))
    draft = SubmissionFactory(complete=True, aid=aid, criteria_answers={node_id("c-region"): "no"})
    client = sign_in(Client(), draft.writer)
    page = url_of(draft, "saisie/criteres/")
    assert "Déposer quand même" not in text_of(client.get(page))
    client.post(page, {"action": "passer-outre"})
    draft.refresh_from_db()
    assert not draft.has_overridden_criteria


def test_unanswered_criteria_stay_on_the_page(client: Client, draft: Submission) -> None:
    """The only step one cannot leave forwards."""
    draft.criteria_answers = {}
    draft.save()
    response = client.post(url_of(draft, "saisie/criteres/"), {"action": "suivant"})
    assert response.status_code == 422
    assert "Il y a un problème" in text_of(response)


@pytest.mark.parametrize("typed", ["douze", "12,345", "-5"])
def test_wrong_amount_is_kept_and_said(client: Client, draft: Submission, typed: str) -> None:
    """« Enregistrer » says it beside the field; « Suivant » moves on and says it after."""
    page = url_of(draft, "saisie/dossier-2/")
    response = client.post(page, {node_id("q-amount"): typed, "action": "enregistrer"})
    assert response.status_code == 422
    assert "Il y a un problème" in text_of(response)
    assert f'value="{typed}"' in response.content.decode()
    draft.refresh_from_db()
    assert draft.answers["raw:" + node_id("q-amount")] == typed
    assert node_id("q-amount") not in draft.answers
    moved = client.post(page, {node_id("q-amount"): typed, "action": "suivant"})
    assert moved.status_code == 302
    words = text_of(client.get(moved.url))
    assert "enregistrée, mais elle n'est pas complète" in words
    again = client.get(page)
    assert f'value="{typed}"' in again.content.decode()
    assert "<title>Erreur\u00a0: " in again.content.decode()
    filing = client.post(url_of(draft, "saisie/recapitulatif/"), {"action": "deposer"})
    assert filing.status_code == 422


def test_wrong_sheet_moves_on_and_keeps_what_was_typed(client: Client, draft: Submission) -> None:
    """The sheet keeps its right values; the draft keeps the wrong ones, shown again."""
    page = url_of(draft, "saisie/informations/")
    typed = {
        "address_line": "27 rue des Lavandières",
        "address_postcode": "96",
        "address_city": "Kervalen",
        "birth_date_day": "31",
        "birth_date_month": "2",
        "birth_date_year": "2004",
    }
    assert client.post(page, {**typed, "action": "enregistrer"}).status_code == 422
    assert client.post(page, {**typed, "action": "suivant"}).status_code == 302
    again = client.get(page).content.decode()
    assert 'value="96"' in again
    assert 'value="31"' in again
    assert "Écrivez le code postal avec ses cinq chiffres" in again
    draft.writer.person_sheet.refresh_from_db()
    assert draft.writer.person_sheet.postcode == "96000"
    right = {**typed, "address_postcode": "96 000", "birth_date_month": "3"}
    assert client.post(page, {**right, "action": "suivant"}).status_code == 302
    draft.refresh_from_db()
    assert draft.pending_sheet == {}


def test_modify_from_the_recap_comes_back_to_it(client: Client, draft: Submission) -> None:
    """« Modifier » beside a section."""
    recap = client.get(url_of(draft, "saisie/recapitulatif/")).content.decode()
    address = url_of(draft, "saisie/dossier-2/") + "?retour=recapitulatif"
    assert address in recap
    step = client.get(address)
    assert hidden(step, "retour") == "recapitulatif"
    response = client.post(
        url_of(draft, "saisie/dossier-2/"),
        {node_id("q-amount"): "900", "retour": "recapitulatif", "action": "suivant"},
    )
    assert response.url == url_of(draft, "saisie/recapitulatif/")


def test_hidden_step_leads_to_the_next(client: Client, draft: Submission) -> None:
    """A question appears with its condition; « Actualiser » shows it without a script."""
    page = url_of(draft, "saisie/dossier-1/")
    response = client.post(
        page,
        {
            node_id("q-title"): "Séjour",
            node_id("q-kind"): node_id("o-stay"),
            "action": "actualiser",
        },
    )
    assert response.status_code == 200
    assert re.search(
        rf'data-question="{node_id("q-country")}"(?![^>]*hidden)', response.content.decode()
    )


def test_autosave_answers_the_truth(client: Client, draft: Submission) -> None:
    """JSON: when it was saved, and what the page now stands on."""
    page = url_of(draft, "saisie/dossier-1/")
    shown = client.get(page)
    response = client.post(
        page,
        {
            node_id("q-title"): "Un automne",
            "version": hidden(shown, "version"),
            "base": hidden(shown, "base"),
            "action": "enregistrer",
        },
        headers={"accept": "application/json"},
    )
    answer = response.json()
    assert re.fullmatch(r"Enregistré à \d\d:\d\d", answer["message"])
    draft.refresh_from_db()
    assert draft.answers[node_id("q-title")] == "Un automne"
    assert answer["version"] == draft.answers_version
    name = node_id("q-title")
    assert answer["base"][name] == digests(draft.answers, [name])[name]


def test_conflict_shows_both_values_and_asks(client: Client, draft: Submission) -> None:
    """Two tabs changed one answer; the other answers of the late tab are saved."""
    page = url_of(draft, "saisie/dossier-1/")
    first, late = client.get(page), client.get(page)
    title, kind = node_id("q-title"), node_id("q-kind")

    def sent(shown: Any, **answers: str) -> dict[str, str]:
        return {"version": hidden(shown, "version"), "base": hidden(shown, "base"), **answers}

    client.post(
        page,
        {**sent(first), title: "Par le premier", kind: node_id("o-course"), "action": "suivant"},
    )
    response = client.post(
        page,
        {**sent(late), title: "Par le second", kind: node_id("o-stay"), "action": "suivant"},
    )
    assert response.status_code == 409
    words = text_of(response)
    assert "Garder la valeur enregistrée : Par le premier" in words
    assert "Garder la mienne : Par le second" in words
    draft.refresh_from_db()
    assert draft.answers[title] == "Par le premier"
    assert draft.answers[kind] == node_id("o-stay")
    undecided = {**sent(response), "conflit": title, title: "Par le second", "action": "suivant"}
    assert client.post(page, undecided).status_code == 409
    chosen = {**undecided, f"choix-{title}": "mienne"}
    assert client.post(page, chosen).status_code == 302
    draft.refresh_from_db()
    assert draft.answers[title] == "Par le second"


def test_stale_tab_does_not_undo_what_it_did_not_touch(client: Client, draft: Submission) -> None:
    """An old page sent again keeps the newer answer."""
    page = url_of(draft, "saisie/dossier-1/")
    old = client.get(page)
    title = node_id("q-title")
    client.post(page, {title: "Plus récent", "action": "suivant"})
    base = json.loads(hidden(old, "base"))
    assert title in base
    response = client.post(
        page,
        {title: "Un été à vélo", "base": json.dumps(base), "version": "0", "action": "suivant"},
    )
    assert response.status_code == 302
    draft.refresh_from_db()
    assert draft.answers[title] == "Plus récent"


# --- Documents -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("vide.pdf", b"", "vide"),
        ("programme.pdf", b"MZ\x90\x00" + b"\x00" * 200, "programme.pdf"),
        ("programme.exe", b"MZ\x90\x00" + b"\x00" * 200, "format"),
        ("zeros.pdf", b"\x00" * 4000, "zeros.pdf"),
        ("gros.pdf", PDF + b"\x00" * (10 * 1024 * 1024 + 1), "10"),
    ],
)
def test_bad_file_is_refused_beside_its_field(
    client: Client, draft: Submission, name: str, content: bytes, words: str
) -> None:
    """Empty, renamed, wrong type, zero bytes, oversized; the file already given stays."""
    response = client.post(
        url_of(draft, "saisie/pieces/"),
        {node_id("d-identity"): SimpleUploadedFile(name, content), "action": "suivant"},
    )
    assert response.status_code == 422
    page = response.content.decode()
    assert "Il y a un problème" in page
    assert f'href="#id_{node_id("d-identity")}"' in page
    assert words in page
    assert "identite.pdf" in page
    assert Attachment.objects.filter(owner_id=str(draft.pk)).count() == 1


def test_several_files_are_kept_when_one_is_bad(client: Client, draft: Submission) -> None:
    """Good ones stay, the bad one says why."""
    response = client.post(
        url_of(draft, "saisie/pieces/"),
        {
            node_id("d-identity"): [
                SimpleUploadedFile("recto.pdf", PDF),
                SimpleUploadedFile("verso.pdf", b""),
            ],
            "action": "enregistrer",
        },
    )
    assert response.status_code == 422
    assert "recto.pdf" in text_of(response)
    names = Attachment.objects.filter(owner_id=str(draft.pk)).values_list(
        "original_name", flat=True
    )
    assert sorted(names) == ["identite.pdf", "recto.pdf"]


def test_file_is_removed_by_its_button(client: Client, draft: Submission) -> None:
    """« Retirer »; another dossier's file is out of reach."""
    other = SubmissionFactory(complete=True)
    theirs = Attachment.objects.get(owner_id=str(other.pk))
    mine = Attachment.objects.get(owner_id=str(draft.pk))
    page = url_of(draft, "saisie/pieces/")
    client.post(page, {"retirer": str(theirs.key)})
    assert Attachment.objects.filter(pk=theirs.pk).exists()
    client.post(page, {"retirer": str(mine.key)})
    assert not Attachment.objects.filter(pk=mine.pk).exists()
    assert client.post(page, {"retirer": "pas-une-cle"}).status_code == 302


# --- Starting ------------------------------------------------------------------------------


def test_an_aid_for_others_says_for_whom_and_as_whom_to_apply(client: Client) -> None:
    AidFactory(page={"slug": "essai", "audiences": ["association"]})
    person = UserFactory()
    structure = MembershipFactory(user=person, structure__name="Les Amis du Canal").structure
    assert structure.family.code == "association"
    sign_in(client, person)
    session = client.session
    session["acting_for"] = 0
    session.save()
    page = client.get("/aides/essai/deposer/").content.decode()
    assert "Cette aide s'adresse" in page.replace("’", "'")
    assert "Association" in page
    assert "Les Amis du Canal" in page
    assert "Commencer quand même" in page
    session["acting_for"] = structure.pk
    session.save()
    page = client.get("/aides/essai/deposer/").content.decode()
    assert "Commencer quand même" not in page


def test_an_aid_for_everybody_warns_nobody(client: Client) -> None:
    AidFactory(page={"slug": "essai", "audiences": []})
    sign_in(client, UserFactory())
    assert "quand même" not in client.get("/aides/essai/deposer/").content.decode()


def test_starting_needs_a_post(client: Client) -> None:
    """A link never begins a dossier."""
    AidFactory(page={"slug": "essai"})
    before = Submission.objects.count()
    client.get("/aides/essai/deposer/")
    assert Submission.objects.count() == before
    client.post("/aides/essai/deposer/")
    client.post("/aides/essai/deposer/")
    assert Submission.objects.count() == before + 1


@pytest.mark.parametrize(
    ("campaign", "words"),
    [("closed", "La campagne est close depuis le"), ("future", "Le dépôt n'est pas encore ouvert")],
)
def test_campaign_not_open_is_explained(client: Client, campaign: str, words: str) -> None:
    """On the page, and at the POST."""
    AidFactory(page={"slug": "essai"}, campaign=campaign)
    page = client.get("/aides/essai/deposer/")
    assert words in text_of(page)
    assert "Commencer une nouvelle demande" not in text_of(page)
    before = Submission.objects.count()
    assert client.post("/aides/essai/deposer/").status_code == 409
    assert Submission.objects.count() == before


def test_limit_links_to_the_existing_dossier(client: Client, draft: Submission) -> None:
    """One per beneficiary and campaign."""
    draft.aid.is_limited_to_one = True
    draft.aid.save()
    slug = draft.aid.page().slug
    page = client.get(f"/aides/{slug}/deposer/")
    assert f"La vôtre est {draft.reference}" in text_of(page)
    response = client.post(f"/aides/{slug}/deposer/")
    assert response.url == url_of(draft)
    assert Submission.objects.filter(aid=draft.aid).count() == 1


def test_eligibility_is_tested_without_account_and_carried_into_the_dossier() -> None:
    """Answers wait in the session."""
    AidFactory(page={"slug": "essai"})
    visitor = Client()
    page = visitor.get("/aides/essai/eligibilite/")
    assert "Habitez-vous dans la région ?" in text_of(page)
    assert "no-store" in page["Cache-Control"]
    assert visitor.post("/aides/essai/eligibilite/", {}).status_code == 422
    outcome = visitor.post("/aides/essai/eligibilite/", {node_id("c-region"): "no"}, follow=True)
    words = text_of(outcome)
    for label in (
        "Cette aide est réservée aux habitants de la région.",
        "Modifier mes réponses",
        "Contacter le service",
        "Accéder au formulaire",
    ):
        assert label in words
    session = visitor.session
    user = UserFactory()
    client = sign_in(Client(), user)
    carried = client.session
    carried["carried"] = session["carried"]
    carried.save()
    client.post("/aides/essai/deposer/")
    assert Submission.objects.get(writer=user).criteria_answers == {node_id("c-region"): "no"}


# --- Acting for ----------------------------------------------------------------------------


def test_acting_for_a_structure_starts_its_dossier() -> None:
    """« Agir au nom de », then the dossier is the structure's."""
    AidFactory(page={"slug": "essai"})
    member = MembershipFactory(manager=True)
    client = sign_in(Client(), member.user)
    client.post("/espace/agir/", {"structure": str(member.structure_id), "next": "/espace/"})
    client.post("/aides/essai/deposer/")
    submission = Submission.objects.get()
    assert (submission.structure, submission.person) == (member.structure, None)
    client.post("/espace/agir/", {"structure": ""})
    client.post("/aides/essai/deposer/")
    assert Submission.objects.filter(person=member.user).count() == 1


def test_acting_for_somebody_elses_structure_is_refused() -> None:
    """Recorded 404, nothing chosen."""
    other = MembershipFactory(manager=True)
    client = sign_in(Client(), UserFactory())
    response = client.post("/espace/agir/", {"structure": str(other.structure_id)})
    assert response.status_code == 404
    assert Event.objects.filter(kind="structure.access_denied").count() == 1


def test_member_sees_their_own_dossiers_and_a_manager_all() -> None:
    """And who is detached, none."""
    writer = MembershipFactory()
    colleague = MembershipFactory(structure=writer.structure)
    manager = MembershipFactory(manager=True, structure=writer.structure)
    submission = SubmissionFactory(
        complete=True, person=None, structure=writer.structure, writer=writer.user
    )
    statuses = {
        who: sign_in(Client(), one.user).get(url_of(submission)).status_code
        for who, one in (("writer", writer), ("colleague", colleague), ("manager", manager))
    }
    assert statuses == {"writer": 200, "colleague": 404, "manager": 200}
    end_membership(writer, actor=manager.user, now=timezone.now())
    assert sign_in(Client(), writer.user).get(url_of(submission)).status_code == 404


def test_member_without_signature_is_told_who_files() -> None:
    """No button, a name."""
    member = MembershipFactory()
    manager = MembershipFactory(
        manager=True, structure=member.structure, user=UserFactory(last_name="Rolland")
    )
    submission = SubmissionFactory(
        complete=True, person=None, structure=member.structure, writer=member.user
    )
    words = text_of(sign_in(Client(), member.user).get(url_of(submission, "saisie/recapitulatif/")))
    assert "Transmettre à la Région" not in words
    assert "Rolland" in words
    words = text_of(
        sign_in(Client(), manager.user).get(url_of(submission, "saisie/recapitulatif/"))
    )
    assert "Transmettre à la Région" in words
    assert "contrat d'engagement républicain" in words


# --- Following -----------------------------------------------------------------------------


def test_closed_campaign_is_said_and_the_draft_stays(client: Client, draft: Submission) -> None:
    """Readable, never filed."""
    draft.campaign.closes_at = timezone.now() - timedelta(seconds=2)
    draft.campaign.save()
    assert "La campagne est close depuis le" in text_of(client.get(url_of(draft)))
    response = client.post(url_of(draft, "saisie/recapitulatif/"), {"action": "deposer"})
    assert response.status_code == 422
    assert "La campagne est close depuis le" in text_of(response)
    draft.refresh_from_db()
    assert draft.state == SubmissionState.DRAFT


def test_second_tab_shows_the_filed_dossier(client: Client, draft: Submission) -> None:
    """Double filing leads to the same page."""
    file_now(draft)
    for step in ("recapitulatif", "dossier-1"):
        response = client.post(url_of(draft, f"saisie/{step}/"), {"action": "deposer"})
        assert response.url == url_of(draft)
    assert "Votre demande est déposée" in text_of(client.get(url_of(draft)))


def test_hidden_decision_shows_nowhere(client: Client, draft: Submission) -> None:
    """Until notified: list, page and timeline say « Prise en charge »."""
    file_now(draft)
    draft.taken_in_charge_at = timezone.now()
    decide(draft, state=SubmissionState.REJECTED, is_notified=False)
    for path in (url_of(draft), "/espace/dossiers/", "/espace/"):
        words = text_of(client.get(path))
        assert "Prise en charge" in words
        assert "Refusée" not in words
        assert "Motif de la décision" not in words
    draft.decisions.update(notified_at=timezone.now())
    Submission.objects.filter(pk=draft.pk).update(decision_notified_at=timezone.now())
    words = text_of(client.get(url_of(draft)))
    assert "Refusée" in words
    assert "Motif de la décision" in words


def test_pdfs_are_given_or_explained(
    client: Client, draft: Submission, run_jobs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the libraries the link explains; with them it gives the file."""
    assert client.get(url_of(draft, "recapitulatif.pdf")).status_code == 404
    file_now(draft)
    monkeypatch.setattr(pdf, "is_available", lambda: False)
    response = client.get(url_of(draft, "accuse-de-reception.pdf"))
    assert response.status_code == 503
    assert "PDF indisponible" in text_of(response)
    monkeypatch.setattr(pdf, "is_available", lambda: True)
    monkeypatch.setattr(pdf, "render_pdf", lambda *args, **kwargs: b"%PDF-1.7 fait")
    run_jobs()
    for name in ("accuse-de-reception.pdf", "recapitulatif.pdf"):
        response = client.get(url_of(draft, name))
        assert response["Content-Type"] == "application/pdf"
        assert b"".join(response) == b"%PDF-1.7 fait"


@pytest.mark.skipif(not pdf.is_available(), reason="WeasyPrint's libraries are missing")
def test_pdfs_are_drawn(draft: Submission) -> None:
    """The real thing, masked copy included."""
    file_now(draft)
    submission = Submission.objects.for_page().get(pk=draft.pk)
    for slot in (documents.ACKNOWLEDGEMENT, documents.RECAP, documents.MASKED_RECAP):
        assert acknowledgement.render(submission, slot).startswith(b"%PDF")


@pytest.mark.skipif(not pdf.is_available(), reason="WeasyPrint's libraries are missing")
def test_an_emoji_of_an_answer_is_drawn_in_the_recap(draft: Submission) -> None:
    """Not an empty box: the emoji's own typeface is in the file."""
    draft.answers[node_id("q-title")] = "Un automne à Cork 🎉"
    draft.save(update_fields=["answers"])
    file_now(draft)
    submission = Submission.objects.for_page().get(pk=draft.pk)
    recap = PdfReader(BytesIO(acknowledgement.render(submission, documents.RECAP)))
    assert any("Un automne à Cork 🎉" in page.extract_text() for page in recap.pages)
    assert any(
        "Noto-Emoji" in str(font.get_object()["/BaseFont"])
        for page in recap.pages
        for font in page["/Resources"]["/Font"].values()
    )


def test_list_searches_and_bins(client: Client, draft: Submission) -> None:
    """By reference or aid; deleted drafts in their own list."""
    assert draft.reference in text_of(client.get("/espace/dossiers/", {"q": draft.reference}))
    assert draft.reference not in text_of(client.get("/espace/dossiers/", {"q": "zzzz"}))
    client.post(url_of(draft, "supprimer/"), follow=True)
    assert draft.reference not in text_of(client.get("/espace/dossiers/", {"q": "BSS"}))
    assert draft.reference in text_of(client.get("/espace/dossiers/", {"corbeille": "1"}))
    client.post(url_of(draft, "restaurer/"))
    draft.refresh_from_db()
    assert draft.state == SubmissionState.DRAFT


def test_header_fragment_names_the_reader(client: Client, draft: Submission) -> None:
    """Never kept; nothing personal for a visitor."""
    response = client.get("/espace/fragments/entete/")
    assert draft.writer.get_full_name() in text_of(response)
    assert "no-store" in response["Cache-Control"]
    visitor = Client().get("/espace/fragments/entete/")
    assert "Se connecter" in text_of(visitor) or visitor.status_code == 204
    slug = draft.aid.page().slug
    assert draft.reference in text_of(client.get(f"/espace/fragments/aide/{slug}/"))
    assert Client().get(f"/espace/fragments/aide/{slug}/").status_code == 204


# --- Versions of the form ------------------------------------------------------------------


def publish(draft: Submission, schema: Any) -> None:
    """Publish another form on the aid's page."""
    page = AidPage.objects.get(translation_key=draft.aid.key)
    for name, value in building.to_stream(schema).items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_new_wording_is_taken_up_silently(client: Client, draft: Submission) -> None:
    """Same structure: no question asked."""
    schema = small_schema()
    step = schema.steps[1].model_copy(update={"title": "Votre plan de financement"})
    publish(draft, schema.model_copy(update={"steps": (schema.steps[0], step)}))
    words = text_of(client.get(url_of(draft)))
    assert "Votre plan de financement" in words
    assert "Adopter la nouvelle version" not in words
    draft.refresh_from_db()
    assert draft.form_version.number == 2


def test_new_structure_is_offered_and_loses_nothing(client: Client, draft: Submission) -> None:
    """Diff in words; keep or adopt; the answer to a question gone stays readable."""
    schema = small_schema()
    publish(draft, schema.model_copy(update={"steps": (schema.steps[0],)}))
    page = client.get(url_of(draft))
    assert "Adopter la nouvelle version" in text_of(page)
    assert "Montant demandé" in text_of(page) or "Votre budget" in text_of(page)
    version = hidden(page, "version")
    client.post(url_of(draft, "version/"), {"version": version, "choix": "conserver"})
    assert "Adopter la nouvelle version" not in text_of(client.get(url_of(draft)))
    draft.refresh_from_db()
    assert draft.form_version.number == 1
    client.post(url_of(draft, "version/"), {"version": version, "choix": "adopter"})
    draft.refresh_from_db()
    assert draft.form_version.number == 2
    assert draft.answers[node_id("q-title")] == "Un été à vélo"
    recap = text_of(client.get(url_of(draft, "saisie/recapitulatif/")))
    assert "Réponses que le formulaire ne demande plus" in recap
    assert "Montant demandé" in recap


def test_filed_dossier_does_not_move_with_the_form(client: Client, draft: Submission) -> None:
    """Read as filed for ever."""
    file_now(draft)
    schema = small_schema()
    publish(draft, schema.model_copy(update={"steps": (schema.steps[0],)}))
    words = text_of(client.get(url_of(draft)))
    assert "Montant demandé" in words
    draft.refresh_from_db()
    assert draft.form_version.number == 1


# --- Budgets -------------------------------------------------------------------------------


def test_pages_stay_within_their_queries(
    client: Client, draft: Submission, django_assert_max_num_queries: Any
) -> None:
    """Step ≤ 12, dossier ≤ 20."""
    client.get(url_of(draft, "saisie/dossier-1/"))
    with django_assert_max_num_queries(12):
        client.get(url_of(draft, "saisie/dossier-1/"))
    with django_assert_max_num_queries(20):
        client.get(url_of(draft))
    file_now(draft)
    with django_assert_max_num_queries(20):
        client.get(url_of(draft))


def test_saving_a_step_stays_within_its_queries(
    client: Client, draft: Submission, django_assert_max_num_queries: Any
) -> None:
    """Save ≤ 12."""
    page = url_of(draft, "saisie/dossier-1/")
    client.get(page)
    with django_assert_max_num_queries(12):
        client.post(page, {node_id("q-title"): "Autre", "action": "suivant"})


def test_filing_page_stays_within_its_queries(
    client: Client, draft: Submission, django_assert_max_num_queries: Any
) -> None:
    """Filing ≤ 15."""
    page = url_of(draft, "saisie/recapitulatif/")
    client.get(page)
    filing = {"action": "deposer", f"statement-{node_id('a-exact')}": "on"}
    with django_assert_max_num_queries(15):
        assert client.post(page, filing).status_code == 302


def test_list_costs_the_same_whatever_its_length(client: Client, draft: Submission) -> None:
    """Constant queries."""
    client.get("/espace/dossiers/")
    with CaptureQueriesContext(connection) as few:
        client.get("/espace/dossiers/")
    for _ in range(12):
        SubmissionFactory(aid=draft.aid, person=draft.person)
    with CaptureQueriesContext(connection) as many:
        client.get("/espace/dossiers/")
    assert len(many) == len(few)


def test_other_pages_of_aids_are_not_disturbed(client: Client) -> None:
    """An aid unknown is a 404 on every address of this room."""
    AidPageFactory(slug="sans-formulaire", schema=None)
    for place in ("eligibilite", "deposer"):
        assert client.get(f"/aides/inconnue/{place}/").status_code == 404
        assert client.get(f"/aides/sans-formulaire/{place}/").status_code == 200
