"""The page editor says what it did, what it refused and why; no approval goes around its gate."""

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from aids.models import Aid, AidPage, FormVersion
from aids.services import form_changes
from applications.accounts.models import User
from applications.formbuilder import building
from applications.formbuilder.schema import FormSchema, Question
from tests.aids.form_admin.conftest import url_of
from tests.aids.form_admin.test_check import posted
from tests.aids.test_form_changes import TITLE, check_of, choose, relabelled, without
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.aids import node_id, small_schema
from tests.factories.submissions import SubmissionFactory
from tests.journeys.test_apply import text_of

pytestmark = pytest.mark.django_db

AMOUNT = node_id("q-amount")
PUBLISH = {"action-publish": "1"}


def edit(page: AidPage) -> str:
    return f"/gestion/pages/{page.pk}/edit/"


def unnamed(page: AidPage, **extra: str) -> dict[str, Any]:
    """Return what the editor posts when the only question has lost its label."""
    return {**posted(page), "steps-0-value-questions-0-value-label": "", **extra}


def message_in(response: Any) -> str:
    """Return the messages of a page, links and all."""
    html = unescape(response.content.decode()).replace("\u00a0", " ")
    return html.split('data-w-messages-target="container"')[1].split("<template")[0]


def asking_more(schema: FormSchema) -> FormSchema:
    """Return a form with a new required question at the end of its first step."""
    first, *others = schema.steps
    asked = Question(id=node_id("q-new"), type="text", label="Nom du tuteur")
    changed = first.model_copy(update={"questions": (*first.questions, asked)})
    return schema.model_copy(update={"steps": (changed, *others)})


# --- Saving ---------------------------------------------------------------------------------------


def test_saving_says_how_much_the_form_has_to_correct_and_leads_there(
    client: Client, page: AidPage
) -> None:
    told = message_in(client.post(edit(page), unnamed(page), follow=True))
    assert "1 point est à corriger dans le formulaire" in told
    assert f'href="{url_of(page, "verification/")}"' in told

    sound = message_in(client.post(edit(page), posted(page), follow=True))
    assert "à corriger" not in sound


def test_the_problems_beside_the_form_lead_to_their_places(
    client: Client, page: AidPage, save_draft: Any
) -> None:
    save_draft(relabelled(small_schema(), ""))

    html = client.get(edit(page)).content.decode()

    assert f'<a data-form-place href="#block-{TITLE}-section">' in html
    assert "portal/js/form-places.js" in html


# --- Refusing -------------------------------------------------------------------------------------


def test_a_refused_publication_says_so_in_words_and_lists_what_to_mend_with_links(
    client: Client, page: AidPage
) -> None:
    told = message_in(client.post(edit(page), unnamed(page, **PUBLISH)))

    assert "La page n'est pas publiée." in told
    assert "Ce que vous avez écrit reste à l'écran : « Enregistrer le brouillon » le garde." in told
    assert f'href="#block-{AMOUNT}-section"' in told
    assert "erreurs de validation" not in told
    assert FormVersion.objects.count() == 1


def test_what_is_already_in_the_draft_is_said_to_be_kept(client: Client, page: AidPage) -> None:
    sent = unnamed(page)
    client.post(edit(page), sent)

    told = message_in(client.post(edit(page), {**sent, **PUBLISH}))

    assert "La page n'est pas publiée." in told
    assert "Votre brouillon est gardé tel quel." in told
    other = {**sent, **PUBLISH, "steps-0-value-title": "Un autre titre"}
    assert "Votre brouillon est gardé" not in message_in(client.post(edit(page), other))


def test_a_wrong_field_is_named_with_a_link_whatever_was_asked(
    client: Client, page: AidPage
) -> None:
    saved = message_in(client.post(edit(page), {**posted(page), "title": ""}))
    assert "La page n'est pas enregistrée." in saved
    assert 'href="#field-title"' in saved

    sent = {**posted(page), "title": "", "action-submit": "1"}
    assert "La page n'est pas envoyée en relecture." in message_in(client.post(edit(page), sent))


