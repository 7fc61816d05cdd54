import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from aids.models import OpeningAlert
from aids.services import alerts
from applications.notifications.models import Mail
from cms.core.models import Event
from tests.factories.aids import AidFactory

pytestmark = pytest.mark.django_db
PATH = "/aides/mobilite/m-avertir/"


@pytest.fixture
def aid() -> Any:
    return AidFactory(title="Bourse de mobilité", campaign="future", page={"slug": "mobilite"})


def link() -> str:
    found = re.search(r"https?://[^/]+(/aides/\S+)", Mail.objects.get().text)
    assert found is not None
    return found[1]


def test_an_address_is_kept_once_its_owner_confirms(aid: Any, client: Client) -> None:
    assert client.get(PATH).status_code == 200
    assert client.post(PATH, {"email": "Camille@Exemple.fr"}).status_code == 200
    client.post(PATH, {"email": "camille@exemple.fr"})
    assert Mail.objects.count() == 1
    assert not OpeningAlert.objects.exists()
    client.get(link())
    assert not OpeningAlert.objects.exists()
    client.post(link())
    client.post(link())
    assert OpeningAlert.objects.get().email == "camille@exemple.fr"


def test_wrong_addresses_and_links_are_said(aid: Any, client: Client) -> None:
    assert client.post(PATH, {"email": "camille"}).status_code == 422
    client.post(PATH, {"email": "camille@exemple.fr"})
    for wrong in (f"{PATH}?cle=x", link() + "x"):
        assert client.post(wrong).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(hours=73)):
        client.post(link())
    assert not OpeningAlert.objects.exists()
    assert client.get("/aides/inconnue/m-avertir/").status_code == 404


def test_the_address_of_an_account_needs_no_link(
    aid: Any, client: Client, django_user_model: Any
) -> None:
    user = django_user_model.objects.create_user("camille@exemple.fr", "x" * 16)
    client.force_login(user)
    client.post(PATH, {"email": "camille@exemple.fr"})
    client.post(PATH, {"email": "autre@exemple.fr"})
    assert OpeningAlert.objects.get().email == "camille@exemple.fr"
    assert Mail.objects.get().to == "autre@exemple.fr"


def test_people_are_told_once_and_forgotten(aid: Any) -> None:
    for email in ("a@exemple.fr", "b@exemple.fr"):
        alerts.ask(aid, email=email, language="fr")
    assert alerts.announce_openings() == 0
    opening = aid.next_campaign().opens_at + timedelta(minutes=1)
    assert alerts.announce_openings(now=opening) == 2
    assert alerts.announce_openings(now=opening) == 0
    assert not OpeningAlert.objects.exists()
    assert {mail.to for mail in Mail.objects.all()} == {"a@exemple.fr", "b@exemple.fr"}
    assert "/aides/mobilite/" in Mail.objects.first().text
    assert Event.objects.get(kind="aid.opening_announced").params == {"count": 2}
