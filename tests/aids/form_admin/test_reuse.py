"""« Reprendre des étapes d'une autre aide »: found, ticked, looked at, added to the draft."""

import re
from typing import Any

import pytest
from django.test import Client

from aids.drafts import schema_of
from aids.models import Aid, AidPage, FormVersion
from applications.accounts.models import User
from applications.formbuilder import checks
from applications.formbuilder.schema import Comparison, FormSchema
from cms.core.models import Event
from tests.aids.form_admin.conftest import url_of
from tests.aids.form_admin.test_rearrange import draft_of
from tests.aids.test_form_changes import COUNTRY, KIND, publish
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.aids import AidFactory, node_id, small_schema
from tests.factories.formbuilder import form_of, question
from tests.factories.reference_lists import reference_list
from tests.journeys.test_apply import text_of

pytestmark = pytest.mark.django_db

PROJECT, BUDGET = node_id("s-project"), node_id("s-budget")


@pytest.fixture
def other(aid: Aid) -> AidPage:
    made = AidFactory(title="Aide à l'élève", page={"slug": "aide-eleve"})
    return AidPage.objects.get(translation_key=made.key)


@pytest.fixture
def post(client: Client, page: AidPage, other: AidPage) -> Any:
    """Return a function that sends the steps ticked."""

    def send(*steps: str, **values: str) -> Any:
        sent = {"aide": str(other.pk), "etape": list(steps), **values}
        return client.post(url_of(page, "reprise/"), sent)

    return send


def test_an_aid_is_found_by_its_title_whatever_the_accents(
    client: Client, page: AidPage, other: AidPage
) -> None:
    everything = text_of(client.get(url_of(page, "reprise/")))
    assert "Aide à l'élève" in everything

    found = client.get(url_of(page, "reprise/") + "?q=ELEVE")
    assert f'href="?aide={other.pk}"' in found.content.decode()
    assert "1 aide" in text_of(found)
    assert f"?aide={page.pk}" not in found.content.decode()
    assert "n'a « zinc » dans son titre" in text_of(
        client.get(url_of(page, "reprise/") + "?q=zinc")
    )


def test_its_steps_are_shown_with_their_questions(
    client: Client, page: AidPage, other: AidPage
) -> None:
    words = text_of(client.get(url_of(page, "reprise/") + f"?aide={other.pk}"))

    assert "Étape 1 « Votre projet » Nom du projet Nature du projet Pays du séjour" in words
    assert "Étape 2 « Votre budget » Montant demandé" in words


def test_ticked_steps_are_added_at_the_end_of_the_draft_with_new_ids(
    post: Any, page: AidPage, other: AidPage, editor: User
) -> None:
    words = text_of(post(PROJECT, BUDGET))
    assert "Votre projet (copie) (3 questions)" in words
    assert "Tout suit" in words
    assert len(draft_of(page).steps) == 2

    answer = post(PROJECT, BUDGET, ecrire="1")

    assert answer.status_code == 302
    schema = draft_of(page)
    own = ["Votre projet", "Votre budget"]
    assert [step.title for step in schema.steps] == [*own, *(f"{one} (copie)" for one in own)]
    assert schema.steps[:2] == small_schema().steps
    _title, kind, country = schema.steps[2].questions
    assert {kind.id, country.id}.isdisjoint({KIND, COUNTRY})
    assert isinstance(country.visible_if, Comparison)
    assert country.visible_if.question == kind.id
    assert not checks.check(schema)
    assert FormVersion.objects.filter(aid__key=page.translation_key).count() == 1
    event = Event.objects.get(kind="aid.form_steps_reused")
    assert event.actor_id == editor.pk
    assert schema_of(AidPage.objects.get(pk=other.pk)) == small_schema()


