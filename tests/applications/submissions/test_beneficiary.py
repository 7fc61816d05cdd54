"""« Bénéficiaire »: who receives the aid, when it may be another than the applicant."""

import html
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from applications.accounts.models import Family, User
from applications.registries.errors import RegisterUnavailable
from applications.registries.records import CompanyRecord
from applications.structures.models import Structure
from applications.submissions import dossier_facts
from applications.submissions.models import Submission
from tests.factories.accounts import FamilyFactory, UserFactory, sign_in
from tests.factories.aids import AidFactory
from tests.factories.structures import MembershipFactory, StructureFactory, luhn_siret
from tests.factories.submissions import SubmissionFactory, file_now, give_document

pytestmark = pytest.mark.django_db

STEP = "saisie/beneficiaire/"
CHILD = {
    "civility": "unsaid",
    "last_name": "L'Hévéder",
    "first_name": "Noé",
    "birth_date_day": "29",
    "birth_date_month": "2",
    "birth_date_year": "2012",
    "address_line": "4 venelle du Four",
    "postcode": "96000",
    "city": "Kervalen",
}
PERSON = {"who": "non", "family": "particulier", "home": "france"}
ASSOCIATION = {"who": "non", "family": "association", "home": "france"}
SIRET = luhn_siret(77)


def draft_of(owner: Any = None, **rules: Any) -> Submission:
    """Return a draft complete but for its beneficiary, of a person or of a membership."""
    for code in ("particulier", "association", "organisme-formation"):
        FamilyFactory(code=code)
    aid = AidFactory(allows_other_beneficiary=True, **rules)
    if owner is None:
        return SubmissionFactory(complete=True, aid=aid)
    return SubmissionFactory(
        complete=True, aid=aid, person=None, structure=owner.structure, writer=owner.user
    )


def answer(
    draft: Submission, values: dict[str, str], *, parts: str, action: str = "suivant"
) -> Any:
    """Send the step as its page does and return the answer."""
    client = sign_in(Client(), draft.writer)
    response = client.post(url_of(draft), {**values, "parties": parts, "action": action})
    draft.refresh_from_db()
    return response


def url_of(draft: Submission, rest: str = STEP) -> str:
    """Return an address under a dossier."""
    return f"/espace/dossiers/{draft.reference}/{rest}"


def page_of(draft: Submission, rest: str = STEP, reader: User | None = None) -> str:
    """Return the words of a page."""
    content = sign_in(Client(), reader or draft.writer).get(url_of(draft, rest)).content.decode()
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", content)))


def for_a_child(draft: Submission, **changes: str) -> Any:
    """Answer the whole step for a child."""
    return answer(
        draft, {**PERSON, "link": "parent", **CHILD, **changes}, parts="qui,famille,lien,fiche"
    )


def test_an_aid_for_the_applicant_alone_has_no_such_step() -> None:
    draft = SubmissionFactory(complete=True)
    assert "Bénéficiaire" not in page_of(draft, "")
    response = sign_in(Client(), draft.writer).get(url_of(draft))
    assert response.status_code == 302
    assert file_now(draft).filed_identity.get("beneficiary") is None


def test_the_step_comes_after_the_sheet_and_asks_one_question_first() -> None:
    page = page_of(draft_of())
    assert "Étape 4 sur" in page or "étape 4 sur" in page
    assert "Êtes-vous le bénéficiaire de l'aide" in page.replace("’", "'")
    assert "Choix de la famille du bénéficiaire" not in page


def test_being_the_beneficiary_takes_one_answer() -> None:
    draft = draft_of()
    response = answer(draft, {"who": "oui"}, parts="qui")
    assert response.url.endswith("/saisie/dossier-1/")
    assert draft.step_progress["beneficiaire"] == "done"
    assert file_now(draft).filed_identity["beneficiary"] == {"kind": "self", "link": ""}


def test_filing_waits_for_the_answer() -> None:
    draft = draft_of()
    assert "Dites si vous êtes le bénéficiaire" in page_of(draft, "saisie/recapitulatif/")


def test_each_answer_opens_the_next_part_without_reproach() -> None:
    draft = draft_of()
    response = answer(draft, {"who": "non"}, parts="qui")
    assert response.url.endswith("#partie-famille")
    assert "Il y a un problème" not in page_of(draft)
    response = answer(draft, PERSON, parts="qui,famille")
    assert response.url.endswith("#partie-lien")
    page = page_of(draft)
    assert "Père ou mère" in page
    assert "Le bénéficiaire" in page
    assert "Il y a un problème" not in page


