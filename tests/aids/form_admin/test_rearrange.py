"""« Réorganiser le formulaire »: questions change step and rank, and lose nothing."""

from typing import Any

import pytest
from django.test import Client

from aids.drafts import schema_of
from aids.exceptions import FormChangedMeanwhile
from aids.models import Aid, AidPage, FormVersion
from aids.services import form_drafts
from applications.accounts.models import User
from applications.formbuilder import checks
from applications.formbuilder.migration import carry
from applications.formbuilder.rearranging import Place, Ranks
from applications.formbuilder.schema import FormSchema
from cms.core.models import Event
from tests.aids.form_admin.conftest import url_of
from tests.aids.test_form_changes import COUNTRY, KIND, TITLE, check_of, relabelled
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.aids import node_id, small_schema
from tests.factories.submissions import SubmissionFactory
from tests.journeys.test_apply import hidden, text_of

pytestmark = pytest.mark.django_db

PROJECT, BUDGET = node_id("s-project"), node_id("s-budget")


def draft_of(page: AidPage) -> FormSchema:
    """Return the form of the page as last saved."""
    return schema_of(AidPage.objects.get(pk=page.pk).get_latest_revision_as_object())


def order(schema: FormSchema) -> list[list[str]]:
    return [[item.id for item in step.questions] for step in schema.steps]


@pytest.fixture
def post(client: Client, page: AidPage) -> Any:
    """Return a function that sends places, on the draft as it stands."""

    def send(**values: str) -> Any:
        read = hidden(client.get(url_of(page, "organisation/")), "brouillon")
        return client.post(url_of(page, "organisation/"), {"brouillon": read, **values})

    return send


def test_a_question_moved_to_another_step_keeps_its_id_and_the_answers_of_drafts(
    post: Any, aid: Aid, page: AidPage, editor: User
) -> None:
    draft = SubmissionFactory(aid=aid, answers={TITLE: "Un été à vélo"})
    places = {f"etape-{TITLE}": BUDGET}

    seen = post(**places)
    words = text_of(seen)
    assert "« Nom du projet » est maintenant dans l'étape « Votre budget »" in words
    assert "Cet ordre ne casse rien" in words
    assert order(draft_of(page)) == order(small_schema())

    answer = post(**places, ecrire="1")

    assert answer.status_code == 302
    moved = draft_of(page)
    assert order(moved) == [[KIND, COUNTRY], [node_id("q-amount"), TITLE]]
    assert FormVersion.objects.count() == 1
    assert AidPage.objects.get(pk=page.pk).has_unpublished_changes
    event = Event.objects.get(kind="aid.form_rearranged")
    assert event.actor_id == editor.pk
    assert not check_of(aid, moved).destructive
    assert carry(draft.answers, small_schema(), moved)[TITLE] == "Un été à vélo"


def test_what_the_move_breaks_is_named_before_and_after(
    post: Any, client: Client, page: AidPage
) -> None:
    places = {f"etape-{KIND}": BUDGET}

    words = text_of(post(**places))

    assert "Cet ordre casse quelque chose" in words
    assert "Étape 1 « Votre projet » › Pays du séjour" in words
    assert "« Nature du projet », qui vient après" in words

    told = text_of(client.get(post(**places, ecrire="1").url))
    assert "« Nature du projet », qui vient après" in told
    assert checks.check(draft_of(page))


def test_what_was_wrong_before_is_not_laid_at_the_door_of_the_move(
    post: Any, save_draft: Any
) -> None:
    save_draft(relabelled(small_schema(), ""))

    words = text_of(post(**{f"rang-{TITLE}": "2"}))

    assert "Cet ordre ne casse rien" in words
    assert "L'ordre des questions de « Votre projet » a changé" in words


def test_a_rank_that_cannot_be_read_is_asked_again_and_nothing_chosen_is_lost(
    post: Any, page: AidPage
) -> None:
    before = page.revisions.count()
    for value, message in (
        ("deux", "Écrivez un rang"),
        ("", "Écrivez un rang"),
        ("0", "rang est 1"),
    ):
        answer = post(**{f"rang-{TITLE}": value, f"etape-{COUNTRY}": BUDGET})
        assert answer.status_code == 422
        assert message in text_of(answer)
        html = answer.content.decode()
        assert f'<option value="{BUDGET}" selected>' in html
        assert f'href="#id_rang-{TITLE}"' in html
    wrong_step = post(**{f"etape-{TITLE}": "ailleurs"})
    assert wrong_step.status_code == 422
    assert "Choisissez l'une des étapes" in text_of(wrong_step)
    assert page.revisions.count() == before