def test_what_points_outside_is_named_before_and_after(
    post: Any, client: Client, aid: Aid, page: AidPage, other: AidPage
) -> None:
    schema = small_schema()
    first, second = schema.steps
    amount = second.questions[0].model_copy(
        update={"visible_if": Comparison(question=KIND, operator="equals", value=node_id("o-stay"))}
    )
    linked = second.model_copy(update={"questions": (amount,)})
    publish(
        Aid.objects.get(key=other.translation_key),
        schema.model_copy(update={"steps": (first, linked)}),
    )
    lost = r"Votre budget › Montant demandé\s*(&nbsp;)?: montré dans tous les cas"

    assert re.search(lost, text_of(post(BUDGET)))
    assert re.search(lost, text_of(client.get(post(BUDGET, ecrire="1").url)))
    assert draft_of(page).steps[-1].questions[0].visible_if is None


def test_a_list_of_answers_stays_the_same_list(post: Any, page: AidPage, other: AidPage) -> None:
    reference_list("schools")
    asked = question("reference_list", settings={"reference_list": "schools"})
    publish(Aid.objects.get(key=other.translation_key), form_of(asked))

    words = text_of(post("s-step"))
    assert "À corriger" not in words
    post("s-step", ecrire="1")

    schema = draft_of(page)
    assert schema.steps[-1].questions[0].settings["reference_list"] == "schools"
    assert not checks.check(schema)


def test_no_step_ticked_is_said_and_ticks_are_kept_when_going_back(
    post: Any, page: AidPage
) -> None:
    before = page.revisions.count()
    nothing = post(ecrire="1")
    assert nothing.status_code == 422
    assert "Cochez au moins une étape" in text_of(nothing)
    assert post("gone", ecrire="1").status_code == 422

    back = post(BUDGET, modifier="1").content.decode()
    assert f'value="{BUDGET}" id="etape-{BUDGET}" checked' in back
    assert f'value="{PROJECT}" id="etape-{PROJECT}" checked' not in back
    assert page.revisions.count() == before


def test_an_aid_without_a_step_says_so(client: Client, page: AidPage, other: AidPage) -> None:
    draft = other.get_latest_revision_as_object()
    draft.steps = []
    draft.save_revision()

    words = text_of(client.get(url_of(page, "reprise/") + f"?aide={other.pk}"))

    assert "n'a pas d'étape" in words
    assert "Choisir une autre aide" in words


def test_nobody_reads_or_writes_what_is_not_theirs(page: AidPage, other: AidPage) -> None:
    before = page.revisions.count()
    for role in ("officer", "support", "administrator"):
        staff = sign_in(Client(), UserFactory(**{role: True}))
        assert staff.get(url_of(page, "reprise/")).status_code == 403
        sent = {"aide": str(other.pk), "etape": [BUDGET], "ecrire": "1"}
        assert staff.post(url_of(page, "reprise/"), sent).status_code == 403
    editor = sign_in(Client(), UserFactory(editor=True))
    assert editor.get(url_of(page, "reprise/")).status_code == 200
    for unknown in (str(page.pk), "999999", str(page.get_parent().pk)):
        assert editor.get(url_of(page, "reprise/") + f"?aide={unknown}").status_code == 404
    assert page.revisions.count() == before


def test_the_list_costs_the_same_whatever_the_aids(
    client: Client, page: AidPage, other: AidPage, django_assert_max_num_queries: Any
) -> None:
    client.get(url_of(page, "reprise/"))
    with django_assert_max_num_queries(40) as few:
        client.get(url_of(page, "reprise/"))
    count = len(few.captured_queries)
    for number in range(3):
        AidFactory(title=f"Aide {number}", page={"slug": f"aide-{number}"})
    client.get(url_of(page, "reprise/"))
    with django_assert_max_num_queries(count):
        client.get(url_of(page, "reprise/"))


def test_an_empty_form_takes_steps_too(post: Any, page: AidPage, save_draft: Any) -> None:
    save_draft(FormSchema())

    post(BUDGET, ecrire="1")

    assert [step.title for step in draft_of(page).steps] == ["Votre budget"]
