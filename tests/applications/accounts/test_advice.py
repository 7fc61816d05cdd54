"""« Avant de vous connecter »: what each kind of aid expects, its contact and its guide."""

import pytest
from django.test import Client
from wagtail.test.utils.form_data import rich_text

from applications.accounts.models import SignInNotice
from tests.factories.accounts import UserFactory, sign_in

pytestmark = pytest.mark.django_db

PLACE = "/gestion/conseils-de-connexion/"
SIGN_IN = "/compte/connexion/"


def notice(**values: object) -> SignInNotice:
    """Write a notice."""
    return SignInNotice.objects.create(
        **{"title": "Projets des lycées", "text": "<p>Chacun son compte.</p>", **values}
    )


def test_each_kind_of_aid_says_what_it_expects_and_whom_to_ask(client: Client) -> None:
    notice(
        contact="Service des lycées",
        phone="02 61 91 20 50",
        email="lycees@region.example",
        hours="le matin",
        guide_url="https://guides.example/lycees",
    )
    notice(title="Fonds européens", position=1)
    notice(title="Ancienne aide", is_shown=False)
    page = client.get(SIGN_IN).content.decode()
    start = page.index("Avant de vous connecter")
    advice = page[start : page.index("</details>", start)]
    for words in ("Chacun son compte.", "Service des lycées", "le matin", "Fonds européens"):
        assert words in advice
    assert 'href="tel:0261912050"' in advice
    assert 'href="mailto:lycees@region.example"' in advice
    assert 'href="https://guides.example/lycees"' in advice
    assert "Ancienne aide" not in page


def test_without_advice_nothing_is_folded(client: Client) -> None:
    assert "Avant de vous connecter" not in client.get(SIGN_IN).content.decode()


@pytest.mark.parametrize(
    ("role", "status"),
    [("publisher", 200), ("administrator", 200), ("officer", 302), ("support", 302)],
)
def test_publishers_and_administrators_write_it(role: str, status: int) -> None:
    client = sign_in(Client(), UserFactory(role=role))
    assert client.get(f"{PLACE}new/").status_code == status
    client.post(
        f"{PLACE}new/",
        {
            "title": "Bourses",
            "text": rich_text("<p>Préparez une pièce d'identité.</p>"),
            "text_en": "null",
            "position": "0",
            "is_shown": "on",
        },
    )
    assert SignInNotice.objects.filter(title="Bourses").exists() is (status == 200)


def test_what_is_written_shows_at_once(client: Client) -> None:
    shown = notice()
    editor = sign_in(Client(), UserFactory(publisher=True))
    text = rich_text("<p>Préparez le budget.</p>")
    sent = editor.post(
        f"{PLACE}edit/{shown.pk}/",
        {"title": "Lycées", "text": text, "text_en": "null", "position": "0", "is_shown": "on"},
    )
    assert sent.status_code == 302
    page = client.get(SIGN_IN).content.decode()
    assert "Préparez le budget." in page
    assert "Chacun son compte." not in page
