"""What the home page, the same for everyone, says to who is signed in."""

import pytest
from django.test import Client

from tests.factories.accounts import UserFactory, sign_in

pytestmark = pytest.mark.django_db

FRAGMENT = "/espace/fragments/accueil/"


def test_a_visitor_keeps_the_invitation_to_create_an_account(client: Client) -> None:
    """An empty answer leaves what the page says."""
    response = client.get(FRAGMENT)
    assert (response.status_code, response.content) == (200, b"")
    assert "no-store" in response["Cache-Control"]


def test_who_is_signed_in_is_led_to_their_space() -> None:
    """« Créer un compte » is for the others."""
    page = sign_in(Client(), UserFactory()).get(FRAGMENT).content.decode()
    assert 'href="/espace/"' in page
    assert "Créer un compte" not in page


def test_staff_are_led_to_the_administration() -> None:
    """They have no personal space."""
    page = sign_in(Client(), UserFactory(officer=True)).get(FRAGMENT).content.decode()
    assert 'href="/gestion/"' in page
