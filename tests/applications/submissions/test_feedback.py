"""What people are told once a button is pressed: saved, refused too late, what comes next."""

import re

import pytest
from django.test import Client

from applications.formbuilder.schema import SwornStatement
from applications.submissions.merging import digests
from applications.submissions.models import Submission
from tests.factories.accounts import sign_in
from tests.factories.aids import AidFactory, node_id, small_schema
from tests.factories.structures import MembershipFactory, StructureFactory
from tests.factories.submissions import SubmissionFactory, file_now
from tests.journeys.test_apply import text_of

pytestmark = pytest.mark.django_db

SAVED = "Cette étape est enregistrée."
BANNER = re.compile(r'role="alert"[^>]*>(.*?)</div>\s*</div>', re.DOTALL)


def url_of(submission: Submission, rest: str = "") -> str:
    """Return an address under a dossier."""
    return f"/espace/dossiers/{submission.reference}/{rest}"


# --- « Enregistrer » -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "sent"),
    [
        ("preambule", {"regulation": "on"}),
        ("criteres", {node_id("c-region"): "yes"}),
        (
            "informations",
            {
                "address_line": "3 rue du Phare",
                "address_postcode": "96100",
                "address_city": "Port-Aigrette",
            },
        ),
        ("dossier-1", {node_id("q-title"): "Un automne"}),
        ("pieces", {}),
    ],
)
def test_saving_a_step_is_said_at_the_top_of_the_page(
    client: Client, draft: Submission, step: str, sent: dict[str, str]
) -> None:
    """An alert that takes the focus, once; the next visit says nothing any more."""
    address = url_of(draft, f"saisie/{step}/")
    page = client.post(address, {**sent, "action": "enregistrer"}, follow=True)
    assert page.status_code == 200
    (banner,) = BANNER.findall(page.content.decode())
    assert SAVED in banner
    assert page.content.decode().index("<h1") > page.content.decode().index(SAVED)
    assert SAVED not in text_of(client.get(address))


def test_saving_the_statements_of_the_recap_is_said_too(client: Client, draft: Submission) -> None:
    """The recap leads back to the steps, which say it."""
    page = client.post(
        url_of(draft, "saisie/recapitulatif/"),
        {f"statement-{node_id('a-exact')}": "on", "action": "enregistrer"},
        follow=True,
    )
    assert SAVED in text_of(page)


def test_going_on_says_nothing(client: Client, draft: Submission) -> None:
    """The next step is the answer."""
    sent = {"regulation": "on", "action": "suivant"}
    page = client.post(url_of(draft, "saisie/preambule/"), sent, follow=True)
    assert SAVED not in text_of(page)


# --- The sheet, refused ----------------------------------------------------------------------


def test_a_badly_written_sheet_says_its_real_faults_everywhere(
    client: Client, draft: Submission
) -> None:
    """The banner of the next step and the recap name the postcode, with a link to its field."""
    typed = {
        "address_line": "3 rue du Phare",
        "address_postcode": "96",
        "address_city": "Port-Aigrette",
    }
    page = client.post(
        url_of(draft, "saisie/informations/"), {**typed, "action": "suivant"}, follow=True
    )
    fault = "Écrivez le code postal avec ses cinq chiffres"
    assert fault in text_of(page)
    recap = client.get(url_of(draft, "saisie/recapitulatif/"))
    assert fault in text_of(recap)
    assert "Complétez vos coordonnées." not in text_of(recap)
    address = url_of(draft, "saisie/informations/") + "?retour=recapitulatif#id_address_postcode"
    assert f'href="{address}"' in recap.content.decode()


def test_what_is_typed_in_the_draft_is_not_shown_as_the_structure_s_own() -> None:
    """Reading the faults of the sheet leaves the structure as the register has it."""
    manager = MembershipFactory(manager=True)
    draft = SubmissionFactory(
        complete=True, structure=manager.structure, person=None, writer=manager.user
    )
    draft.pending_sheet = {"name": "Nom tapé trop vite", "postcode": "96"}
    draft.save()
    recap = text_of(sign_in(Client(), manager.user).get(url_of(draft, "saisie/recapitulatif/")))
    assert "Nom tapé trop vite" not in recap
    assert manager.structure.name in recap


# --- Too late --------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["dossier-1", "informations", "pieces", "recapitulatif"])
def test_a_step_sent_after_filing_says_that_it_was_not_kept(
    client: Client, draft: Submission, step: str
) -> None:
    """Refused with the day of filing and whom to contact; nothing changes."""
    filed = file_now(draft)
    before = Submission.objects.filter(pk=draft.pk).values().get()
    response = client.post(
        url_of(draft, f"saisie/{step}/"),
        {node_id("q-title"): "Trop tard", "action": "enregistrer"},
    )
    assert response.status_code == 409
    words = text_of(response)
    assert "Votre modification n'a pas été conservée" in words
    assert filed.aid.team is not None
    assert filed.aid.team.service in words
    assert filed.aid.team.email in words
    assert f'href="{url_of(draft)}"' in response.content.decode()
    assert Submission.objects.filter(pk=draft.pk).values().get() == before


