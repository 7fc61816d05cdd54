"""A dossier read in a language its form does not speak."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Locale

from aids.models import FormTexts
from applications.submissions.models import Submission
from tests.factories.accounts import sign_in
from tests.factories.aids import home_page, node_id

pytestmark = pytest.mark.django_db

NOTICE = "This form exists in French only."


@pytest.fixture
def english(draft: Submission) -> Client:
    """The browser of the draft's owner, on a portal that speaks English."""
    locale, _is_new = Locale.objects.get_or_create(language_code="en")
    home_page().copy_for_translation(locale).save_revision().publish()
    return sign_in(Client(), draft.writer)


def page(client: Client, draft: Submission, rest: str = "", language: str = "/en") -> Any:
    response = client.get(f"{language}/espace/dossiers/{draft.reference}/{rest}")
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser").main


def french_of(main: Any) -> str:
    return " | ".join(one.get_text(" ", strip=True) for one in main.select('[lang="fr"]'))


def unmarked_of(main: Any) -> str:
    for one in main.select('[lang="fr"]'):
        one.decompose()
    return str(main.get_text(" ", strip=True))


@pytest.mark.parametrize("rest", ["", "saisie/preambule/", "saisie/dossier-1/"])
def test_the_pages_of_an_untranslated_form_say_so(
    english: Client, draft: Submission, rest: str
) -> None:
    assert NOTICE in page(english, draft, rest).get_text()
    assert NOTICE not in page(english, draft, rest, language="").get_text()


def test_the_texts_of_an_untranslated_form_are_marked_and_the_portals_own_are_not(
    english: Client, draft: Submission
) -> None:
    steps = page(english, draft)
    assert "Votre projet" in french_of(steps)
    assert draft.aid.title in french_of(steps)
    assert "Votre projet" not in unmarked_of(steps)
    step = page(english, draft, "saisie/dossier-1/")
    assert "Nom du projet" in french_of(step)
    left = unmarked_of(step)
    assert "Nom du projet" not in left
    assert "Next" in left


def test_the_recap_marks_the_sworn_statements(english: Client, draft: Submission) -> None:
    recap = page(english, draft, "saisie/recapitulatif/")
    statement = draft.form_version.schema["statements"][0]["text"]
    assert statement in french_of(recap)
    assert statement not in unmarked_of(recap)


def test_the_title_of_the_window_holds_no_markup(english: Client, draft: Submission) -> None:
    response = english.get(f"/en/espace/dossiers/{draft.reference}/saisie/dossier-1/")
    soup = BeautifulSoup(response.content.decode(), "html.parser")
    assert soup.title is not None
    assert soup.title.get_text().startswith("Votre projet – ")
    assert "<" not in soup.title.get_text()


def test_a_form_translated_in_part_is_not_said_to_be_in_french_only(
    english: Client, draft: Submission
) -> None:
    now = draft.created_at
    FormTexts.objects.create(
        version=draft.form_version,
        language="en",
        digest="0" * 64,
        texts={f"{node_id('q-title')}.label": "Name of the project"},
        created_at=now,
        current_since=now,
    )
    step = page(english, draft, "saisie/dossier-1/")
    assert NOTICE not in step.get_text()
    assert "Name of the project" in unmarked_of(step)


def test_the_eligibility_test_says_it_too(english: Client, draft: Submission) -> None:
    slug = draft.aid.page().slug  # type: ignore[union-attr]
    html = english.get(f"/en/aides/{slug}/eligibilite/").content.decode()
    assert NOTICE in html
    assert NOTICE not in english.get(f"/aides/{slug}/eligibilite/").content.decode()
