"""From the editor to the review team to a publisher: nobody is locked out (portal.md §9)."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, TaskState, Workflow

from aids.models import Aid, AidPage
from applications.accounts.models import User
from home.models import ContentPage
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.aids import AidFactory, home_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def aid() -> Aid:
    return AidFactory(title="Aide au vélo")


@pytest.fixture
def page(aid: Aid) -> AidPage:
    """The aid's page with a change, submitted by an editor."""
    page = AidPage.objects.get(translation_key=aid.key)
    page.summary = "Un texte à relire."
    page.save_revision()
    page.get_workflow().start(page, UserFactory(editor=True))
    return page


@pytest.fixture
def officer(aid: Aid) -> User:
    someone = UserFactory(officer=True)
    aid.team.members.add(someone)
    return someone


def state_of(page: AidPage) -> TaskState:
    return page.current_workflow_task_state


def act(user: User, page: AidPage, action: str, **sent: Any) -> Any:
    client = sign_in(Client(), user)
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, action, state_of(page).pk]
    )
    return client.post(address, {"comment": "", **sent})


def text_of(page: AidPage) -> str:
    return AidPage.objects.get(pk=page.pk).summary


def test_an_aid_is_read_by_its_team_then_published_by_a_publisher(
    page: AidPage, officer: User
) -> None:
    assert state_of(page).task.name == "Relire"
    act(officer, page, "approve")
    assert state_of(page).task.name == "Publier"
    assert text_of(page) != "Un texte à relire."
    act(UserFactory(publisher=True), page, "approve")
    assert text_of(page) == "Un texte à relire."


def test_a_publisher_may_stand_in_for_the_team(page: AidPage) -> None:
    publisher = UserFactory(publisher=True)
    act(publisher, page, "approve")
    act(publisher, page, "approve")
    assert text_of(page) == "Un texte à relire."


def test_who_reads_may_ask_for_changes_and_says_which(page: AidPage, officer: User) -> None:
    act(officer, page, "reject", comment="Le montant a changé.")
    state = page.workflow_states.get()
    assert state.status == "needs_changes"
    assert state.task_states.get().comment == "Le montant a changé."


@pytest.mark.parametrize("role", ["officer", "editor", "decider", "support"])
def test_nobody_else_says_yes(page: AidPage, role: str) -> None:
    """An officer of another team, an editor, others."""
    someone = UserFactory(**{role: True})
    act(someone, page, "approve")
    assert state_of(page).status == "in_progress"
    assert state_of(page).task.name == "Relire"
    assert page.get_lock().for_user(someone)


def test_an_officer_reads_and_does_not_publish(page: AidPage, officer: User) -> None:
    act(officer, page, "approve")
    act(officer, page, "approve")
    assert state_of(page).task.name == "Publier"


def test_the_home_leads_who_has_to_read_to_the_aid(page: AidPage, officer: User) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    for someone in (officer, UserFactory(publisher=True)):
        client = sign_in(Client(), someone)
        assert address in client.get("/gestion/").content.decode()
        opened = client.get(address)
        assert opened.status_code == 200
        assert "Approuver" in opened.content.decode()
    stranger = sign_in(Client(), UserFactory(officer=True))
    assert address not in stranger.get("/gestion/").content.decode()


@pytest.mark.parametrize("role", ["publisher", "officer"])
def test_the_home_lets_who_has_to_look_approve_without_opening_the_page(
    page: AidPage, officer: User, role: str
) -> None:
    someone = officer if role == "officer" else UserFactory(publisher=True)
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state_of(page).pk]
    )
    assert address in sign_in(Client(), someone).get("/gestion/").content.decode()
    stranger = UserFactory(editor=True)
    assert address not in sign_in(Client(), stranger).get("/gestion/").content.decode()


def test_other_pages_wait_for_a_publisher_alone() -> None:
    page = home_page().add_child(instance=ContentPage(title="Mentions", slug="mentions"))
    assert [task.name for task in page.get_workflow().tasks] == ["Publier"]


def test_wagtail_s_own_workflow_is_retired() -> None:
    assert not Workflow.objects.active().filter(name="Moderators approval").exists()
    assert not Page.get_first_root_node().workflowpage.workflow.name.startswith("Moderators")
