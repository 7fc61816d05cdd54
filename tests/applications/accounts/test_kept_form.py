"""Nothing typed is lost at the end of a session (portal.md §4)."""

import re
import time
from html import unescape

import pytest
from django.test import Client

from applications.accounts import kept_form
from applications.submissions.models import Submission
from tests.factories.accounts import PASSWORD, UserFactory, sign_in
from tests.factories.aids import node_id
from tests.factories.submissions import SubmissionFactory

pytestmark = pytest.mark.django_db

TITLE = node_id("q-title")
HOST = "http://testserver"
SIGN_IN = "/compte/connexion/"


@pytest.fixture
def draft() -> Submission:
    return SubmissionFactory(complete=True)


@pytest.fixture
def step(draft: Submission) -> str:
    return f"/espace/dossiers/{draft.reference}/saisie/dossier-1/"


def send(client: Client, path: str, words: str = "Mots nouveaux", **headers: str) -> object:
    given = {"referer": HOST + path, "origin": HOST, **headers}
    return client.post(path, {TITLE: words, "action": "deposer"}, headers=given)


def title_of(draft: Submission) -> str:
    return Submission.objects.get(pk=draft.pk).answers[TITLE]


def come_back(client: Client, draft: Submission, path: str) -> str:
    sign_in(client, draft.writer)
    return client.get(path).content.decode()


def hidden_in(page: str) -> dict[str, str]:
    found = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def test_what_is_sent_after_the_session_waits_for_the_sign_in_and_is_saved(
    client: Client, draft: Submission, step: str
) -> None:
    assert send(client, step, 'Des « mots » & <b>"signes"</b>').url.startswith(SIGN_IN)
    assert "est gardé" in client.get(SIGN_IN).content.decode()
    page = come_back(client, draft, step)
    assert "pas perdu" in page
    assert client.post(step, hidden_in(page)).status_code == 302
    assert title_of(draft) == 'Des « mots » & <b>"signes"</b>'


def test_it_is_given_back_once_and_may_be_left(
    client: Client, draft: Submission, step: str
) -> None:
    send(client, step)
    assert "pas perdu" in come_back(client, draft, step)
    assert "pas perdu" not in client.get(step).content.decode()
    assert title_of(draft) == "Un été à vélo"


def test_the_button_pressed_is_not_kept(client: Client, draft: Submission, step: str) -> None:
    """Filing is asked for again."""
    send(client, step)
    assert "action" not in hidden_in(come_back(client, draft, step))


def test_another_person_saves_nothing_in_a_dossier_that_is_not_theirs(
    client: Client, draft: Submission, step: str
) -> None:
    send(client, step)
    sign_in(client, UserFactory())
    page = client.get(step).content.decode()
    assert client.post(step, hidden_in(page)).status_code == 404
    assert title_of(draft) == "Un été à vélo"


def test_what_waits_too_long_is_forgotten(client: Client, draft: Submission, step: str) -> None:
    send(client, step)
    session = client.session
    session[kept_form.KEY] = {**session[kept_form.KEY], "at": time.time() - kept_form.LIVES - 1}
    session.save()
    assert "pas perdu" not in come_back(client, draft, step)


@pytest.mark.parametrize(
    "headers",
    [
        {"accept": "application/json"},
        {"origin": "https://ailleurs.example", "referer": "https://ailleurs.example/"},
        {"referer": f"{HOST}/espace/"},
    ],
)
def test_scripts_other_sites_and_other_pages_leave_nothing(
    client: Client, step: str, headers: dict[str, str]
) -> None:
    send(client, step, **headers)
    assert kept_form.KEY not in client.session


def test_a_text_too_long_to_be_kept_is_not_said_to_be(client: Client, step: str) -> None:
    send(client, step, "a" * (kept_form.LARGEST + 1))
    assert "est gardé" not in client.get(SIGN_IN).content.decode()


# --- Signed in again in another tab -----------------------------------------------------------


@pytest.fixture
def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def test_a_page_older_than_the_session_gives_back_what_it_sent(
    strict: Client, draft: Submission, step: str
) -> None:
    sign_in(strict, draft.writer)
    refused = send(strict, step)
    assert refused.status_code == 403
    assert title_of(draft) == "Un été à vélo"
    page = refused.content.decode()
    assert "pas perdu" in page
    saved = strict.post(step, hidden_in(page), headers={"origin": HOST, "referer": HOST + step})
    assert saved.status_code == 302
    assert title_of(draft) == "Mots nouveaux"


def test_a_form_of_another_site_is_refused_and_not_shown(
    strict: Client, draft: Submission, step: str
) -> None:
    sign_in(strict, draft.writer)
    refused = send(strict, step, origin="https://ailleurs.example", referer="https://a.example/")
    assert refused.status_code == 403
    assert "Mots nouveaux" not in refused.content.decode()


def test_a_password_is_never_given_back(strict: Client) -> None:
    answer = strict.post(
        SIGN_IN,
        {"login": "quelquun", "password": PASSWORD},
        headers={"origin": HOST, "referer": HOST + SIGN_IN},
    )
    assert answer.status_code == 403
    assert PASSWORD not in answer.content.decode()


def test_a_password_on_a_page_that_is_kept_is_left_out(client: Client, step: str) -> None:
    client.post(
        step,
        {TITLE: "Mots nouveaux", "oldpassword": PASSWORD, "password1": PASSWORD},
        headers={"referer": HOST + step, "origin": HOST},
    )
    assert PASSWORD not in str(client.session[kept_form.KEY])
    assert "Mots nouveaux" in str(client.session[kept_form.KEY])
