"""Proving again who one is before an act that matters."""

from collections.abc import Iterator
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
import time_machine
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone

from applications.accounts.reauthentication import fresh
from cms import urls as portal_urls
from cms.core.access import AccessPolicy, access
from cms.core.models import Event
from tests.factories.accounts import PASSWORD, UserFactory, current_code, sign_in

pytestmark = pytest.mark.django_db

CONFIRM = "/compte/confirmer/"
GUARDED = "/compte/essai/"


@access(AccessPolicy.APPLICANT)
@fresh(minutes=5)
def guarded(request: HttpRequest) -> HttpResponse:
    """Stand for a page of bank details."""
    return HttpResponse(f"fait : {request.POST.get('holder', '')}")


@pytest.fixture(autouse=True)
def guarded_page(settings: Any) -> Iterator[None]:
    """Serve the page above beside the portal's own."""
    urls = ModuleType("guarded_urls")
    urls.urlpatterns = [  # type: ignore[attr-defined]
        path("compte/essai/", guarded),
        *portal_urls.urlpatterns,
    ]
    settings.ROOT_URLCONF = urls
    return


def test_who_has_just_signed_in_is_asked_nothing(client: Client) -> None:
    UserFactory(username="demandeuse1")
    client.post("/compte/connexion/", {"login": "demandeuse1", "password": PASSWORD})
    assert client.get(GUARDED).status_code == 200


def test_after_five_minutes_the_password_is_asked_then_the_page_comes_back(client: Client) -> None:
    UserFactory(username="demandeuse1")
    client.post("/compte/connexion/", {"login": "demandeuse1", "password": PASSWORD})
    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
        asked = client.get(f"{GUARDED}?page=2")
        assert asked.url == f"{CONFIRM}?next=%2Fcompte%2Fessai%2F%3Fpage%3D2"
        assert "Confirmez votre identité" in client.get(asked.url).content.decode()
        wrong = client.post(asked.url, {"password": "faux"})
        assert wrong.status_code == 422
        assert client.get(GUARDED).status_code == 302
        right = client.post(asked.url, {"password": PASSWORD})
        assert right.url == f"{GUARDED}?page=2"
        assert client.get(GUARDED).status_code == 200
    assert Event.objects.filter(kind="account.identity_confirmed").count() == 1


def test_second_factor_counts_as_a_proof() -> None:
    user = UserFactory(device=True)
    client = sign_in(Client(), user, stale=True)
    assert client.get(GUARDED).status_code == 302
    half = Client()
    half.force_login(user, backend="applications.accounts.backends.IdentifierOrEmailBackend")
    code = current_code(user.totpdevice_set.get())
    half.post("/compte/second-facteur/", {"code": code})
    assert half.get(GUARDED).status_code == 200


def test_form_sent_too_late_is_kept_without_its_iban(client: Client) -> None:
    sign_in(client, UserFactory(), stale=True)
    data = {"holder": "Léa Morvan", "iban": "FR7630006000011234567890189"}
    sent = client.post(GUARDED, data, headers={"referer": f"http://testserver{GUARDED}"})
    assert sent.url.startswith(CONFIRM)
    assert client.post(sent.url, {"password": PASSWORD}).url == GUARDED
    page = client.get(GUARDED).content.decode()
    assert "Léa Morvan" in page
    assert "FR76" not in page
    assert "fait : Léa" in client.post(GUARDED, {"holder": "Léa Morvan"}).content.decode()


def test_other_sites_are_not_come_back_to(client: Client) -> None:
    sign_in(client, UserFactory(), stale=True)
    response = client.post(f"{CONFIRM}?next=https://ailleurs.example/", {"password": PASSWORD})
    assert response.url == "/espace/"


def test_guessing_the_password_is_limited(client: Client) -> None:
    sign_in(client, UserFactory(), stale=True)
    statuses = [client.post(CONFIRM, {"password": "faux"}).status_code for _ in range(12)]
    assert statuses[0] == 422
    assert statuses[-1] == 429
    assert client.post(CONFIRM, {"password": PASSWORD}).status_code == 429


def test_visitors_are_sent_to_sign_in(client: Client) -> None:
    assert client.get(CONFIRM).url.startswith("/compte/connexion/")


def test_staff_confirm_too() -> None:
    client = sign_in(Client(), UserFactory(officer=True), stale=True)
    assert client.get(CONFIRM).status_code == 200
    assert client.post(CONFIRM, {"password": PASSWORD}).url == "/gestion/"