def test_changing_ones_mind_loses_nothing() -> None:
    draft = draft_of(allows_minors=True)
    for_a_child(draft)
    answer(draft, {"who": "oui"}, parts="qui")
    assert draft.beneficiary_kind == "self"
    answer(draft, {"who": "non"}, parts="qui")
    assert draft.beneficiary_kind == "person"
    assert draft.beneficiary_sheet["typed"]["first_name"] == "Noé"


def test_a_parent_files_for_a_child_and_the_dossier_says_so() -> None:
    draft = draft_of(allows_minors=True)
    for_a_child(draft)
    filed = file_now(draft)
    receives = filed.filed_identity["beneficiary"]
    assert receives["name"] == "Noé L'Hévéder"
    assert (receives["link"], receives["birth_date"]) == ("parent", "2012-02-29")
    page = page_of(filed, "").replace("’", "'")
    for words in ("Noé L'Hévéder", "Père ou mère", "29 février 2012", "4 venelle du Four"):
        assert words in page


def test_a_child_is_refused_where_the_aid_is_for_adults() -> None:
    draft = draft_of()
    for_a_child(draft)
    assert draft.step_progress["beneficiaire"] == "errors"
    words = "réservée aux personnes de 18 ans ou plus"
    assert words in page_of(draft)
    assert words in page_of(draft, "saisie/recapitulatif/")


def test_a_child_gives_no_mandate() -> None:
    draft = draft_of(allows_minors=True)
    for_a_child(draft, link="mandate")
    assert "ne donne pas de mandat" in page_of(draft)


@pytest.mark.parametrize(("days", "is_adult"), [(0, True), (1, False)])
def test_one_is_of_age_on_the_birthday(days: int, *, is_adult: bool) -> None:
    today = timezone.localdate()
    born = date(today.year - 18, today.month, min(today.day, 28)) + timedelta(days=days)
    draft = draft_of()
    parts = {
        "birth_date_day": born.day,
        "birth_date_month": born.month,
        "birth_date_year": born.year,
    }
    if today.day <= 28:
        for_a_child(draft, **{key: str(value) for key, value in parts.items()})
        assert (draft.step_progress["beneficiaire"] == "done") is is_adult


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("last_name", "", "Écrivez le nom."),
        ("birth_date_month", "13", "date qui existe"),
        ("birth_date_year", "2112", "Écrivez une date de naissance passée."),
        ("postcode", "29", "cinq chiffres"),
        ("phone", "appelez-moi", "Écrivez un numéro de téléphone"),
        ("email", "noe@", "adresse"),
        ("first_name", "N" * 101, "100"),
    ],
)
def test_a_wrong_answer_is_kept_and_said(field: str, value: str, words: str) -> None:
    draft = draft_of(allows_minors=True)
    typed = {**PERSON, "link": "parent", **CHILD, field: value}
    response = answer(draft, typed, parts="qui,famille,lien,fiche", action="enregistrer")
    assert response.status_code == 422
    assert words in html.unescape(response.content.decode())
    assert draft.beneficiary_sheet["typed"][field] == value
    assert draft.beneficiary_sheet["typed"]["last_name"] == typed["last_name"]


def test_somebody_abroad_has_a_foreign_address() -> None:
    draft = draft_of(allows_minors=True)
    away = {**PERSON, "home": "etranger", "link": "guardian", **CHILD}
    away |= {"postcode": "K1A 0B1", "city": "Ottawa", "country": "CA"}
    answer(draft, away, parts="qui,famille,lien,fiche")
    assert draft.step_progress["beneficiaire"] == "done"
    assert "Canada" in page_of(draft, "saisie/recapitulatif/")


def test_a_training_body_files_for_a_trainee_with_their_mandate() -> None:
    family = FamilyFactory(code="organisme-formation")
    owner = MembershipFactory(manager=True, structure=StructureFactory(family=family))
    draft = draft_of(owner, allows_minors=True, asks_mandate=True)
    for_a_child(draft, link="training_body")
    assert "Ajoutez le mandat du bénéficiaire." in page_of(draft, "saisie/recapitulatif/")
    assert "Mandat du bénéficiaire" in page_of(draft, "saisie/pieces/")
    give_document(draft, slot="mandat")
    filed = file_now(draft)
    assert filed.filed_identity["beneficiary"]["link"] == "training_body"
    page = page_of(filed, "")
    assert "Organisme de formation" in page
    assert "Mandat du bénéficiaire" in page


