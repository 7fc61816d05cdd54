"""« Modifier mon adresse électronique »: the new mailbox is proved, the old one can refuse."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from applications.accounts.models import User
from applications.notifications.models import Mail
from cms.core.models import Event
from tests.applications.accounts.conftest import Hashes, link_of
from tests.factories.accounts import PASSWORD, UserFactory, sign_in

pytestmark = pytest.mark.django_db

PLACE = "/compte/adresse/"
OLD, NEW = "lea@exemple.example", "lea.morvan@nouvelle.example"
UNDO = "/compte/adresse/ce-n-est-pas-moi/"


def ask(client: Client, email: str = NEW, *, password: str = PASSWORD, again: str = "") -> Any:
    """Send the form."""
    return client.post(PLACE, {"email": email, "email2": again or email, "password": password})


def mail_to(email: str) -> Mail:
    """Return the last mail to an address."""
    return Mail.objects.filter(to=email).order_by("-pk")[0]


@pytest.fixture
def user() -> User:
    """Return somebody whose address will change."""
    return UserFactory(with_sheet=True, username="demandeuse1", email=OLD)


@pytest.fixture
def own(user: User) -> Client:
    """Return that person's browser."""
    return sign_in(Client(), user)


def test_address_changes_when_the_new_mailbox_is_proved(own: Client, user: User) -> None:
    page = own.get(PLACE).content.decode()
    for label in (
        "Adresse électronique du compte",
        "Nouvelle adresse électronique *",
        "Confirmation de la nouvelle adresse électronique *",
        "Mot de passe *",
        "Valider",
    ):
        assert label in page
    waiting = own.post(
        PLACE, {"email": NEW.upper(), "email2": NEW, "password": PASSWORD}, follow=True
    ).content.decode()
    assert NEW in waiting
    user.refresh_from_db()
    assert user.email == OLD

    told = mail_to(OLD)
    assert told.subject.endswith("Votre adresse électronique va changer")
    assert NEW not in told.text
    assert "l•••@n•••.example" in told.text
    sent = mail_to(NEW)
    assert sent.subject.endswith("Confirmez votre nouvelle adresse électronique")
    link = link_of(sent, PLACE)

    elsewhere = sign_in(Client(), user)
    assert NEW in own.get(link).content.decode()
    user.refresh_from_db()
    assert user.email == OLD, "opening the link changes nothing"
    done = own.post(link, follow=True).content.decode()
    assert "Votre adresse électronique a bien été modifiée." in done
    user.refresh_from_db()
    assert user.email == NEW
    assert list(EmailAddress.objects.values_list("email", "verified")) == [(NEW, True)]
    assert own.get("/compte/").status_code == 200
    assert elsewhere.get("/compte/").status_code == 302
    assert own.post(link).status_code == 410
    signed = Client().post("/compte/connexion/", {"login": NEW, "password": PASSWORD})
    assert signed.url == "/espace/"
    assert Event.objects.filter(kind="account.address_changed").exists()


@pytest.mark.parametrize(
    ("email", "again", "password", "words"),
    [
        (NEW, "autre@exemple.example", PASSWORD, "ne sont pas identiques"),
        (NEW, NEW, "faux", "pas votre mot de passe actuel"),
        (OLD, OLD, PASSWORD, "déjà l'adresse de votre compte"),
        ("pas-une-adresse", "pas-une-adresse", PASSWORD, "format"),
    ],
)
def test_wrong_input_is_said_and_changes_nothing(
    own: Client, email: str, again: str, password: str, words: str
) -> None:
    response = ask(own, email, password=password, again=again)
    page = response.content.decode().replace("&#x27;", "'").replace("\u00a0", " ")
    assert response.status_code == 422
    assert words in page
    assert f'value="{email}"' in page
    assert not Mail.objects.exists()


