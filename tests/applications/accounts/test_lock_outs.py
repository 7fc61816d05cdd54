"""Guessing costs more and more; nobody is locked out by the tries of others."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from applications.accounts import proof_of_work
from applications.accounts.models import User
from tests.applications.accounts.conftest import Hashes
from tests.applications.accounts.proofs import solve, ticket_of
from tests.applications.accounts.test_sign_up import answers
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

SIGN_IN = "/compte/connexion/"
CREATE = "/compte/creer/"
RECOVER = "/compte/identifiants/"
CHECK = "Vérification automatique"


@pytest.fixture(autouse=True)
def quick_proofs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask for small numbers: what is tested is who is asked, not for how long."""
    monkeypatch.setattr(proof_of_work, "NUMBERS", 20)


def client_from(address: str) -> Client:
    """Return a browser of that network."""
    return Client(REMOTE_ADDR=address)


def post(client: Client, login: str, password: str = PASSWORD, **more: str) -> Any:
    """Send the sign-in form."""
    return client.post(SIGN_IN, {"login": login, "password": password, **more})


def attack(login: str, *, tries: int = 8) -> None:
    """Guess from as many networks."""
    for number in range(tries):
        post(client_from(f"198.51.{number}.7"), login, "faux")


def test_first_tries_are_asked_nothing() -> None:
    client = client_from("203.0.113.1")
    UserFactory(with_sheet=True, username="demandeuse1")
    assert CHECK not in client.get(SIGN_IN).content.decode()
    pages = [post(client, "demandeuse1", "faux") for _ in range(5)]
    assert [page.status_code for page in pages] == [422] * 5
    assert CHECK not in pages[3].content.decode()
    assert CHECK in pages[4].content.decode(), "the next one will be asked"


def test_beyond_the_password_is_not_even_tried(hashes: Hashes) -> None:
    UserFactory(with_sheet=True, username="demandeuse1")
    attack("demandeuse1")
    hashes.clear()
    response = post(client_from("203.0.113.1"), "demandeuse1")
    page = response.content.decode()
    assert response.status_code == 429
    assert not hashes
    assert CHECK in page
    assert 'value="demandeuse1"' in page


@pytest.mark.parametrize("login", ["demandeuse1", "inconnue01"])
def test_check_says_nothing_of_accounts(login: str) -> None:
    UserFactory(with_sheet=True, username="demandeuse1")
    attack(login)
    response = post(client_from("203.0.113.1"), login)
    assert response.status_code == 429


def test_owner_gets_in_from_a_browser_that_knows_the_account() -> None:
    UserFactory(with_sheet=True, username="demandeuse1", email="lea@exemple.example")
    own = client_from("203.0.113.1")
    post(own, "demandeuse1")
    own.post("/compte/deconnexion/")
    attack("demandeuse1")
    attack("lea@exemple.example")
    assert post(own, "demandeuse1", "faux").status_code == 422, "a slip is only a slip"
    assert post(own, "lea@exemple.example").url == "/espace/"


def test_owner_gets_in_from_a_new_browser_with_the_check() -> None:
    UserFactory(with_sheet=True, username="demandeuse1")
    attack("demandeuse1", tries=40)
    new = client_from("203.0.113.1")
    page = post(new, "demandeuse1").content.decode()
    assert post(new, "demandeuse1", proof=solve(page)).url == "/espace/"


def test_owner_gets_in_without_script_by_waiting() -> None:
    UserFactory(with_sheet=True, username="demandeuse1")
    start = timezone.now().replace(microsecond=0)
    with time_machine.travel(start, tick=False) as clock:
        attack("demandeuse1")
        new = client_from("203.0.113.1")
        page = post(new, "demandeuse1").content.decode()
        assert "30 secondes" in page.replace("\u00a0", " ")
        ticket = ticket_of(page)
        clock.shift(timedelta(seconds=10))
        early = post(new, "demandeuse1", proof_ticket=ticket)
        assert early.status_code == 429
        assert "20 secondes" in early.content.decode().replace("\u00a0", " ")
        clock.shift(timedelta(seconds=21))
        assert post(new, "demandeuse1", proof_ticket=ticket).url == "/espace/"