def test_filing_twice_leads_to_the_filed_dossier(client: Client, draft: Submission) -> None:
    """A second click on « Déposer ma demande » is no change."""
    file_now(draft)
    response = client.post(url_of(draft, "saisie/recapitulatif/"), {"action": "deposer"})
    assert response.url == url_of(draft)


def test_saving_by_itself_after_filing_answers_the_words_of_the_refusal(
    client: Client, draft: Submission
) -> None:
    """The script has something to say, and knows that trying again is of no use."""
    file_now(draft)
    response = client.post(
        url_of(draft, "saisie/dossier-1/"),
        {
            node_id("q-title"): "Trop tard",
            "base": str(digests(draft.answers, [])),
            "action": "enregistrer",
        },
        headers={"accept": "application/json"},
    )
    assert response.status_code == 409
    assert response.json()["code"] == "already_filed"
    assert "n'a pas été conservée" in response.json()["message"]


# --- The task list ---------------------------------------------------------------------------


def test_the_count_of_steps_agrees_with_the_list(client: Client, draft: Submission) -> None:
    """As many steps are said as lines are shown, the recap included."""
    page = client.get(url_of(draft))
    lines = page.content.decode().count('id="etape-')
    assert re.search(rf"sur {lines}\b", text_of(page))


# --- The statements --------------------------------------------------------------------------


def aid_with_two_statements() -> object:
    """Return an aid that asks two statements."""
    statements = (
        SwornStatement(id="s-exact", text="Je certifie que les renseignements sont exacts."),
        SwornStatement(id="s-other", text="Je n'ai demandé aucune autre aide pour ce projet."),
    )
    return AidFactory(schema=small_schema().model_copy(update={"statements": statements}))


def test_each_statement_not_ticked_is_named(db: None) -> None:
    """The summary of errors tells one from the other."""
    draft = SubmissionFactory(complete=True, aid=aid_with_two_statements(), sworn_statements=[])
    client = sign_in(Client(), draft.writer)
    page = client.post(url_of(draft, "saisie/recapitulatif/"), {"action": "deposer"})
    assert page.status_code == 422
    said = re.findall(r"Cochez l'attestation « ?(.+?) ?»", text_of(page))
    assert {one.strip() for one in said} == {
        "Je certifie que les renseignements sont exacts.",
        "Je n'ai demandé aucune autre aide pour ce projet.",
    }


def test_a_member_is_not_asked_for_what_the_manager_certifies() -> None:
    """The recap says what comes next and who does it; nothing a member sends unticks it."""
    structure = StructureFactory()
    manager = MembershipFactory(structure=structure, manager=True)
    member = MembershipFactory(structure=structure)
    draft = SubmissionFactory(
        complete=True,
        structure=structure,
        person=None,
        writer=member.user,
        sworn_statements=[node_id("a-exact")],
    )
    client = sign_in(Client(), member.user)
    page = client.get(url_of(draft, "saisie/recapitulatif/"))
    words = text_of(page)
    assert 'type="checkbox"' not in page.content.decode()
    assert "Et maintenant" in words
    assert str(manager.user) in words
    client.post(url_of(draft, "saisie/recapitulatif/"), {"action": "enregistrer"})
    draft.refresh_from_db()
    assert draft.sworn_statements == [node_id("a-exact")]


# --- A filed dossier -------------------------------------------------------------------------


def test_the_timeline_and_the_service_come_before_the_recap(
    client: Client, draft: Submission
) -> None:
    """In the order of the page, which is that of a phone and of a screen reader."""
    file_now(draft)
    page = client.get(url_of(draft)).content.decode()
    places = [
        page.index(words)
        for words in (
            "<h1",
            ">Suivi<",
            "Qui s'occupe de votre demande",
            "Et maintenant",
            'id="recapitulatif"',
        )
    ]
    assert places == sorted(places)


# --- What the manager fills in ---------------------------------------------------------------


def test_what_is_kept_for_the_manager_is_said_once_and_marked_at_each_question() -> None:
    """A member reads one sentence and a lock beside each line; the manager sees neither."""
    schema = small_schema()
    reserved = tuple(
        question.model_copy(update={"is_manager_only": True})
        for question in schema.steps[0].questions[:2]
    )
    steps = (schema.steps[0].model_copy(update={"questions": reserved}), *schema.steps[1:])
    structure = StructureFactory()
    manager = MembershipFactory(structure=structure, manager=True)
    member = MembershipFactory(structure=structure)
    draft = SubmissionFactory(
        complete=True,
        aid=AidFactory(schema=schema.model_copy(update={"steps": steps})),
        structure=structure,
        person=None,
        writer=member.user,
    )
    sentence = "est rempli par le gestionnaire de votre structure"
    for reader, said, marks in ((member.user, 1, 2), (manager.user, 0, 0)):
        page = sign_in(Client(), reader).get(url_of(draft, "saisie/dossier-1/"))
        assert text_of(page).count(sentence) == said
        assert text_of(page).count("Réservé au gestionnaire") == marks
