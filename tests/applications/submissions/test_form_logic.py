"""What is known of a dossier makes its form: first answers, facts, criteria, documents."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aids.models import Aid
from applications.accounts.models import User
from applications.formbuilder import checks
from applications.formbuilder.schema import (
    Comparison,
    Criterion,
    FormSchema,
    Question,
    Step,
)
from applications.structures.models import Structure
from applications.submissions import dossier_facts
from applications.submissions.merging import digests
from applications.submissions.models import Submission
from applications.submissions.services import drafting
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.aids import AidFactory, node_id
from tests.factories.structures import MembershipFactory
from tests.factories.submissions import SubmissionFactory

pytestmark = pytest.mark.django_db

NAME, EMAIL, SIRET, SAME, PLACE = (
    node_id(f"q-{name}") for name in ("name", "email", "siret", "same", "place")
)


def form_of(*questions: Question, **parts: Any) -> FormSchema:
    step = Step(id=node_id("s-1"), title="Votre projet", questions=questions)
    return FormSchema(steps=(step,), **parts)


PREFILLED = form_of(
    Question(id=NAME, type="text", label="Nom", prefill="account.last_name"),
    Question(id=EMAIL, type="email", label="Adresse", prefill="account.email", is_required=False),
    Question(id=SIRET, type="siret", label="SIRET", prefill="structure.siret", is_required=False),
    Question(id=SAME, type="text", label="Discipline", prefill="earlier", is_required=False),
    Question(id=PLACE, type="address", label="Lieu", prefill="account.address", is_required=False),
)


def begin(aid: Aid, actor: User, structure: Structure | None = None) -> Submission:
    return drafting.start(
        aid,
        campaign=aid.campaigns.get(),
        actor=actor,
        structure=structure,
        language="fr",
        now=timezone.now(),
    )


def save(draft: Submission, **values: Any) -> Submission:
    return drafting.save_step(
        draft,
        step_id="dossier-1",
        values=values,
        base_version=None,
        base=digests(draft.answers, values),
        actor=draft.writer,
        now=timezone.now(),
    ).submission


# --- First answers --------------------------------------------------------------------------


def test_a_draft_begins_with_what_the_account_says() -> None:
    person = UserFactory(last_name="Le Goff", with_sheet=True)
    draft = begin(AidFactory(schema=PREFILLED), person)
    assert draft.answers[NAME] == "Le Goff"
    assert draft.answers[EMAIL] == person.email
    assert draft.answers[PLACE]["city"] == person.person_sheet.city
    assert SIRET not in draft.answers
    page = sign_in(Client(), person).get(f"/espace/dossiers/{draft.reference}/saisie/dossier-1/")
    assert page.content.decode().count("Repris de votre compte") == 3


def test_a_structure_s_draft_begins_with_its_sheet() -> None:
    membership = MembershipFactory(manager=True, structure__siret="99910004300010")
    draft = begin(AidFactory(schema=PREFILLED), membership.user, membership.structure)
    assert draft.answers[SIRET] == membership.structure.siret


def test_an_answer_changed_is_no_longer_said_to_be_taken_over() -> None:
    draft = begin(AidFactory(schema=PREFILLED), UserFactory(last_name="Le Goff"))
    kept = save(draft, **{NAME: "Le Goff", EMAIL: draft.answers[EMAIL]})
    assert f"prefilled:{NAME}" in kept.answers
    changed = save(draft, **{NAME: "Le Bihan"})
    assert changed.answers[NAME] == "Le Bihan"
    assert f"prefilled:{NAME}" not in changed.answers
    erased = save(changed, **{EMAIL: None})
    assert EMAIL not in erased.answers
    assert f"prefilled:{EMAIL}" not in erased.answers


def filed_earlier(aid: Aid, **columns: Any) -> Submission:
    earlier = SubmissionFactory(aid=aid, **columns)
    earlier.state, earlier.submitted_at = "submitted", timezone.now()
    earlier.filed_answers = {SAME: "Voile"}
    earlier.filed_identity, earlier.filed_digest = {"kind": "person"}, "0" * 64
    earlier.save()
    return earlier


def test_the_answer_of_an_earlier_dossier_is_taken_over() -> None:
    aid = AidFactory(schema=PREFILLED)
    earlier = filed_earlier(aid)
    draft = begin(aid, earlier.person)
    assert draft.answers[SAME] == "Voile"
    assert draft.answers[f"prefilled:{SAME}"] == "earlier"
    assert SAME not in begin(aid, UserFactory()).answers


def test_a_member_takes_over_nothing_of_a_dossier_they_may_not_see() -> None:
    aid = AidFactory(schema=PREFILLED)
    manager = MembershipFactory(manager=True)
    filed_earlier(aid, structure=manager.structure, person=None, writer=manager.user)
    member = MembershipFactory(structure=manager.structure)
    assert SAME not in begin(aid, member.user, manager.structure).answers
    assert begin(aid, manager.user, manager.structure).answers[SAME] == "Voile"


# --- Facts ----------------------------------------------------------------------------------

BOARD = node_id("q-board")


def of_fact(code: str, value: str) -> Comparison:
    return Comparison(question=code, operator="equals", value=value)


def test_a_question_may_be_asked_of_a_family_alone_and_the_fact_is_filed() -> None:
    schema = form_of(
        Question(id=NAME, type="text", label="Nom"),
        Question(
            id=BOARD,
            type="text",
            label="Membres du bureau",
            visible_if=of_fact("@family", "association"),
        ),
    )
    aid = AidFactory(schema=schema)
    membership = MembershipFactory(manager=True)
    assert checks.check(schema) == []
    of_person, of_association = (
        begin(aid, UserFactory()),
        begin(aid, membership.user, membership.structure),
    )
    pages = [
        sign_in(Client(), draft.writer)
        .get(f"/espace/dossiers/{draft.reference}/saisie/dossier-1/")
        .content.decode()
        for draft in (of_person, of_association)
    ]
    shown = f'data-question="{BOARD}"'
    assert f"{shown} hidden" in pages[0]
    assert shown in pages[1]
    assert f"{shown} hidden" not in pages[1]
    facts = dossier_facts.facts_of(of_association)
    assert facts["@family"] == "association"
    assert facts["@beneficiary"] == "structure"
    assert facts["@campaign"] == str(of_association.campaign.opens_at.year)


def test_a_family_that_does_not_exist_is_named() -> None:
    schema = form_of(
        Question(id=NAME, type="text", label="Nom", visible_if=of_fact("@family", "martiens"))
    )
    assert [problem.place_id for problem in checks.check(schema)] == [NAME]


# --- Criteria -------------------------------------------------------------------------------


def test_a_criterion_of_structures_is_not_asked_of_a_person() -> None:
    criterion = Criterion(
        id=node_id("c-board"),
        label="Votre bureau est-il élu ?",
        effect="information",
        visible_if=of_fact("@beneficiary", "structure"),
    )
    schema = form_of(Question(id=NAME, type="text", label="Nom"), criteria=(criterion,))
    aid = AidFactory(schema=schema)
    draft = begin(aid, UserFactory())
    client = sign_in(Client(), draft.writer)
    home = client.get(f"/espace/dossiers/{draft.reference}/").content.decode()
    assert "Critères d’éligibilité" not in home
    assert "Critères d'éligibilité" not in home
    step = client.get(f"/espace/dossiers/{draft.reference}/saisie/dossier-1/")
    assert step.status_code == 200


def test_a_criterion_shown_by_another_is_asked_before_going_on() -> None:
    first = Criterion(id=node_id("c-1"), label="Êtes-vous mineur ?", effect="information")
    second = Criterion(
        id=node_id("c-2"),
        label="Avez-vous l'accord d'un parent ?",
        explanation="Il le faut.",
        visible_if=Comparison(question=first.id, operator="equals", value=True),
    )
    schema = form_of(Question(id=NAME, type="text", label="Nom"), criteria=(first, second))
    draft = begin(AidFactory(schema=schema), UserFactory())
    client = sign_in(Client(), draft.writer)
    place = f"/espace/dossiers/{draft.reference}/saisie/criteres/"
    page = client.get(place).content.decode()
    assert f'data-question="{second.id}" hidden' in page
    assert "form-conditions" in page
    assert "actualiser" in page
    refused = client.post(place, {first.id: "yes", "action": "suivant"})
    assert refused.status_code == 422
    assert f'data-question="{second.id}" hidden' not in refused.content.decode()
    draft.refresh_from_db()
    assert draft.criteria_answers == {first.id: "yes"}
    client.post(place, {first.id: "no", second.id: "no", "action": "suivant"})
    opened = client.get(f"/espace/dossiers/{draft.reference}/saisie/dossier-1/")
    assert opened.status_code == 200
    assert NAME in opened.content.decode()


@pytest.mark.parametrize(
    ("level", "code"),
    [("commune", "35288"), ("epci", "243500782"), ("departement", "35"), ("region", "53")],
)
def test_a_territory_begins_with_the_one_of_the_address(level: str, code: str) -> None:
    question = Question(
        id=PLACE,
        type="territory",
        label="Territoire",
        prefill="register.account_territory",
        settings={"level": level},
    )
    person = UserFactory(with_sheet=True)
    person.person_sheet.postcode, person.person_sheet.city = "35400", "Saint-Malo"
    person.person_sheet.save()
    draft = begin(AidFactory(schema=form_of(question)), person)
    assert draft.answers[PLACE]["code"] == code
    step = f"/espace/dossiers/{draft.reference}/saisie/dossier-1/"
    page = sign_in(Client(), person).get(step).content.decode()
    assert "liste officielle des territoires" in page


def test_an_address_that_no_register_knows_leaves_the_territory_to_be_chosen() -> None:
    question = Question(
        id=PLACE, type="territory", label="Commune", prefill="register.account_territory"
    )
    person = UserFactory(with_sheet=True)
    person.person_sheet.postcode, person.person_sheet.city = "99999", "Nulle-Part"
    person.person_sheet.save()
    assert PLACE not in begin(AidFactory(schema=form_of(question)), person).answers


# --- Documents and hidden answers -----------------------------------------------------------


def test_a_document_required_in_some_cases_says_so_when_it_is() -> None:
    minor, agreement = node_id("q-minor"), node_id("d-agreement")
    document = Question(
        id=agreement,
        type="file",
        label="Accord parental",
        is_required=False,
        required_if=Comparison(question=minor, operator="equals", value=True),
    )
    schema = form_of(Question(id=minor, type="yes_no", label="Mineur ?"), documents=(document,))
    draft = begin(AidFactory(schema=schema), UserFactory())
    client = sign_in(Client(), draft.writer)
    place = f"/espace/dossiers/{draft.reference}/saisie/pieces/"
    assert "Accord parental *" not in client.get(place).content.decode()
    save(draft, **{minor: True})
    assert "Accord parental *" in client.get(place).content.decode()


def test_the_recap_lists_the_answers_that_will_not_be_filed() -> None:
    has, which = node_id("q-has"), node_id("q-which")
    schema = form_of(
        Question(id=has, type="yes_no", label="Avez-vous un partenaire ?"),
        Question(
            id=which,
            type="text",
            label="Quel partenaire ?",
            visible_if=Comparison(question=has, operator="equals", value=True),
        ),
    )
    draft = begin(AidFactory(schema=schema), UserFactory())
    client = sign_in(Client(), draft.writer)
    place = f"/espace/dossiers/{draft.reference}/saisie/recapitulatif/"
    draft = save(draft, **{has: True, which: "Le théâtre"})
    assert "reponses-masquees" not in client.get(place).content.decode()
    save(draft, **{has: False})
    page = client.get(place).content.decode()
    hidden = page[page.index('id="reponses-masquees"') :]
    assert "Quel partenaire" in hidden
    assert "Le théâtre" in hidden