def test_known_browser_of_one_account_knows_no_other() -> None:
    UserFactory(username="voisine001")
    UserFactory(with_sheet=True, username="demandeuse1")
    neighbour = client_from("203.0.113.1")
    post(neighbour, "voisine001")
    neighbour.post("/compte/deconnexion/")
    attack("demandeuse1")
    assert post(neighbour, "demandeuse1").status_code == 429


def test_known_browser_that_guesses_is_checked_too() -> None:
    UserFactory(with_sheet=True, username="demandeuse1")
    own = client_from("203.0.113.1")
    post(own, "demandeuse1")
    own.post("/compte/deconnexion/")
    for _ in range(5):
        post(own, "demandeuse1", "faux")
    assert post(client_from("203.0.113.9"), "demandeuse1", "faux").status_code == 422
    attack("demandeuse1")
    assert post(own, "demandeuse1").status_code == 429


def test_new_password_makes_every_browser_unknown() -> None:
    user = UserFactory(with_sheet=True, username="demandeuse1")
    own = client_from("203.0.113.1")
    post(own, "demandeuse1")
    own.post("/compte/deconnexion/")
    new = "une-autre-phrase-bien-longue"
    user.set_password(new)
    user.save()
    attack("demandeuse1")
    assert post(own, "demandeuse1", new).status_code == 429


def test_cookie_of_known_browsers_names_nobody() -> None:
    user = UserFactory(with_sheet=True, username="demandeuse1", email="lea@exemple.example")
    own = client_from("203.0.113.1")
    post(own, "demandeuse1")
    cookie = own.cookies["portal_known_browser"]
    assert cookie["httponly"]
    assert "demandeuse1" not in cookie.value
    own.cookies["portal_known_browser"] = "falsifié"
    own.post("/compte/deconnexion/")
    attack("demandeuse1")
    assert post(own, "demandeuse1").status_code == 429
    assert user.is_active


def test_sign_ups_from_one_place_are_checked_after_three(client: Client) -> None:
    for number in range(3):
        address = f"maelle{number}@exemple.example"
        sent = answers(username=f"maelle000{number}", email=address, email2=address)
        assert Client().post(CREATE, sent).status_code == 302
    page = client.get(CREATE).content.decode()
    assert CHECK in page
    refused = client.post(CREATE, answers())
    assert refused.status_code == 429
    assert 'value="Maëlle"' in refused.content.decode()
    assert User.objects.count() == 3
    assert client.post(CREATE, {**answers(), "proof": solve(page)}).status_code == 302
    other = answers(username="autrelieu1", email="b@exemple.example", email2="b@exemple.example")
    assert client_from("203.0.113.1").post(CREATE, other).status_code == 302


def test_class_that_takes_its_time_is_asked_nothing_more() -> None:
    """The page was opened before the limit was reached: thirty seconds on it are enough."""
    start = timezone.now().replace(microsecond=0)
    with time_machine.travel(start, tick=False) as clock:
        ticket = ticket_of(Client().get(CREATE).content.decode())
        test_sign_ups_from_one_place_are_checked_after_three(Client())
        clock.shift(timedelta(seconds=40))
        address = "dernier@exemple.example"
        last = answers(username="dernier001", email=address, email2=address, proof_ticket=ticket)
        assert Client().post(CREATE, last).status_code == 302


def test_recovering_is_checked_not_refused(client: Client) -> None:
    data = {"form": "reset", "reset-login": "demandeuse1"}
    statuses = [client.post(RECOVER, data).status_code for _ in range(11)]
    assert statuses == [302] * 10 + [429]
    page = client.get(RECOVER).content.decode()
    assert client.post(RECOVER, {**data, "proof": solve(page)}).status_code == 302
