"""« Mes sessions »: seen, closed, and out at the next request."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from applications.accounts.models import BrowserSession
from applications.accounts.services import sessions
from applications.accounts.sessions import browser_of, network_of
from applications.accounts.tasks import forget_expired_sessions
from cms.core.models import Event
from tests.factories.accounts import PASSWORD, UserFactory, sign_in

pytestmark = pytest.mark.django_db

PLACE = "/compte/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


def browser(agent: str, **more: str) -> Client:
    """Sign in by the page, as that browser."""
    client = Client(headers={"user-agent": agent}, **more)
    client.post("/compte/connexion/", {"login": "demandeuse1", "password": PASSWORD})
    return client


def test_each_browser_is_recognised_and_closed() -> None:
    UserFactory(username="demandeuse1")
    own = browser(FIREFOX, REMOTE_ADDR="203.0.113.77")
    phone = browser(PHONE)
    page = own.get(PLACE).content.decode()
    assert "Firefox, Windows" in page
    assert "Safari, iPhone" in page
    assert "203.0.113.0/24" in page
    assert "203.0.113.77" not in page
    assert page.index("Cette session") < page.index("Safari, iPhone")
    assert phone.session.session_key not in page, "a key opens its session"
    handle = re.search(r'name="session" value="(\w+)"', page)
    assert handle
    response = own.post(PLACE, {"session": handle[1]}, follow=True)
    assert "La session est fermée." in response.content.decode()
    assert phone.get("/compte/").url.startswith("/compte/connexion/")
    assert own.get("/compte/").status_code == 200
    assert Event.objects.filter(kind="account.sessions_closed").count() == 1


def test_all_the_others_at_once() -> None:
    user = UserFactory(username="demandeuse1")
    own, others = browser(FIREFOX), [browser(PHONE), browser("")]
    stranger = sign_in(Client(), UserFactory())
    own.post(PLACE)
    assert own.get(PLACE).status_code == 200
    assert [other.get("/compte/").status_code for other in others] == [302, 302]
    assert stranger.get("/compte/").status_code == 200
    assert "nulle part ailleurs" in own.get(PLACE).content.decode()
    assert BrowserSession.objects.filter(user_id=user.pk).count() == 1


def test_nobody_closes_the_session_of_another() -> None:
    other = sign_in(Client(), UserFactory())
    own = sign_in(Client(), UserFactory())
    own.post(PLACE, {"session": sessions.handle_of(other.session.session_key or "")})
    assert other.get("/compte/").status_code == 200
    assert not Event.objects.filter(kind="account.sessions_closed").exists()


def test_changing_the_password_leaves_no_other_session_in_the_list() -> None:
    UserFactory(username="demandeuse1")
    own = browser(FIREFOX)
    browser(PHONE)
    new = "une-autre-phrase-bien-longue"
    own.post("/compte/mot-de-passe/", {"current": PASSWORD, "password1": new, "password2": new})
    page = own.get(PLACE).content.decode()
    assert "Firefox, Windows" in page
    assert "Safari, iPhone" not in page


def test_beginning_of_a_session_is_kept_when_its_key_changes() -> None:
    user = UserFactory(username="demandeuse1")
    start = timezone.now().replace(microsecond=0)
    with time_machine.travel(start, tick=False) as clock:
        own = browser(FIREFOX)
        clock.shift(timedelta(minutes=30))
        new = "une-autre-phrase-bien-longue"
        own.post("/compte/mot-de-passe/", {"current": PASSWORD, "password1": new, "password2": new})
    row = BrowserSession.objects.get(user_id=user.pk)
    assert row.started_at == start
    assert row.seen_at is not None
    assert row.seen_at > start


def test_sessions_whose_time_has_passed_are_forgotten(client: Client) -> None:
    sign_in(client, UserFactory())
    with time_machine.travel(timezone.now() + timedelta(hours=13)):
        forget_expired_sessions()
    assert not BrowserSession.objects.exists()


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, Windows"),
        (PHONE, "Safari, iPhone"),
        ("Mozilla/5.0 (X11; Linux) AppleWebKit/5 Chrome/140.0 Safari/5 Edg/140.0", "Edge, Linux"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/5", "Chrome, Android"),
        ("curl/8", ""),
        ("<script>", ""),
    ],
)
def test_browsers_in_words(agent: str, words: str) -> None:
    assert browser_of(agent) == words


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("", ""),
        ("rien", ""),
    ],
)
def test_networks_tell_no_house(address: str, network: str) -> None:
    assert network_of(address) == network


def test_public_pages_open_no_session(client: Client, django_assert_max_num_queries: Any) -> None:
    client.get("/aides/")
    assert not BrowserSession.objects.exists()


STAY = "/compte/rester-connecte/"


def test_page_knows_how_long_the_session_has_left() -> None:
    UserFactory(username="demandeuse1", with_sheet=True)
    start = timezone.now().replace(microsecond=0)
    with time_machine.travel(start, tick=False) as clock:
        own = browser(FIREFOX)
        assert 'data-seconds="3600"' in own.get("/compte/").content.decode()
        clock.shift(timedelta(seconds=30))
        assert 'data-seconds="3570"' in own.get("/compte/").content.decode()
    assert "data-session-end" not in Client().get("/compte/connexion/").content.decode()


def test_staying_puts_the_end_off() -> None:
    UserFactory(username="demandeuse1", with_sheet=True)
    start = timezone.now().replace(microsecond=0)
    with time_machine.travel(start, tick=False) as clock:
        own = browser(FIREFOX)
        clock.shift(timedelta(minutes=55))
        assert own.post(STAY).json() == {"seconds": 3600}
        clock.shift(timedelta(minutes=55))
        assert own.get("/compte/").status_code == 200


def test_staying_never_passes_twelve_hours() -> None:
    UserFactory(username="demandeuse1", with_sheet=True)
    start = timezone.now().replace(microsecond=0)
    with time_machine.travel(start, tick=False) as clock:
        own = browser(FIREFOX)
        for _ in range(14):
            clock.shift(timedelta(minutes=50))
            assert own.post(STAY).status_code == 200
        clock.move_to(start + timedelta(hours=11, minutes=58))
        assert own.post(STAY).json() == {"seconds": 120}
        clock.shift(timedelta(minutes=3))
        assert own.post(STAY).status_code == 302


def test_staff_have_half_an_hour() -> None:
    client = sign_in(Client(), UserFactory(officer=True))
    assert client.post(STAY).json() == {"seconds": 1800}


def test_staying_is_for_who_is_signed_in() -> None:
    assert Client().post(STAY).status_code == 302
    assert sign_in(Client(), UserFactory()).get(STAY).status_code == 405