def test_address_of_another_account_gets_the_same_answer(
    own: Client, user: User, hashes: Hashes
) -> None:
    UserFactory(email="prise@exemple.example")
    answers = []
    for email in ("libre@exemple.example", "prise@exemple.example"):
        hashes.clear()
        response = ask(own, email)
        page = own.get(PLACE).content.decode().replace(email, "x")
        page = re.sub(r"csrfmiddlewaretoken[^>]*>|\d\d:\d\d", "", page)
        answers.append((response.status_code, len(hashes), page))
        assert mail_to(OLD).subject.endswith("Votre adresse électronique va changer")
    assert answers[0] == answers[1]
    assert mail_to("prise@exemple.example").subject.endswith("Vous avez déjà un compte")
    user.refresh_from_db()
    assert user.email == OLD


def test_address_taken_in_the_meantime(own: Client, user: User) -> None:
    ask(own)
    UserFactory(email=NEW)
    assert own.post(link_of(mail_to(NEW), PLACE)).status_code == 409
    user.refresh_from_db()
    assert user.email == OLD


def test_link_opens_nothing_to_who_reads_a_mailbox_typed_by_mistake(own: Client) -> None:
    ask(own)
    link = link_of(mail_to(NEW), PLACE)
    assert Client().get(link).url.startswith("/compte/connexion/")
    other = sign_in(Client(), UserFactory())
    assert other.post(link).status_code == 403
    assert User.objects.filter(email=OLD).exists()


def test_expired_replaced_and_altered_links_say_so(own: Client) -> None:
    ask(own)
    first = link_of(mail_to(NEW), PLACE)
    ask(own)
    assert "annulé, ou remplacé" in own.get(first).content.decode()
    second = link_of(mail_to(NEW), PLACE)
    with time_machine.travel(timezone.now() + timedelta(hours=73)):
        own = sign_in(Client(), User.objects.get(email=OLD))
        response = own.post(second)
        assert response.status_code == 410
        assert "72 heures" in response.content.decode().replace("\u00a0", " ")
    assert own.get(f"{PLACE}faux/").status_code == 404


def test_change_given_up(own: Client) -> None:
    ask(own)
    page = own.post(f"{PLACE}annuler/", follow=True).content.decode()
    assert "Le changement est annulé" in page
    assert own.post(link_of(mail_to(NEW), PLACE)).status_code == 410


def test_old_mailbox_refuses_before(own: Client, user: User) -> None:
    ask(own)
    undo = link_of(mail_to(OLD), UNDO)
    owner = Client()
    assert OLD in owner.get(undo).content.decode()
    assert owner.post(undo).status_code == 200
    assert own.get("/compte/").status_code == 302, "every session is closed"
    assert mail_to(OLD).subject.endswith("Réinitialisation de votre mot de passe")
    own = sign_in(Client(), user)
    assert own.post(link_of(mail_to(NEW), PLACE)).status_code == 410
    assert owner.post(undo).status_code == 410


def test_old_mailbox_takes_the_account_back_after(own: Client, user: User) -> None:
    """A thief who changes the address twice does not keep the account."""
    ask(own)
    undo = link_of(mail_to(OLD), UNDO)
    own.post(link_of(mail_to(NEW), PLACE))
    again = "voleur@exemple.example"
    ask(own, again)
    own.post(link_of(mail_to(again), PLACE))
    user.refresh_from_db()
    assert user.email == again
    assert Client().post(undo).status_code == 200
    user.refresh_from_db()
    assert user.email == OLD
    assert own.get("/compte/").status_code == 302


def test_reset_link_sent_to_the_old_address_dies_with_it(own: Client, run_jobs: Any) -> None:
    Client().post("/compte/identifiants/", {"form": "reset", "reset-login": OLD})
    run_jobs()
    reset = link_of(mail_to(OLD), "/compte/mot-de-passe/")
    ask(own)
    own.post(link_of(mail_to(NEW), PLACE))
    assert Client().get(reset).status_code == 410


def test_asking_is_limited(own: Client) -> None:
    statuses = [ask(own, f"adresse{n}@exemple.example").status_code for n in range(8)]
    assert statuses[0] == 302
    assert statuses[-1] == 429


def test_staff_change_theirs_too() -> None:
    client = sign_in(Client(), UserFactory(officer=True))
    assert ask(client).status_code == 302