def test_a_new_page_that_cannot_be_published_is_told_in_the_same_words(
    client: Client, page: AidPage
) -> None:
    add = reverse("wagtailadmin_pages:add", args=["aids", "aidpage", page.get_parent().pk])
    told = message_in(client.post(add, {**unnamed(page, **PUBLISH), "slug": "autre"}))
    assert "La page n'est pas publiée." in told
    assert f'href="#block-{AMOUNT}-section"' in told


def test_a_new_required_question_is_not_said_to_be_answered_by_drafts(
    client: Client, aid: Aid, page: AidPage, save_draft: Any
) -> None:
    SubmissionFactory(aid=aid, answers={TITLE: "Un été à vélo"})
    new = asking_more(small_schema())
    check = check_of(aid, new)
    assert check.waits_for_choice
    save_draft(new)

    words = text_of(client.get(url_of(page, "verification/")))

    assert "Les brouillons en cours devront répondre à ce qui devient obligatoire." in words
    assert "Des brouillons contiennent" not in words
    assert check_of(aid, without(small_schema(), TITLE)).reasons == [
        "Des brouillons contiennent des réponses que ce formulaire ne prend plus telles quelles."
    ]


# --- Approving ------------------------------------------------------------------------------------


@pytest.fixture
def submit(page: AidPage) -> Any:
    """Return a function that submits a form to the team, then to a publisher."""

    def send(schema: FormSchema) -> AidPage:
        draft = AidPage.objects.get(pk=page.pk).get_latest_revision_as_object()
        for name, value in building.to_stream(schema).items():
            setattr(draft, name, value)
        draft.save_revision()
        draft.get_workflow().start(draft, UserFactory(editor=True))
        return AidPage.objects.get(pk=page.pk)

    return send


def approve(client: Client, page: AidPage, **headers: str) -> Any:
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return client.post(address, {"comment": ""}, headers=headers)


def test_an_approval_away_from_the_editor_waits_for_the_same_choice(
    client: Client, aid: Aid, editor: User, submit: Any
) -> None:
    SubmissionFactory(aid=aid, complete=True)
    new = without(small_schema(), TITLE)
    page = submit(new)

    refused = approve(client, page)

    check = url_of(page, "verification/")
    assert refused.url == check
    told = text_of(client.get(check))
    assert "n'est pas approuvé : choisissez d'abord ce que font les brouillons." in told
    assert page.current_workflow_task_state.status == "in_progress"
    modal = approve(client, page, **{"x-requested-with": "XMLHttpRequest"})
    assert modal.json() == {"step": "success", "redirect": check}
    state = page.current_workflow_task_state
    asked = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    comment = client.get(asked, headers={"x-requested-with": "XMLHttpRequest"})
    assert comment.json()["redirect"] == check
    assert FormVersion.objects.count() == 1

    choose(aid, new, form_changes.DraftChoice.OFFER)
    approve(client, page)
    approve(client, AidPage.objects.get(pk=page.pk))
    assert FormVersion.objects.count() == 2


def test_an_approval_goes_through_when_no_draft_is_touched(client: Client, submit: Any) -> None:
    page = submit(without(small_schema(), TITLE))
    approve(client, page)
    approve(client, AidPage.objects.get(pk=page.pk))
    assert FormVersion.objects.count() == 2


def test_a_form_with_problems_is_not_approved_and_may_be_sent_back(
    client: Client, submit: Any
) -> None:
    page = submit(relabelled(small_schema(), ""))

    refused = approve(client, page)

    assert "a des points à corriger" in text_of(client.get(refused.url))
    assert page.current_workflow_task_state.status == "in_progress"
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", state.pk])
    client.post(address, {"comment": "Il manque un intitulé."})
    assert AidPage.objects.get(pk=page.pk).workflow_states.get().status == "needs_changes"


def test_an_officer_who_reads_is_led_to_the_choice_too(aid: Aid, submit: Any) -> None:
    SubmissionFactory(aid=aid, complete=True)
    officer = UserFactory(officer=True)
    aid.team.members.add(officer)
    page = submit(without(small_schema(), TITLE))
    reader = sign_in(Client(), officer)
    refused = approve(reader, page)
    assert reader.get(refused.url).status_code == 200
    assert page.current_workflow_task_state.task.name == "Relire"
