"""« Second facteur » in « Mon compte »: for everyone who wants it, replaced, renewed, removed."""

import re

import pytest
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from applications.accounts.exceptions import FactorRequired
from applications.accounts.models import User
from applications.accounts.services import second_factor
from applications.notifications.models import Mail
from cms.core.models import Event
from tests.factories.accounts import BACKEND, PASSWORD, UserFactory, current_code, sign_in

pytestmark = pytest.mark.django_db

MANAGE = "/compte/second-facteur/gerer/"
ENROL = "/compte/second-facteur/activation/"
CODES = "/compte/second-facteur/codes/"
REMOVE = "/compte/second-facteur/retirer/"
CONFIRM = "/compte/confirmer/"


def set_up(client: Client) -> list[str]:
    """Set a second factor up by the pages; return the recovery codes shown."""
    client.get(f"{ENROL}?next={MANAGE}")
    key = bytes.fromhex(client.session["second_factor_secret"])
    response = client.post(f"{ENROL}?next={MANAGE}", {"code": f"{TOTP(key).token():06d}"})
    page = client.get(response.url).content.decode()
    client.post(response.url, {"next": MANAGE})
    return re.findall(r"<code>(\w+)</code>", page)


def test_applicant_sets_one_up_by_choice() -> None:
    user = UserFactory(with_sheet=True)
    client = sign_in(Client(), user)
    assert "Activer" in client.get(MANAGE).content.decode()
    assert len(set_up(client)) == 10
    page = client.get(MANAGE).content.decode()
    assert "Il vous reste 10 codes de secours" in page.replace("\u00a0", " ")
    assert "Activé, 10 codes de secours restants" in client.get("/compte/").content.decode()
    other = Client()
    other.force_login(user, backend=BACKEND)
    assert other.get("/espace/").url.startswith("/compte/second-facteur/")


def test_session_left_open_does_not_set_one_up() -> None:
    """Whoever finds a browser open must not be able to shut its owner out."""
    client = sign_in(Client(), UserFactory(), stale=True)
    asked = client.get(f"{ENROL}?next={MANAGE}")
    assert asked.url.startswith(CONFIRM)
    back = client.post(asked.url, {"password": PASSWORD})
    assert client.get(back.url).status_code == 200


def test_new_phone_replaces_the_old_one() -> None:
    user = UserFactory(with_sheet=True, device=True)
    client = sign_in(Client(), user)
    old = user.totpdevice_set.get()
    set_up(client)
    assert TOTPDevice.objects.count() == 1
    assert client.get("/compte/").status_code == 200
    other = Client()
    other.force_login(user, backend=BACKEND)
    assert other.post("/compte/second-facteur/", {"code": current_code(old)}).status_code == 422


def test_new_codes_replace_the_old_ones() -> None:
    user = UserFactory(with_sheet=True)
    client = sign_in(Client(), user)
    old = set_up(client)
    shown = client.post(f"{CODES}nouveaux/")
    new = re.findall(r"<code>(\w+)</code>", client.get(shown.url).content.decode())
    assert len(new) == 10
    assert not set(old) & set(new)
    other = Client()
    other.force_login(user, backend=BACKEND)
    place = "/compte/second-facteur/secours/"
    assert other.post(place, {"code": old[0]}).status_code == 422
    assert set(StaticToken.objects.values_list("token", flat=True)) == set(new)
    assert Event.objects.filter(kind="account.recovery_codes_renewed").exists()


@pytest.mark.parametrize("place", [f"{CODES}nouveaux/", REMOVE])
def test_codes_and_removal_ask_for_the_password_again(place: str) -> None:
    user = UserFactory(device=True)
    client = sign_in(Client(), user, stale=True)
    assert client.post(place, {"code": "123456"}).url.startswith(CONFIRM)
    assert TOTPDevice.objects.filter(user=user).exists()


def test_removed_with_a_code_and_told_by_mail() -> None:
    user = UserFactory(with_sheet=True, device=True)
    client = sign_in(Client(), user)
    refused = client.post(REMOVE, {"code": "inconnu1"})
    assert refused.status_code == 422
    assert TOTPDevice.objects.exists()
    code = current_code(user.totpdevice_set.get())
    assert client.post(REMOVE, {"code": f"{code[:3]} {code[3:]}"}).url == MANAGE
    assert not TOTPDevice.objects.exists()


def test_recovery_code_removes_it_too() -> None:
    user = UserFactory(with_sheet=True)
    client = sign_in(Client(), user)
    codes = set_up(client)
    assert client.post(REMOVE, {"code": codes[3].upper()}).url == MANAGE
    assert not TOTPDevice.objects.exists()
    assert not StaticToken.objects.exists()
    assert Mail.objects.get().subject.endswith("Votre second facteur a été retiré")
    assert client.get("/compte/").status_code == 200
    fresh = Client()
    fresh.force_login(user, backend=BACKEND)
    assert fresh.get("/espace/").status_code == 200


def test_staff_keep_theirs() -> None:
    user: User = UserFactory(officer=True)
    client = sign_in(Client(), user)
    page = client.get(MANAGE).content.decode()
    assert "Les agents doivent garder un second facteur" in page
    assert "Désactiver" not in page
    assert client.post(REMOVE, {"code": "123456"}).url == MANAGE
    with pytest.raises(FactorRequired):
        second_factor.remove(user, code="123456", now=user.date_joined)
    assert TOTPDevice.objects.filter(user=user).exists()
