"""Signing up: what is asked, what is refused, what is not told."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from applications.accounts.models import Arrival, User
from applications.notifications.models import Mail
from cms.core.models import SiteSettings
from tests.applications.accounts.conftest import Hashes, link_of
from tests.factories.accounts import PASSWORD, UserFactory, sign_in

pytestmark = pytest.mark.django_db

CREATE = "/compte/creer/"
MAILBOX = "/compte/activation/"


def answers(**changes: str) -> dict[str, str]:
    """Return what a person types, with some changes."""
    return {
        "username": "lectrice1",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "civility": "madame",
        "last_name": "Le Goff",
        "first_name": "Maëlle",
        "birth_date_day": "",
        "birth_date_month": "",
        "birth_date_year": "",
        "email": "maelle@exemple.example",
        "email2": "maelle@exemple.example",
        **changes,
    }


def test_form_says_what_it_asks(client: Client) -> None:
    page = client.get(CREATE).content.decode()
    for words in (
        "Créer un compte",
        "Vos informations de connexion",
        "Identifiant *",
        "De 8 à 15 lettres et chiffres, ou votre adresse électronique",
        "Mot de passe *",
        "Confirmation du mot de passe *",
        "Vos informations personnelles",
        "Civilité *",
        "Ne pas préciser",
        "Date de naissance",
        "Confirmation de l'adresse électronique *",
        "Créer mon compte",
        "champ obligatoire",
    ):
        assert words in page.replace("&#x27;", "'"), words


def test_account_waits_for_its_mailbox(client: Client) -> None:
    response = client.post(
        CREATE, answers(birth_date_day="5", birth_date_month="3", birth_date_year="2001")
    )
    assert response.url == MAILBOX
    user = User.objects.get()
    assert (user.username, user.email) == ("lectrice1", "maelle@exemple.example")
    assert user.birth_date.isoformat() == "2001-03-05"
    assert not client.session.get("_auth_user_id")
    assert "maelle@exemple.example" in client.get(MAILBOX).content.decode()
    mail = Mail.objects.get()
    assert mail.subject.endswith("Activation de votre compte")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"username": "court"}, "8 à 15"),
        ({"username": "avec espace"}, "8 à 15"),
        ({"username": "autre@exemple.example"}, "adresse"),
        ({"password1": "court", "password2": "court"}, "12"),
        ({"password1": "123456789012", "password2": "123456789012"}, "chiffres"),
        ({"password2": PASSWORD + "x"}, "mots de passe"),
        ({"email2": "autre@exemple.example"}, "adresses"),
        ({"civility": ""}, "civilité"),
        ({"birth_date_day": "31", "birth_date_month": "2", "birth_date_year": "2001"}, "date"),
        ({"birth_date_day": "1", "birth_date_month": "1", "birth_date_year": "2999"}, "futur"),
    ],
)
def test_refusals_keep_what_was_typed(client: Client, changes: dict[str, str], words: str) -> None:
    response = client.post(CREATE, answers(**changes))
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Erreur" in page
    assert "Il y a un problème" in page
    assert words in page
    assert "Le Goff" in page
    assert PASSWORD not in page
    assert not User.objects.exists()


def test_own_address_as_identifier_keeps_none(client: Client) -> None:
    client.post(CREATE, answers(username=" Maelle@Exemple.example "))
    assert User.objects.get().username is None


def test_identifier_and_address_are_compared_without_case(client: Client) -> None:
    UserFactory(username="lectrice1")
    response = client.post(CREATE, answers(username=" LECTRICE1 "))
    assert response.status_code == 422
    assert "Cet identifiant est déjà utilisé. Choisissez-en un autre." in response.content.decode()


def test_taken_identifiers_are_said_only_so_often(client: Client) -> None:
    """Beyond, the check is asked first, whether the identifier is free or taken."""
    UserFactory(username="lectrice1")
    statuses = [client.post(CREATE, answers()).status_code for _ in range(4)]
    assert statuses == [422, 422, 422, 429]
    assert client.post(CREATE, answers(username="librequi1")).status_code == 429
    assert User.objects.count() == 1


def test_known_address_gets_the_same_page_and_the_owner_a_mail(client: Client) -> None:
    owner = UserFactory(email="maelle@exemple.example")
    response = client.post(CREATE, answers(email="MAELLE@exemple.example"))
    assert response.url == MAILBOX
    assert User.objects.get() == owner
    assert Mail.objects.get().subject.endswith("Vous avez déjà un compte")

    known = client.get(MAILBOX).content.decode()
    other = Client()
    other.post(CREATE, answers(email="autre@exemple.example", email2="autre@exemple.example"))
    fresh = other.get(MAILBOX).content.decode()
    assert _anonymous(known) == _anonymous(fresh.replace("autre@", "maelle@"))


def _anonymous(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


def test_known_address_costs_the_same_hashes(client: Client, hashes: Hashes) -> None:
    client.post(CREATE, answers())
    for_new = len(hashes)
    assert for_new == 1
    hashes.clear()
    Client().post(CREATE, answers(username="lectrice2"))
    assert len(hashes) == for_new


def test_known_address_can_still_be_corrected(client: Client) -> None:
    UserFactory(email="maelle@exemple.example")
    client.post(CREATE, answers())
    right = {"email": "juste@exemple.example", "email2": "juste@exemple.example"}
    assert client.post("/compte/activation/adresse/", right).url == MAILBOX
    created = User.objects.get(email="juste@exemple.example")
    assert created.username == "lectrice1"
    assert created.check_password(PASSWORD)


def test_corrected_address_cancels_the_first_link(client: Client) -> None:
    client.post(CREATE, answers())
    first = link_of(Mail.objects.get(), MAILBOX)
    right = {"email": "juste@exemple.example", "email2": "juste@exemple.example"}
    client.post("/compte/activation/adresse/", right)
    assert "juste@exemple.example" in client.get(MAILBOX).content.decode()
    assert client.get(first).status_code == 410
    second = link_of(Mail.objects.get(to="juste@exemple.example"), MAILBOX)
    assert Client().get(second).status_code == 200


def test_mail_is_sent_again_once_a_minute(client: Client, run_jobs: object) -> None:
    client.post(CREATE, answers())
    renew = "/compte/activation/renvoi/"
    client.post(renew)
    client.post(renew)
    run_jobs()
    assert Mail.objects.count() == 2


class TestActivation:
    """The link of the mail."""

    @pytest.fixture
    def link(self, client: Client) -> str:
        client.post(CREATE, answers())
        return link_of(Mail.objects.get(), MAILBOX)

    def test_opening_does_nothing_the_button_does(self, link: str) -> None:
        elsewhere = Client()
        page = elsewhere.get(link).content.decode()
        assert "Confirmation de création de compte" in page
        assert "Je m'enregistre" in page.replace("&#x27;", "'")
        assert not User.objects.get().emailaddress_set.get().verified
        response = elsewhere.post(link, follow=True)
        done = response.content.decode()
        assert "Votre compte est désormais activé. Vous pouvez vous connecter au portail." in done
        assert "Se connecter" in done
        assert not elsewhere.session.get("_auth_user_id")
        assert User.objects.get().emailaddress_set.get().verified

    @pytest.mark.parametrize(("hours", "status"), [(71.9, 200), (72.1, 410)])
    def test_valid_for_72_hours(self, link: str, hours: float, status: int) -> None:
        with time_machine.travel(timezone.now() + timedelta(hours=hours)):
            for response in (Client().get(link), Client().post(link)):
                assert response.status_code in {status, 302}
        assert User.objects.get().emailaddress_set.get().verified == (status == 200)

    def test_expired_says_so_and_gives_a_new_one(self, link: str, run_jobs: object) -> None:
        with time_machine.travel(timezone.now() + timedelta(hours=73)):
            page = Client().get(link).content.decode()
            assert "expiré" in page
            assert "Recevoir un nouveau lien" in page
            key = link.rstrip("/").rsplit("/", 1)[1]
            elsewhere = Client()
            response = elsewhere.post("/compte/activation/renvoi/", {"key": key})
            assert response.url == MAILBOX
            run_jobs()
            newest = link_of(Mail.objects.order_by("-id").first(), MAILBOX)
            assert newest != link
            assert elsewhere.post(newest).status_code == 302
        assert User.objects.get().emailaddress_set.get().verified

    def test_used_says_so(self, link: str) -> None:
        Client().post(link)
        response = Client().get(link)
        assert response.status_code == 410
        assert "déjà servi" in response.content.decode()
        assert Client().post(link).status_code == 410

    def test_altered_says_so(self, link: str) -> None:
        response = Client().post(link[:-4] + "xyz/")
        assert response.status_code == 404
        assert "pas valide" in response.content.decode()
        assert "Recevoir un nouveau lien" in response.content.decode()

    def test_replaced_says_so(self, client: Client, link: str, run_jobs: object) -> None:
        client.post("/compte/activation/renvoi/")
        run_jobs()
        response = Client().get(link)
        assert response.status_code == 410
        assert "plus récent" in response.content.decode()


def test_arrival_is_found_again_from_another_browser(client: Client) -> None:
    session = client.session
    session["carried"] = {"criteria": {"aide": {"c1": "yes"}}}
    session.save()
    client.post(f"{CREATE}?next=/aides/velo/deposer/", answers())
    elsewhere = Client()
    elsewhere.post(link_of(Mail.objects.get(), MAILBOX))
    response = elsewhere.post("/compte/connexion/", {"login": "lectrice1", "password": PASSWORD})
    assert response.url == "/aides/velo/deposer/"
    assert elsewhere.session["carried"] == {"criteria": {"aide": {"c1": "yes"}}}
    assert not Arrival.objects.exists()


@pytest.mark.parametrize("next_path", ["https://ailleurs.example/", "//ailleurs.example/", "/\\x"])
def test_other_sites_are_never_a_destination(client: Client, next_path: str) -> None:
    UserFactory(with_sheet=True, username="lectrice1")
    response = client.post(
        "/compte/connexion/",
        {"login": "lectrice1", "password": PASSWORD, "next": next_path},
    )
    assert response.url == "/espace/"


def test_notice_says_each_right_once(client: Client) -> None:
    """What the site settings say of purposes stands beside the controller, rights and complaint."""
    settings = SiteSettings.load()
    settings.privacy_notice = "<p>Pour examiner vos demandes.</p>"
    settings.data_controller = "Région d'essai"
    settings.dpo_email = "dpo@region.example"
    settings.save()
    page = client.get(CREATE).content.decode()
    for once in ("Pour examiner vos demandes.", "Région d&#x27;essai", "www.cnil.fr</a>"):
        assert page.count(once) == 1, once
    assert page.count("mailto:dpo@region.example") == 1
    assert page.count("Vous pouvez accéder à vos données") == 1


def test_asking_a_new_link_says_the_same_whether_the_address_is_known_or_not(
    run_jobs: object,
) -> None:
    """No mail is announced where none may have left; only the owner of the address learns more."""
    UserFactory(email="connue@exemple.example", unverified=True)
    said = []
    for address in ("connue@exemple.example", "inconnue@exemple.example"):
        visitor = Client()
        page = visitor.post(f"{MAILBOX}nouveau-lien/", {"email": address}, follow=True)
        words = page.content.decode()
        assert "Si un compte correspond, un courriel vient de vous être envoyé." in words
        assert "Un courriel a été envoyé" not in words
        said.append((page.status_code, words.replace(address, "").count("courriel")))
    assert said[0] == said[1]
    run_jobs()
    assert [mail.to for mail in Mail.objects.all()] == ["connue@exemple.example"]


def test_mail_that_came_back_is_said_to_who_signed_up_alone(client: Client) -> None:
    client.post(CREATE, answers())
    words = "pas pu être remis à cette adresse"
    assert words not in client.get(MAILBOX).content.decode()
    Mail.objects.update(state="failed")
    assert words in client.get(MAILBOX).content.decode()
    stranger = Client()
    stranger.post(f"{MAILBOX}nouveau-lien/", {"email": "maelle@exemple.example"})
    assert words not in stranger.get(MAILBOX).content.decode()


def test_mail_that_came_back_is_said_at_the_next_sign_in(client: Client, run_jobs: object) -> None:
    user = UserFactory(email="lea@exemple.example")
    client.post("/compte/identifiants/", {"form": "identifier", "identifier-email": user.email})
    run_jobs()
    Mail.objects.update(state="failed")
    sign_in(client, user)
    assert "pas pu être remis" in client.get("/compte/").content.decode()
