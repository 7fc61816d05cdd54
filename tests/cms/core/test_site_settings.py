"""The texts of the portal: in the reader's language, else in French and marked as such."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils.translation import override
from wagtail.models import Locale

from applications.notifications.kinds import mail_kinds
from applications.notifications.rendering import render
from cms.core.models import SiteSettings, SiteTexts
from cms.core.models.retention_terms import TERMS
from cms.core.site import site_settings
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.aids import home_page

pytestmark = pytest.mark.django_db

ADVICE = "<p>Préparez une pièce d'identité.</p>"


@pytest.fixture
def portal() -> SiteSettings:
    """Settings with French texts, on a portal that speaks English too."""
    home = home_page()
    english, _is_new = Locale.objects.get_or_create(language_code="en")
    home.copy_for_translation(english).save_revision().publish()
    settings = SiteSettings.load()
    settings.name = "Portail des aides d'essai"
    settings.sign_in_advice = ADVICE
    settings.support_phone = "02 61 91 10 10"
    settings.support_hours = "Du lundi au vendredi"
    settings.save()
    return settings


def french_of(html: str) -> set[str]:
    """Return the texts of a page that are marked as French."""
    marked = BeautifulSoup(html, "html.parser").select('[lang="fr"]')
    return {one.get_text(" ", strip=True) for one in marked}


def edit_page(settings: SiteSettings) -> str:
    return f"/gestion/settings/core/sitesettings/{settings.pk}/"


def form_data(settings: SiteSettings, *texts: dict[str, Any]) -> dict[str, Any]:
    """Return what the settings' page posts, with one form per language."""
    data: dict[str, Any] = {
        "name": settings.name,
        "region_name": settings.region_name,
        "brand_colour": settings.brand_colour,
        "accent_colour": settings.accent_colour,
        "accessibility_state": settings.accessibility_state,
        "support_hours": settings.support_hours,
        **{name: getattr(settings, name) for name in TERMS},
        "banner": "null",
        "sign_in_advice": "null",
        "privacy_notice": "null",
        "texts-TOTAL_FORMS": len(texts),
        "texts-INITIAL_FORMS": 0,
        "texts-MIN_NUM_FORMS": 0,
        "texts-MAX_NUM_FORMS": 3,
    }
    for number, words in enumerate(texts):
        empty = {"banner": "null", "sign_in_advice": "null", "privacy_notice": "null"}
        for name, value in {**empty, **words}.items():
            data[f"texts-{number}-{name}"] = value
    return data


def test_a_text_is_read_in_its_language_and_else_in_french(portal: SiteSettings) -> None:
    SiteTexts.objects.create(settings=portal, language="en", name="Test aid portal")
    with override("en"):
        site = site_settings()
    assert (site.name, site.langs["name"]) == ("Test aid portal", "")
    assert (site.sign_in_advice, site.langs["sign_in_advice"]) == (ADVICE, "fr")
    assert site.langs["banner"] == "", "an empty text has no language"
    breton = site_settings("br")
    assert (breton.name, breton.langs["name"]) == ("Portail des aides d'essai", "fr")
    assert site_settings("fr").langs["sign_in_advice"] == ""


def test_an_english_page_marks_what_is_in_french_until_it_is_translated(
    client: Client, portal: SiteSettings, django_capture_on_commit_callbacks: Any
) -> None:
    before = french_of(client.get("/en/compte/connexion/").content.decode())
    for words in ("Préparez une pièce d'identité.", "Du lundi au vendredi", portal.name):
        assert words in before
    with django_capture_on_commit_callbacks(execute=True):
        SiteTexts.objects.create(
            settings=portal,
            language="en",
            name="Test aid portal",
            sign_in_advice="<p>Have an identity document ready.</p>",
            support_hours="Monday to Friday",
        )
    after = client.get("/en/compte/connexion/").content.decode()
    assert french_of(after) <= {"Français", portal.region_name}
    for words in (
        "Have an identity document ready.",
        "Monday to Friday",
        "– Test aid portal</title>",
    ):
        assert words in after
    assert ADVICE in client.get("/compte/connexion/").content.decode()


def test_a_mail_bears_the_name_of_the_portal_in_its_own_language(portal: SiteSettings) -> None:
    SiteTexts.objects.create(
        settings=portal, language="en", name="Test aid portal", support_hours="Monday to Friday"
    )
    kind = mail_kinds.get("accounts.password_changed")
    context = {"name": "Léa", "recovery_link": "https://portail.example/"}
    in_english = render(kind, context, language="en")
    assert in_english.subject == "[Test aid portal] Your password has been changed"
    assert "Assistance: 02 61 91 10 10 Monday to Friday" in in_english.text
    in_breton = render(kind, context, language="br")
    assert '<p class="name" lang="fr">Portail des aides' in in_breton.html
    assert "Du lundi au vendredi" in in_breton.text
    assert render(kind, context, language="fr").subject.startswith("[Portail des aides")


def test_the_administrator_writes_the_texts_of_a_language(
    client: Client, portal: SiteSettings
) -> None:
    sign_in(client, UserFactory(administrator=True))
    assert client.get(edit_page(portal)).status_code == 200
    saved = client.post(
        edit_page(portal), form_data(portal, {"language": "en", "name": "Test aid portal"})
    )
    assert saved.status_code == 302
    assert SiteTexts.objects.get().name == "Test aid portal"
    assert "Test aid portal" in client.get(edit_page(portal)).content.decode()


def test_a_language_is_written_once(client: Client, portal: SiteSettings) -> None:
    sign_in(client, UserFactory(administrator=True))
    twice = form_data(
        portal, {"language": "en", "name": "One portal"}, {"language": "en", "name": "Another"}
    )
    answer = client.post(edit_page(portal), twice)
    assert answer.status_code == 200
    assert "One portal" in answer.content.decode()
    assert not SiteTexts.objects.exists()


def test_french_is_not_another_language(client: Client, portal: SiteSettings) -> None:
    sign_in(client, UserFactory(administrator=True))
    assert client.post(edit_page(portal), form_data(portal, {"language": "fr"})).status_code == 200
    assert not SiteTexts.objects.exists()