def test_no_mandate_is_asked_of_a_parent() -> None:
    draft = draft_of(allows_minors=True, asks_mandate=True)
    for_a_child(draft)
    assert file_now(draft).is_filed


# --- Structures -----------------------------------------------------------------------------

RECORD = CompanyRecord(
    siret=SIRET,
    name="Les Amis du Phare",
    source="Répertoire d'essai",
    address_line="1 quai du Phare",
    postcode="96100",
    city="Port-Aigrette",
)


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that says what the register answers from now on."""

    def answers(outcome: CompanyRecord | Exception | None) -> None:
        def find(number: str) -> CompanyRecord | None:
            if isinstance(outcome, Exception):
                raise outcome
            return outcome

        monkeypatch.setattr("applications.registries.companies.find", find)

    return answers


def search(draft: Submission, number: str = SIRET) -> Any:
    """Look a number up."""
    return answer(
        draft,
        {**ASSOCIATION, "search_by": "siret", "number": number},
        parts="qui,famille,recherche",
        action="rechercher",
    )


def test_a_register_fills_the_sheet(register: Any) -> None:
    register(RECORD)
    draft = draft_of()
    assert search(draft).url.endswith("#partie-fiche")
    page = page_of(draft)
    assert "Répertoire d'essai" in page
    assert "Non vérifié" not in page
    sheet = draft.beneficiary_sheet["typed"]
    assert (sheet["name"], sheet["city"]) == ("Les Amis du Phare", "Port-Aigrette")
    answer(draft, {**ASSOCIATION, **sheet}, parts="qui,famille,fiche")
    receives = file_now(draft).filed_identity["beneficiary"]
    assert (receives["siret"], receives["is_verified"]) == (SIRET, True)


def test_what_is_changed_after_the_register_is_not_verified(register: Any) -> None:
    register(RECORD)
    draft = draft_of()
    search(draft)
    sheet = {**draft.beneficiary_sheet["typed"], "name": "Autre nom"}
    answer(draft, {**ASSOCIATION, **sheet}, parts="qui,famille,fiche")
    assert "Non vérifié" in page_of(draft)


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (None, "Aucun répertoire ne connaît ce numéro"),
        (RegisterUnavailable(), "ne répond pas"),
        (CompanyRecord(siret=SIRET, name="Close", source="x", is_closed=True), "est fermé"),
    ],
)
def test_a_register_that_does_not_help_leaves_the_hand(
    register: Any, outcome: Any, words: str
) -> None:
    register(outcome)
    draft = draft_of()
    response = search(draft)
    assert response.status_code == 422
    assert words in html.unescape(response.content.decode())
    assert draft.beneficiary_sheet["typed"]["number"] == SIRET
    typed = {**ASSOCIATION, "search_by": "siret", "number": SIRET}
    answer(draft, typed, parts="qui,famille,recherche", action="saisir")
    page = page_of(draft)
    assert "Non vérifié" in page
    assert "Il y a un problème" not in page
    assert draft.beneficiary_sheet["typed"]["siret"] == SIRET


def test_a_wrong_number_is_said_before_any_register() -> None:
    draft = draft_of()
    response = search(draft, "123 456")
    assert "14 chiffres" in html.unescape(response.content.decode())


def test_naming_a_structure_of_the_portal_gives_it_nothing_and_takes_nothing() -> None:
    manager = MembershipFactory(manager=True, structure=StructureFactory(siret=SIRET))
    before = Structure.objects.values().get(pk=manager.structure_id)
    draft = draft_of()
    typed = {**ASSOCIATION, "name": "Nom mal tapé", "siret": SIRET, "address_line": "1 rue A"}
    typed |= {"postcode": "96000", "city": "Kervalen"}
    answer(draft, {**ASSOCIATION, "number": SIRET}, parts="qui,famille,recherche", action="saisir")
    answer(draft, typed, parts="qui,famille,fiche")
    filed = file_now(draft)
    assert filed.beneficiary_structure_id == manager.structure_id
    assert filed.beneficiary_link == "mandate"
    assert Structure.objects.values().get(pk=manager.structure_id) == before
    response = sign_in(Client(), manager.user).get(url_of(filed, ""))
    assert response.status_code == 404


def test_typing_a_sheet_never_makes_a_structure() -> None:
    draft = draft_of()
    answer(draft, ASSOCIATION, parts="qui,famille,recherche", action="saisir")
    typed = {**ASSOCIATION, "name": "Association sans numéro", "address_line": "1 rue A"}
    typed |= {"postcode": "96000", "city": "Kervalen"}
    answer(draft, typed, parts="qui,famille,fiche")
    assert file_now(draft).filed_identity["beneficiary"]["is_verified"] is False
    assert not Structure.objects.exists()


# --- Groups ---------------------------------------------------------------------------------


@pytest.fixture
def school(db: Any) -> Any:
    """Return a manager of a private lycée that depends on a managing body."""
    body = StructureFactory(name="OGEC Les Ajoncs")
    return MembershipFactory(manager=True, structure=StructureFactory(lycee=True, depends_on=body))


def test_the_managing_body_is_proposed_first(school: Any) -> None:
    draft = draft_of(school)
    answer(draft, {"who": "non"}, parts="qui")
    page = page_of(draft)
    assert f"OGEC Les Ajoncs (SIRET {school.structure.depends_on.siret})" in page
    answer(draft, {"who": "non", "body": "organisme"}, parts="qui,organisme")
    assert draft.step_progress["beneficiaire"] == "done"
    filed = file_now(draft)
    assert filed.beneficiary_link == "ogec"
    assert filed.filed_identity["beneficiary"]["name"] == "OGEC Les Ajoncs"


def test_managers_of_the_body_read_what_was_filed_for_it_and_nothing_else(school: Any) -> None:
    body = school.structure.depends_on
    bursar, employee = (
        MembershipFactory(manager=True, structure=body),
        MembershipFactory(structure=body),
    )
    draft = draft_of(school)
    answer(draft, {"who": "non", "body": "organisme"}, parts="qui,organisme")
    client = sign_in(Client(), bursar.user)
    assert client.get(url_of(draft, "")).status_code == 404
    filed = file_now(draft)
    assert "OGEC Les Ajoncs" in page_of(filed, "", bursar.user)
    assert client.get(url_of(filed, "retirer/")).status_code in (200, 404)
    client.post(url_of(filed, "retirer/"))
    filed.refresh_from_db()
    assert filed.state == "submitted"
    assert sign_in(Client(), employee.user).get(url_of(filed, "")).status_code == 404


# --- One per beneficiary ----------------------------------------------------------------------


def test_two_parents_do_not_both_file_for_one_child() -> None:
    first = draft_of(allows_minors=True, is_limited_to_one=True)
    second = SubmissionFactory(complete=True, aid=first.aid)
    for_a_child(first)
    for_a_child(second, last_name="l'heveder", first_name="NOÉ")
    file_now(first)
    client = sign_in(Client(), second.writer)
    response = client.post(
        url_of(second, "saisie/recapitulatif/"),
        {"action": "deposer", **{f"statement-{one}": "on" for one in second.sworn_statements}},
    )
    second.refresh_from_db()
    assert second.state == "draft"
    assert response.status_code == 409
    assert first.reference not in response.content.decode()


def test_a_parent_files_for_each_of_their_children() -> None:
    first = draft_of(allows_minors=True, is_limited_to_one=True)
    second = SubmissionFactory(complete=True, aid=first.aid, person=first.person)
    for_a_child(first)
    for_a_child(second, first_name="Maëlle")
    file_now(first)
    assert file_now(second).is_filed


def test_conditions_look_at_who_receives() -> None:
    owner = MembershipFactory(manager=True)
    draft = draft_of(owner, allows_minors=True)
    assert dossier_facts.facts_of(draft)["@beneficiary"] == "structure"
    for_a_child(draft, link="training_body")
    assert dossier_facts.facts_of(draft)["@beneficiary"] == "person"


def test_only_the_families_of_the_aid_are_offered() -> None:
    draft = draft_of()
    draft.aid.beneficiary_families.set(Family.objects.filter(code="association"))
    answer(draft, {"who": "non"}, parts="qui")
    page = page_of(draft)
    assert "Association" in page
    assert "Organisme" not in page
    answer(draft, PERSON, parts="qui,famille")
    assert draft.beneficiary_kind == ""


def test_an_aid_that_takes_others_no_more_forgets_whom_was_named() -> None:
    draft = draft_of(allows_minors=True)
    for_a_child(draft)
    draft.aid.allows_other_beneficiary = False
    draft.aid.save()
    filed = file_now(Submission.objects.get(pk=draft.pk))
    assert "beneficiary" not in filed.filed_identity
    assert (filed.beneficiary_kind, filed.beneficiary_sheet) == ("", {})


def test_a_colleague_of_nobody_reads_nothing() -> None:
    draft = draft_of()
    assert sign_in(Client(), UserFactory()).get(url_of(draft)).status_code == 404
