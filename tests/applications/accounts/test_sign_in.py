"""Signing in: one look-up, one hash, one refusal."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from applications.notifications.models import Mail
from cms.core.models import Event, SiteSettings
from tests.applications.accounts.conftest import Hashes, link_of
from tests.factories.accounts import PASSWORD, UserFactory, sign_in

pytestmark = pytest.mark.django_db

SIGN_IN = "/compte/connexion/"
WRONG = "Identifiant ou mot de passe incorrect."


def post(client: Client, login: str, password: str = PASSWORD, **more: str) -> Any:
    """Send the form."""
    return client.post(SIGN_IN, {"login": login, "password": password, **more})


@pytest.mark.parametrize("login", ["demandeuse1", " DEMANDEUSE1 ", "Lea@Exemple.example"])
def test_identifier_or_address_in_any_case(client: Client, login: str) -> None:
    UserFactory(with_sheet=True, username="demandeuse1", email="lea@exemple.example")
    assert post(client, login).url == "/espace/"
    assert client.session["_auth_user_id"]


@pytest.mark.parametrize(
    "case", ["known", "known-address", "unknown", "inactive", "unverified", "right"]
)
def test_one_hash_whatever_the_outcome(
    client: Client, hashes: Hashes, case: str, django_assert_max_num_queries: Any
) -> None:
    UserFactory(
        username="demandeuse1",
        email="lea@exemple.example",
        is_active=case != "inactive",
        unverified=case == "unverified",
    )
    login = {"unknown": "personne99", "known-address": "lea@exemple.example"}.get(
        case, "demandeuse1"
    )
    hashes.clear()
    password = PASSWORD if case in {"right", "inactive", "unverified"} else "pas-le-bon-mot"
    response = post(client, login, password)
    assert len(hashes) == 1
    if case not in {"right", "unverified"}:
        assert response.status_code == 422
        assert WRONG in response.content.decode()


def test_refusals_are_the_same_page(client: Client) -> None:
    UserFactory(username="demandeuse1")
    UserFactory(username="demandeuse2", inactive=True)
    pages = {
        "\n".join(
            line
            for line in post(Client(), login, "faux").content.decode().splitlines()
            if "csrf" not in line and "proof_ticket" not in line
        ).replace(login, "x")
        for login in ("demandeuse1", "demandeuse2", "demandeuse3")
    }
    assert len(pages) == 1


def test_not_activated_goes_to_its_mailbox(client: Client) -> None:
    UserFactory(username="demandeuse1", email="lea@exemple.example", unverified=True)
    response = post(client, "demandeuse1")
    assert response.url == "/compte/activation/"
    assert not client.session.get("_auth_user_id")
    assert "lea@exemple.example" in client.get(response.url).content.decode()
    assert Mail.objects.get().subject.endswith("Activation de votre compte")


def test_security_journal_names_nobody(client: Client) -> None:
    user = UserFactory(username="demandeuse1")
    post(client, "demandeuse1", "faux")
    post(client, "inconnue01", "faux")
    post(client, "demandeuse1")
    kinds = list(
        Event.objects.filter(kind__startswith="account.sign").values_list("kind", "subject_id")
    )
    assert ("account.sign_in_refused", str(user.pk)) in kinds
    assert ("account.sign_in_refused", "unknown") in kinds
    assert ("account.signed_in", str(user.pk)) in kinds
    assert "demandeuse1" not in str(list(Event.objects.values_list("params", flat=True)))


def test_sign_out_asks_first(client: Client) -> None:
    sign_in(client, UserFactory())
    assert client.get("/compte/deconnexion/").status_code == 200
    assert client.session.get("_auth_user_id")
    client.post("/compte/deconnexion/")
    assert not client.session.get("_auth_user_id")


@pytest.mark.parametrize(
    ("staff", "idle", "total", "is_in"),
    [
        (False, 59, 59, True),
        (False, 61, 61, False),
        (True, 29, 29, True),
        (True, 31, 31, False),
        (False, 50, 13 * 60, False),
    ],
)
def test_sessions_end(client: Client, staff: bool, idle: int, total: int, is_in: bool) -> None:
    user = UserFactory(officer=staff)
    sign_in(client, user)
    place = "/gestion/" if staff else "/compte/"
    start = timezone.now()
    with time_machine.travel(start) as clock:
        client.get(place)
        for minutes in (*range(idle, total, idle), total):
            clock.move_to(start + timedelta(minutes=minutes))
            response = client.get(place)
            if response.status_code != 200:
                break
    assert (response.status_code == 200) is is_in
    if not is_in:
        assert response.url.startswith(SIGN_IN)


class TestRecovery:
    """« Récupérer mes informations de connexion »."""

    SAME = "Si un compte correspond, un courriel vient de vous être envoyé."
    PLACE = "/compte/identifiants/"

    @pytest.mark.parametrize("email", ["lea@exemple.example", "inconnue@exemple.example"])
    def test_identifier(self, client: Client, run_jobs: Any, email: str) -> None:
        UserFactory(username="demandeuse1", email="lea@exemple.example")
        data = {"form": "identifier", "identifier-email": email}
        response = client.post(self.PLACE, data, follow=True)
        assert self.SAME in response.content.decode()
        run_jobs()
        mails = list(Mail.objects.values_list("subject", "text"))
        assert len(mails) == (email == "lea@exemple.example")
        for subject, text in mails:
            assert subject.endswith("Votre identifiant")
            assert "demandeuse1" in text

    @pytest.mark.parametrize("login", ["demandeuse1", " LEA@exemple.example"])
    def test_reset(self, client: Client, run_jobs: Any, login: str) -> None:
        user = UserFactory(with_sheet=True, username="demandeuse1", email="lea@exemple.example")
        signed_in = sign_in(Client(), user)
        response = client.post(self.PLACE, {"form": "reset", "reset-login": login}, follow=True)
        assert self.SAME in response.content.decode()
        run_jobs()
        mail = Mail.objects.get()
        assert mail.subject.endswith("Réinitialisation de votre mot de passe")
        link = link_of(mail, "/compte/mot-de-passe/")
        new = "une-autre-phrase-bien-longue"
        page = client.get(link).content.decode()
        assert "Nouveau mot de passe *" in page
        assert client.post(link, {"password1": "court", "password2": "court"}).status_code == 422
        done = client.post(link, {"password1": new, "password2": new}, follow=True)
        assert done.status_code == 200
        assert client.get(link).status_code == 410
        assert post(client, "demandeuse1", new).url == "/espace/"
        assert signed_in.get("/compte/").status_code == 302
        assert Mail.objects.filter(subject__endswith="Votre mot de passe a été modifié").exists()

    def test_unknown_login_sends_nothing(self, client: Client, run_jobs: Any) -> None:
        response = client.post(
            self.PLACE, {"form": "reset", "reset-login": "inconnue01"}, follow=True
        )
        assert self.SAME in response.content.decode()
        run_jobs()
        assert not Mail.objects.exists()

    def test_empty_is_refused(self, client: Client) -> None:
        response = client.post(self.PLACE, {"form": "reset", "reset-login": ""})
        assert response.status_code == 422
        assert "Il y a un problème" in response.content.decode()

    def test_altered_link(self, client: Client) -> None:
        assert client.get("/compte/mot-de-passe/faux/").status_code == 404


class TestAccount:
    """« Mon compte »."""

    def test_password(self, client: Client) -> None:
        user = UserFactory()
        sign_in(client, user)
        other = sign_in(Client(), user)
        new = "une-autre-phrase-bien-longue"
        place = "/compte/mot-de-passe/"
        data = {"current": "faux", "password1": new, "password2": new}
        assert client.post(place, data).status_code == 422
        response = client.post(place, {**data, "current": PASSWORD}, follow=True)
        assert "Votre mot de passe a bien été modifié." in response.content.decode()
        assert client.get("/compte/").status_code == 200
        assert other.get("/compte/").status_code == 302


def test_advice_is_folded_above_the_form(client: Client) -> None:
    """On a phone the fields are in sight at once; the advice opens on demand."""
    settings = SiteSettings.load()
    settings.sign_in_advice = "<p>Préparez votre numéro SIRET.</p>"
    settings.save()
    page = client.get(SIGN_IN).content.decode()
    fold = page[page.index('<details class="portal-unfold" id="avant-de-vous-connecter"') :]
    assert fold.index("numéro SIRET.") < fold.index("</details>") < fold.index("<form")
    assert "Avant de vous connecter" in fold[: fold.index("</summary>")]