def test_an_order_may_be_looked_at_then_changed_and_nothing_moved_is_said(post: Any) -> None:
    back = post(**{f"etape-{TITLE}": BUDGET, "modifier": "1"})
    assert back.status_code == 200
    assert f'<option value="{BUDGET}" selected>' in back.content.decode()
    assert "Rien n'est déplacé" in text_of(post())


def test_steps_change_order_too(post: Any, page: AidPage) -> None:
    post(**{f"rang-etape-{BUDGET}": "1", "ecrire": "1"})

    assert [step.id for step in draft_of(page).steps] == [BUDGET, PROJECT]


def test_a_form_saved_meanwhile_is_read_again_with_what_was_chosen(
    client: Client, aid: Aid, page: AidPage, save_draft: Any
) -> None:
    read = hidden(client.get(url_of(page, "organisation/")), "brouillon")
    save_draft(relabelled(small_schema(), "Titre"))
    sent = {"brouillon": read, f"etape-{TITLE}": BUDGET, "ecrire": "1"}

    answer = client.post(url_of(page, "organisation/"), sent)

    assert answer.status_code == 409
    assert "a changé entre-temps" in text_of(answer)
    assert f'<option value="{BUDGET}" selected>' in answer.content.decode()
    with pytest.raises(FormChangedMeanwhile):
        form_drafts.rearrange(aid, Ranks({}, {TITLE: Place(BUDGET, 1)}), read=int(read), actor=None)
    assert order(draft_of(page)) == order(small_schema())


def test_unfinished_parts_of_the_draft_are_kept_as_they_are(post: Any, page: AidPage) -> None:
    draft = AidPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    raw = list(draft.steps.get_prep_value())
    raw[0]["value"]["questions"][0]["value"]["help"] = "À écrire\n"
    draft.steps = raw
    draft.save_revision()
    post(**{f"etape-{TITLE}": BUDGET, "ecrire": "1"})

    saved = AidPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    (moved,) = [
        item
        for step in saved.steps.get_prep_value()
        for item in step["value"]["questions"]
        if item["id"] == TITLE
    ]
    assert moved == raw[0]["value"]["questions"][0]


def test_a_form_without_a_step_says_so_and_leads_on(
    client: Client, page: AidPage, save_draft: Any
) -> None:
    save_draft(FormSchema())

    answer = client.get(url_of(page, "organisation/"))

    assert "n'a pas encore d'étape" in text_of(answer)
    assert f"/gestion/pages/{page.pk}/edit/" in answer.content.decode()


def test_only_those_who_edit_the_aid_put_its_form_in_order(page: AidPage) -> None:
    before = page.revisions.count()
    for role in ("officer", "support", "administrator"):
        staff = sign_in(Client(), UserFactory(**{role: True}))
        assert staff.get(url_of(page, "organisation/")).status_code == 403
        sent = {"brouillon": str(page.latest_revision_id), f"etape-{TITLE}": BUDGET, "ecrire": "1"}
        assert staff.post(url_of(page, "organisation/"), sent).status_code == 403
    assert page.revisions.count() == before


def test_the_page_costs_the_same_whatever_the_questions(
    client: Client, page: AidPage, save_draft: Any, django_assert_max_num_queries: Any
) -> None:
    schema = small_schema()
    save_draft(schema)
    client.get(url_of(page, "organisation/"))
    with django_assert_max_num_queries(40) as few:
        client.get(url_of(page, "organisation/"))
    count = len(few.captured_queries)
    first = schema.steps[0]
    more = tuple(
        first.questions[0].model_copy(update={"id": node_id(f"q-more-{number}")})
        for number in range(30)
    )
    longer = first.model_copy(update={"questions": (*first.questions, *more)})
    save_draft(schema.model_copy(update={"steps": (longer, *schema.steps[1:])}))
    client.get(url_of(page, "organisation/"))
    with django_assert_max_num_queries(count):
        client.get(url_of(page, "organisation/"))
