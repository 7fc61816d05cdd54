"""The second factor: asked, refused, set up, recovered."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from cms.core.models import Event
from tests.factories.accounts import BACKEND, PASSWORD, UserFactory, current_code, sign_in

pytestmark = pytest.mark.django_db

CODE = "/compte/second-facteur/"
ENROL = "/compte/second-facteur/activation/"


def half_in(user: Any) -> Client:
    """Sign in by password alone."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def test_officer_gets_in_with_password_and_code(client: Client) -> None:
    user = UserFactory(username="agente0001", officer=True)
    response = client.post("/compte/connexion/", {"login": "agente0001", "password": PASSWORD})
    assert response.url.startswith(CODE)
    page = client.get(response.url).content.decode()
    assert "Code à 6 chiffres *" in page
    assert "Vérifier" in page
    assert "Utiliser un code de secours" in page
    assert client.get("/gestion/").url.startswith(CODE)
    response = client.post(
        response.url, {"code": current_code(user.totpdevice_set.get()), "next": "/gestion/"}
    )
    assert response.url == "/gestion/"
    assert client.get("/gestion/").status_code == 200


def test_page_that_was_asked_is_found_again() -> None:
    user = UserFactory(officer=True)
    client = half_in(user)
    response = client.get("/gestion/account/")
    assert response.url == f"{CODE}?next=/gestion/account/".replace("next=/", "next=%2F").replace(
        "n/account/", "n%2Faccount%2F"
    )
    code = current_code(user.totpdevice_set.get())
    assert client.post(response.url, {"code": code}).url == "/gestion/account/"


def test_wrong_codes_are_refused_then_slowed_down() -> None:
    user = UserFactory(officer=True)
    client = half_in(user)
    device = user.totpdevice_set.get()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        wrong = f"{(int(current_code(device)) + 1) % 1_000_000:06d}"
        response = client.post(CODE, {"code": wrong})
        assert response.status_code == 422
        assert "Ce code n'est pas le bon" in response.content.decode().replace("&#x27;", "'")
        for _ in range(12):
            response = client.post(CODE, {"code": wrong})
        assert response.status_code == 429
        assert "Trop de codes erronés" in response.content.decode()
        assert client.post(CODE, {"code": current_code(device)}).status_code == 429
        clock.shift(timedelta(hours=2))
        assert client.post(CODE, {"code": current_code(device)}).status_code == 302
    assert Event.objects.filter(kind="account.second_factor_refused").exists()


def test_code_serves_once() -> None:
    user = UserFactory(officer=True)
    with time_machine.travel(timezone.now(), tick=False):
        code = current_code(user.totpdevice_set.get())
        assert half_in(user).post(CODE, {"code": code}).status_code == 302
        assert half_in(user).post(CODE, {"code": code}).status_code == 422


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "1234567"])
def test_malformed_codes_are_said_and_not_counted(code: str) -> None:
    user = UserFactory(officer=True)
    assert half_in(user).post(CODE, {"code": code}).status_code == 422
    assert user.totpdevice_set.get().throttling_failure_count == 0


def test_staff_without_device_sets_one_up_and_keeps_recovery_codes() -> None:
    user = UserFactory(officer=True, without_device=True)
    client = half_in(user)
    response = client.get("/gestion/", follow=True)
    assert response.redirect_chain[-1][0].startswith(ENROL)
    page = response.content.decode()
    assert "data:image/svg+xml" in page
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert secret
    assert client.post(ENROL, {"code": "000000"}).status_code == 422
    assert not TOTPDevice.objects.exists()
    key = bytes.fromhex(client.session["second_factor_secret"])
    response = client.post(f"{ENROL}?next=/gestion/", {"code": f"{TOTP(key).token():06d}"})
    codes_page = client.get(response.url).content.decode()
    codes = re.findall(r"<code>(\w+)</code>", codes_page)
    assert len(codes) == 10
    assert client.post(response.url, {"next": "/gestion/"}).url == "/gestion/"
    assert codes[0] not in client.get("/compte/second-facteur/codes/", follow=True).content.decode()
    assert client.get("/gestion/").status_code == 200

    other = half_in(user)
    secours = f"{CODE}secours/"
    assert other.post(secours, {"code": "fauxcode"}).status_code == 422
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        assert other.post(secours, {"code": codes[0].upper()}).status_code == 302
        third = half_in(user)
        assert third.post(secours, {"code": codes[0]}).status_code == 422


def test_second_device_needs_the_first() -> None:
    user = UserFactory(officer=True)
    assert half_in(user).get(ENROL).url.startswith(CODE)


def test_applicant_with_a_device_must_be_verified() -> None:
    user = UserFactory(device=True)
    client = half_in(user)
    assert client.get("/espace/").url.startswith(CODE)
    assert client.get("/compte/").url.startswith(CODE)
    sign_in(client, user)
    assert client.get("/compte/").status_code == 200


def test_reset_password_does_not_skip_the_second_factor(client: Client) -> None:
    user = UserFactory(username="agente0001", officer=True)
    user.set_password("une-autre-phrase-bien-longue")
    user.save()
    response = client.post(
        "/compte/connexion/",
        {"login": "agente0001", "password": "une-autre-phrase-bien-longue"},
    )
    assert response.url.startswith(CODE)


def test_demonstration_alone_shows_the_code(settings: Any) -> None:
    user = UserFactory(officer=True)
    settings.SECOND_FACTOR_CODE_HINT = None
    assert "Code de démonstration" not in half_in(user).get(CODE).content.decode()
    settings.SECOND_FACTOR_CODE_HINT = "tests.applications.accounts.test_second_factor.hint"
    assert (
        "Code de démonstration\u00a0: <strong>424242</strong>"
        in half_in(user).get(CODE).content.decode()
    )


def hint(user: Any) -> str:
    """Stand for the demonstration's own."""
    return "424242"
