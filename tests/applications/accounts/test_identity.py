"""FranceConnect and ProConnect, against a local provider that signs, and lies when asked to."""

import json
import re
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from applications.accounts.models import Civility, User
from applications.accounts.services import closing
from applications.notifications.models import Mail
from cms.core.models import Event
from tests import openid
from tests.factories.accounts import PASSWORD, UserFactory, current_code, sign_in
from tests.openid import OTHER_EC_KEY, RSA_KEY, Provider, query_of, settings_of

pytestmark = pytest.mark.django_db

SUB = "a" * 64 + "v1"
CLAIRE = {
    "given_name": "Claire",
    "family_name": "LE BIHAN",
    "preferred_username": "MORVAN",
    "gender": "female",
    "birthdate": "1987-03-12",
    "email": "Claire@Exemple.example",
}
AGENT = {"given_name": "Yann", "usual_name": "Le Goff", "email": "yann@region.example"}
IDENTITIES = "/compte/identites/"


@pytest.fixture(scope="module")
def server() -> Iterator[Provider]:
    with openid.serve() as provider:
        yield provider


@pytest.fixture
def provider(server: Provider, settings: Any) -> Provider:
    """A provider as good as new, behind both buttons."""
    fresh = Provider(url=server.url)
    for name in Provider.__slots__:
        setattr(server, name, getattr(fresh, name))
    settings.SOCIALACCOUNT_PROVIDERS = settings_of(server, "franceconnect", "proconnect")
    settings.PROCONNECT_REQUIRES_SECOND_FACTOR = False
    cache.clear()
    return server.presents(**CLAIRE)


def way_out(response: Any) -> str:
    """Return the address the page leads to, as a browser without scripts follows it."""
    assert response.status_code == 200, response.content.decode()
    page = response.content.decode()
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page)
    assert found, page
    assert f'href="{found[1]}"' in page
    return unescape(found[1])


def go(client: Client, provider: Provider, place: str, *, error: str = "", **data: str) -> Any:
    """Press a button that leads to the provider, sign in there, come back."""
    address = way_out(client.post(place, data))
    return client.get(provider.authorize(address, error=error))


def come(client: Client, provider: Provider, code: str = "franceconnect", **data: str) -> Any:
    return go(client, provider, f"/compte/{code}/", **data)


def linked(user: User, code: str = "franceconnect", uid: str = SUB) -> User:
    SocialAccount.objects.create(user=user, provider=code, uid=uid)
    return user


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# Off by default


def test_without_settings_there_is_neither_a_button_nor_an_address(client: Client) -> None:
    for page in ("/compte/connexion/", "/compte/creer/"):
        assert not re.search("(France|Pro)Connect", client.get(page).content.decode())
    assert client.post("/compte/franceconnect/").status_code == 404
    assert client.get("/compte/proconnect/retour/?state=x&code=y").status_code == 404
    sign_in(client, UserFactory())
    assert client.get(IDENTITIES).status_code == 404
    assert "FranceConnect" not in client.get("/compte/").content.decode()


def test_nothing_of_allauth_s_own_pages_is_served(client: Client, provider: Provider) -> None:
    for place in ("social/signup/", "3rdparty/", "oidc/franceconnect/login/"):
        assert client.get(f"/compte/{place}").status_code == 404


# Going


def test_each_button_is_for_its_own_people_and_has_words_only(
    client: Client, provider: Provider
) -> None:
    page = client.get("/compte/connexion/").content.decode()
    assert page.index("Pour les particuliers") < page.index("Pour les professionnels")
    assert page.index("avec FranceConnect") < page.index("Mot de passe")
    assert "avec ProConnect" in page
    assert "Qu’est-ce que FranceConnect" in page.replace("'", "’")
    assert "avec FranceConnect" in client.get("/compte/creer/").content.decode()


def test_provider_is_asked_for_what_is_needed_and_nothing_else(
    client: Client, provider: Provider
) -> None:
    asked = query_of(way_out(client.post("/compte/franceconnect/")))
    assert set(asked["scope"].split()) == {
        "openid",
        "given_name",
        "family_name",
        "preferred_username",
        "gender",
        "birthdate",
        "email",
    }
    assert asked["acr_values"] == "eidas1"
    assert asked["redirect_uri"] == "http://testserver/compte/franceconnect/retour/"
    assert len(asked["state"]) >= 32
    assert len(asked["nonce"]) >= 32
    assert asked["nonce"] != asked["state"]
    assert "prompt" not in asked


def test_proconnect_gets_no_parameter_it_refuses(client: Client, provider: Provider) -> None:
    asked = query_of(way_out(client.post("/compte/proconnect/")))
    assert asked.keys() == {
        "client_id",
        "redirect_uri",
        "response_type",
        "scope",
        "state",
        "nonce",
    }


def test_address_of_the_button_alone_leads_nowhere(client: Client, provider: Provider) -> None:
    assert client.get("/compte/franceconnect/").url == "/compte/connexion/"
    checked = Client(enforce_csrf_checks=True)
    assert checked.post("/compte/franceconnect/").status_code == 403


def test_forms_of_the_portal_are_still_sent_to_itself_alone(
    client: Client, provider: Provider
) -> None:
    for response in (
        client.get("/compte/connexion/"),
        client.post("/compte/franceconnect/"),
    ):
        assert "form-action 'self';" in response.headers["Content-Security-Policy"] + ";"


def test_return_address_has_no_language_and_the_page_keeps_its_own(
    client: Client, provider: Provider
) -> None:
    address = way_out(client.post("/compte/franceconnect/"))
    session = client.session
    session["identity_language"] = "en"
    session.save()
    back = provider.authorize(address, error="access_denied")
    assert back.startswith("http://testserver/compte/franceconnect/retour/")
    page = client.get(back).content.decode()
    assert "did not succeed" in page
    assert 'lang="en"' in page


# Coming for the first time


def test_newcomer_sees_what_is_known_then_gets_an_account_without_a_password(
    client: Client, provider: Provider
) -> None:
    back = come(client, provider, next="/espace/dossiers/")
    assert back.url == "/compte/franceconnect/bienvenue/"
    page = client.get(back.url).content.decode()
    assert "Claire MORVAN" in page
    assert "12 mars 1987" in page
    assert "Vos données personnelles" in page
    assert not User.objects.exists()

    assert client.post(back.url).url == "/espace/dossiers/"
    user = User.objects.get()
    assert (user.email, user.first_name, user.last_name) == (
        "claire@exemple.example",
        "Claire",
        "MORVAN",
    )
    assert user.birth_date == date(1987, 3, 12)
    assert user.civility == Civility.MADAME
    assert not user.has_usable_password()
    assert not user.is_staff
    assert EmailAddress.objects.get(user=user).verified
    assert is_in(client)
    assert not Mail.objects.exists()


def test_nothing_of_the_person_and_no_token_is_kept_beside_the_account(
    client: Client, provider: Provider
) -> None:
    client.post(come(client, provider).url)
    account = SocialAccount.objects.get()
    assert (account.provider, account.uid, account.extra_data) == ("franceconnect", SUB, {})
    assert not SocialToken.objects.exists()
    assert not SocialApp.objects.exists()


def test_second_visit_opens_the_same_account_even_with_another_address(
    client: Client, provider: Provider
) -> None:
    client.post(come(client, provider).url)
    client.post("/compte/deconnexion/")
    provider.presents(**{**CLAIRE, "email": "autre@exemple.example"})
    again = Client()
    response = come(again, provider)
    assert response.url.startswith(("/espace/", "/compte/premiere-connexion/"))
    assert is_in(again)
    assert User.objects.get().email == "claire@exemple.example"


def test_what_waits_is_forgotten_after_ten_minutes(client: Client, provider: Provider) -> None:
    place = come(client, provider).url
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        assert client.post(place).url == "/compte/connexion/"
    assert not User.objects.exists()


def test_person_without_an_address_is_told_how_to_go_on(client: Client, provider: Provider) -> None:
    provider.presents(given_name="Claire", email="pas une adresse")
    response = come(client, provider)
    assert response.status_code == 409
    assert "adresse électronique" in response.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("birthdate", ["1987-00-00", "", None, 1987, "douze mars"])
def test_rubbish_about_the_person_is_left_out(
    client: Client, provider: Provider, birthdate: Any
) -> None:
    provider.presents(**{**CLAIRE, "birthdate": birthdate, "gender": ["?"], "given_name": {}})
    client.post(come(client, provider).url)
    user = User.objects.get()
    assert user.birth_date is None
    assert user.civility == Civility.UNSAID
    assert user.first_name == ""


def test_inactive_account_stays_closed(client: Client, provider: Provider) -> None:
    linked(UserFactory(inactive=True))
    assert come(client, provider).status_code == 403
    assert not is_in(client)


# Never by e-mail alone


def test_address_of_an_account_never_opens_nor_links_it(client: Client, provider: Provider) -> None:
    owner = UserFactory(email="claire@exemple.example")
    back = come(client, provider)
    page = client.get(back.url)
    assert page.status_code == 409
    assert "/compte/connexion/?next=/compte/identites/" in page.content.decode()
    assert client.post(back.url).status_code == 409
    assert not is_in(client)
    assert not SocialAccount.objects.exists()
    assert User.objects.get() == owner


def test_owner_signs_in_with_their_password_then_links_then_comes_by_the_provider(
    client: Client, provider: Provider
) -> None:
    owner = UserFactory(email="claire@exemple.example", username="claire1987")
    come(client, provider)
    signed = client.post(
        f"/compte/connexion/?next={IDENTITIES}", {"login": "claire1987", "password": PASSWORD}
    )
    assert signed.url == IDENTITIES
    assert "Relier FranceConnect" in client.get(IDENTITIES).content.decode()
    assert go(client, provider, "/compte/franceconnect/relier/").url == IDENTITIES
    assert "ouvre votre compte" in client.get(IDENTITIES).content.decode()
    assert SocialAccount.objects.get().user == owner
    assert Event.objects.filter(kind="account.identity_linked", subject_id=str(owner.pk)).exists()
    assert "FranceConnect relié au compte" in client.get("/compte/").content.decode()

    other = Client()
    come(other, provider)
    assert is_in(other)


def test_linking_asks_who_one_is_again_when_it_was_long_ago(
    client: Client, provider: Provider
) -> None:
    sign_in(client, UserFactory(), stale=True)
    response = client.post("/compte/franceconnect/relier/")
    assert response.url.startswith("/compte/confirmer/")


def test_identity_of_another_account_is_not_taken_from_it(
    client: Client, provider: Provider
) -> None:
    owner = linked(UserFactory())
    sign_in(client, UserFactory())
    assert go(client, provider, "/compte/franceconnect/relier/").status_code == 409
    assert SocialAccount.objects.get().user == owner


def test_account_has_one_identity_of_each_provider(client: Client, provider: Provider) -> None:
    user = linked(UserFactory(), uid="b" * 64)
    sign_in(client, user)
    assert go(client, provider, "/compte/franceconnect/relier/").status_code == 409
    assert SocialAccount.objects.get().uid == "b" * 64


def test_link_started_by_one_person_is_not_finished_for_another(
    client: Client, provider: Provider
) -> None:
    sign_in(client, UserFactory())
    address = way_out(client.post("/compte/franceconnect/relier/"))
    session = client.session
    kept = session["socialaccount_states"]
    sign_in(client, UserFactory())
    session = client.session
    session["socialaccount_states"] = kept
    session.save()
    assert client.get(provider.authorize(address)).status_code == 400
    assert not SocialAccount.objects.exists()


def test_unlinked_identity_opens_nothing_any_more(client: Client, provider: Provider) -> None:
    user = linked(UserFactory())
    sign_in(client, user)
    assert client.post("/compte/franceconnect/delier/").url == IDENTITIES
    assert not SocialAccount.objects.exists()
    assert Event.objects.filter(kind="account.identity_unlinked").exists()
    assert come(Client(), provider).url == "/compte/franceconnect/bienvenue/"


def test_last_way_in_is_not_unlinked(client: Client, provider: Provider) -> None:
    client.post(come(client, provider).url)
    client.post("/compte/franceconnect/delier/")
    assert SocialAccount.objects.exists()
    page = client.get(IDENTITIES).content.decode()
    assert "choisissez d’abord un mot de passe" in page.replace("'", "’").replace("&#x27;", "’")


def test_closed_account_lets_its_identity_go(client: Client, provider: Provider) -> None:
    user = linked(UserFactory())
    closing.close(user, now=timezone.now())
    assert not SocialAccount.objects.exists()
    assert come(client, provider).url == "/compte/franceconnect/bienvenue/"


# Who may come by which


def test_staff_link_proconnect_and_not_franceconnect(client: Client, provider: Provider) -> None:
    agent = UserFactory(officer=True)
    sign_in(client, agent)
    page = client.get(IDENTITIES).content.decode()
    assert "Relier ProConnect" in page
    assert "Relier FranceConnect" not in page
    assert client.post("/compte/franceconnect/relier/").status_code == 404
    provider.presents(**AGENT)
    go(client, provider, "/compte/proconnect/relier/")
    assert SocialAccount.objects.get().user == agent


def test_proconnect_makes_nobody_staff(client: Client, provider: Provider) -> None:
    provider.presents(**AGENT, roles=["agent_public", "agent_public_territorial"])
    client.post(come(client, provider, "proconnect").url)
    user = User.objects.get()
    assert not user.is_staff
    assert client.get("/gestion/").status_code == 404


# The second factor


@pytest.mark.parametrize("acr", ["eidas0-mfa", "eidas1-mfa", "eidas2", "eidas3"])
def test_two_factors_at_proconnect_count_as_the_portal_s(
    client: Client, provider: Provider, acr: str
) -> None:
    provider.presents(**AGENT).acr = acr
    linked(UserFactory(officer=True), "proconnect")
    response = come(client, provider, "proconnect")
    passed = client.get(response.url)
    assert passed.url == "/gestion/"
    assert client.get("/gestion/").status_code == 200


@pytest.mark.parametrize("acr", ["eidas0", "eidas1"])
def test_one_factor_at_proconnect_leaves_the_portal_s_to_pass(
    client: Client, provider: Provider, acr: str
) -> None:
    provider.presents(**AGENT).acr = acr
    agent = linked(UserFactory(officer=True), "proconnect")
    come(client, provider, "proconnect")
    assert client.get("/gestion/").url.startswith("/compte/second-facteur/")
    code = current_code(agent.totpdevice_set.get())
    assert client.post("/compte/second-facteur/?next=/gestion/", {"code": code}).url == "/gestion/"


def test_level_of_franceconnect_is_never_a_second_factor(
    client: Client, provider: Provider
) -> None:
    provider.acr = "eidas3"
    linked(UserFactory(device=True))
    come(client, provider)
    assert client.get("/compte/").url.startswith("/compte/second-facteur/")


def test_second_factor_of_the_provider_ends_with_the_session(
    client: Client, provider: Provider
) -> None:
    provider.presents(**AGENT).acr = "eidas2"
    agent = linked(UserFactory(officer=True, username="agent0001"), "proconnect")
    come(client, provider, "proconnect")
    client.post("/compte/deconnexion/")
    client.post("/compte/connexion/", {"login": agent.username, "password": PASSWORD})
    assert client.get("/gestion/").url.startswith("/compte/second-facteur/")


def test_two_factors_can_be_required_of_everybody_at_proconnect(
    client: Client, provider: Provider, settings: Any
) -> None:
    settings.PROCONNECT_REQUIRES_SECOND_FACTOR = True
    asked = query_of(way_out(client.post("/compte/proconnect/")))
    level = json.loads(asked["claims"])["id_token"]["acr"]
    assert level["essential"]
    assert "eidas1" not in level["values"]
    provider.presents(**AGENT).acr = "eidas1"
    assert come(client, provider, "proconnect").status_code == 403
    assert not User.objects.exists()


# What is checked of the answers


def altered(**changes: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def change(claims: dict[str, Any]) -> dict[str, Any]:
        mixed = {**claims, **changes}
        return {name: value for name, value in mixed.items() if value is not None}

    return change


def assert_refused(client: Client, provider: Provider, status: int = 502) -> None:
    response = come(client, provider)
    assert response.status_code == status, response
    assert not is_in(client)
    assert "identity_waiting" not in client.session
    assert not SocialAccount.objects.exists()


BAD_CLAIMS: list[Any] = [
    {"iss": "https://autre.example"},
    {"aud": "un-autre-service"},
    {"aud": ["portail", "un-autre-service"]},
    {"nonce": "n" * 43},
    {"nonce": None},
    {"sub": None},
    {"sub": ""},
    {"sub": 12},
    {"exp": None},
    {"exp": int(time.time()) - 60},
    {"iat": None},
    {"iat": int(time.time()) + 86_400},
]


@pytest.mark.parametrize("changes", BAD_CLAIMS, ids=lambda one: "-".join(one))
def test_id_token_that_says_otherwise_opens_nothing(
    client: Client, provider: Provider, changes: dict[str, Any]
) -> None:
    provider.alter_id_token = altered(**changes)
    assert_refused(client, provider)


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://autre.example"},
        {"aud": "un-autre-service"},
        {"sub": "c" * 66},
        {"sub": None},
    ],
)
def test_userinfo_that_says_otherwise_opens_nothing(
    client: Client, provider: Provider, changes: dict[str, Any]
) -> None:
    provider.alter_userinfo = altered(**changes)
    assert_refused(client, provider)


def test_userinfo_that_is_not_signed_opens_nothing(client: Client, provider: Provider) -> None:
    provider.rubbish["/userinfo"] = json.dumps({"sub": SUB, **CLAIRE})
    assert_refused(client, provider)


@pytest.mark.parametrize("acr", [None, "", "eidas0", "eidas1-mfa", "n'importe quoi"])
def test_level_too_low_opens_nothing(client: Client, provider: Provider, acr: str | None) -> None:
    provider.acr = acr
    assert_refused(client, provider, 403)


def test_signature_of_another_key_opens_nothing(client: Client, provider: Provider) -> None:
    provider.signing_key = OTHER_EC_KEY
    assert_refused(client, provider)


def test_unsigned_token_opens_nothing(client: Client, provider: Provider) -> None:
    provider.algorithm = "none"
    assert_refused(client, provider)


def test_token_signed_with_the_shared_secret_opens_nothing(
    client: Client, provider: Provider
) -> None:
    provider.algorithm, provider.signing_key = "HS256", openid.CLIENT_SECRET
    assert_refused(client, provider)


def test_key_of_another_kind_opens_nothing(client: Client, provider: Provider) -> None:
    provider.algorithm, provider.signing_key = "RS256", RSA_KEY
    assert_refused(client, provider)


def test_rs256_is_accepted_too(client: Client, provider: Provider) -> None:
    provider.algorithm, provider.signing_key, provider.key_id = "RS256", RSA_KEY, "rsa-1"
    assert come(client, provider).url == "/compte/franceconnect/bienvenue/"


def test_keys_changed_at_the_provider_are_asked_again_once(
    client: Client, provider: Provider
) -> None:
    come(client, provider)
    provider.published = {"ec-2": OTHER_EC_KEY}
    provider.signing_key, provider.key_id = OTHER_EC_KEY, "ec-2"
    assert come(Client(), provider).url == "/compte/franceconnect/bienvenue/"
    provider.key_id = "inconnue"
    assert come(Client(), provider).status_code == 502
    assert provider.asked.count("/jwks") == 2


def test_state_serves_once_in_its_own_browser(client: Client, provider: Provider) -> None:
    address = way_out(client.post("/compte/franceconnect/"))
    back = provider.authorize(address)
    assert Client().get(back).status_code == 400
    assert client.get(back).url == "/compte/franceconnect/bienvenue/"
    assert client.get(back).status_code == 400
    assert client.get("/compte/franceconnect/retour/?code=x&state=inventé").status_code == 400


def test_state_of_one_provider_is_not_the_other_s(client: Client, provider: Provider) -> None:
    address = way_out(client.post("/compte/franceconnect/"))
    back = provider.authorize(address).replace("franceconnect", "proconnect")
    assert client.get(back).status_code == 400


def test_code_used_by_somebody_else_opens_nothing(client: Client, provider: Provider) -> None:
    stolen = query_of(provider.authorize(way_out(Client().post("/compte/franceconnect/"))))
    mine = query_of(way_out(client.post("/compte/franceconnect/")))
    back = f"/compte/franceconnect/retour/?code={stolen['code']}&state={mine['state']}"
    assert client.get(back).status_code == 502


# A provider that fails


def test_giving_up_at_the_provider_changes_nothing(client: Client, provider: Provider) -> None:
    response = come(client, provider, error="access_denied")
    assert response.status_code == 200
    assert "rien n’a changé" in response.content.decode().replace("&#x27;", "’").replace("'", "’")


@pytest.mark.parametrize("place", ["/.well-known/openid-configuration", "/jwks"])
def test_provider_that_does_not_answer_is_said_so(
    client: Client, provider: Provider, place: str
) -> None:
    if place == "/jwks":
        provider.broken.add(place)
        response = come(client, provider)
    else:
        provider.broken.add(place)
        response = client.post("/compte/franceconnect/")
    assert response.status_code == 503
    assert "ne répond pas" in response.content.decode()
    provider.broken.clear()
    assert come(client, provider).status_code == 302


@pytest.mark.parametrize("place", ["/token", "/userinfo"])
def test_error_half_way_opens_nothing(client: Client, provider: Provider, place: str) -> None:
    provider.broken.add(place)
    response = come(client, provider)
    assert response.status_code in {502, 503}
    assert not is_in(client)


@pytest.mark.parametrize("place", ["/token", "/jwks", "/.well-known/openid-configuration"])
@pytest.mark.parametrize("rubbish", ["<html>", "[]", "{}", '"texte"', "null", '{"keys": [{}]}'])
def test_rubbish_opens_nothing_and_breaks_nothing(
    client: Client, provider: Provider, place: str, rubbish: str
) -> None:
    provider.rubbish[place] = rubbish
    first = client.post("/compte/franceconnect/")
    if first.status_code == 200:
        first = client.get(provider.authorize(way_out(first)))
    assert first.status_code in {502, 503}
    assert not is_in(client)


def test_unknown_error_at_the_provider_opens_nothing(client: Client, provider: Provider) -> None:
    assert come(client, provider, error="server_error").status_code == 502


def test_no_address_nor_name_is_written_to_the_logs(
    client: Client, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    provider.acr = "eidas0"
    come(client, provider)
    provider.acr = "eidas1"
    client.post(come(client, provider).url)
    said = " ".join(record.getMessage() for record in caplog.records).lower()
    for secret in ("claire", "morvan", "jeton", SUB, openid.CLIENT_SECRET):
        assert secret not in said
    assert SUB not in json.dumps([event.params for event in Event.objects.all()])


# Confirming who one is


def test_who_has_no_password_confirms_through_the_provider(
    client: Client, provider: Provider
) -> None:
    client.post(come(client, provider).url)
    with time_machine.travel(timezone.now() + timedelta(minutes=40)):
        asked = client.get("/compte/adresse/")
        assert asked.url == "/compte/confirmer/?next=%2Fcompte%2Fadresse%2F"
        page = client.get(asked.url).content.decode()
        assert "avec FranceConnect" in page
        assert 'type="password"' not in page
        address = way_out(
            client.post("/compte/franceconnect/confirmer/", {"next": "/compte/adresse/"})
        )
        assert query_of(address)["prompt"] == "login"
        assert client.get(provider.authorize(address)).url == "/compte/adresse/"
        page = client.get("/compte/adresse/").content.decode()
        assert 'type="password"' not in page
        data = {"email": "neuve@exemple.example", "email2": "neuve@exemple.example"}
        assert client.post("/compte/adresse/", data).url == "/compte/adresse/"


def test_who_has_a_password_may_choose(client: Client, provider: Provider) -> None:
    sign_in(client, linked(UserFactory()), stale=True)
    page = client.get("/compte/confirmer/").content.decode()
    assert "avec FranceConnect" in page
    assert "avec ProConnect" not in page
    assert 'type="password"' in page


def test_somebody_else_at_the_provider_confirms_nothing(client: Client, provider: Provider) -> None:
    sign_in(client, linked(UserFactory()), stale=True)
    provider.presents(**CLAIRE).person["sub"] = "d" * 66
    response = go(client, provider, "/compte/franceconnect/confirmer/", next="/compte/adresse/")
    assert response.status_code == 403
    assert client.session["proved_at"] == 0


def test_confirming_never_leads_to_another_site(client: Client, provider: Provider) -> None:
    sign_in(client, linked(UserFactory()), stale=True)
    response = go(
        client, provider, "/compte/franceconnect/confirmer/", next="https://autre.example/"
    )
    assert response.url == "/espace/"


def test_who_has_no_password_asks_for_a_link_to_choose_one(
    client: Client, provider: Provider
) -> None:
    client.post(come(client, provider).url)
    assert client.get("/compte/mot-de-passe/").url == "/compte/identifiants/"


# Signing out


def test_signing_out_leads_to_the_provider_and_back(client: Client, provider: Provider) -> None:
    client.post(come(client, provider).url)
    address = way_out(client.post("/compte/deconnexion/"))
    assert not is_in(client)
    asked = query_of(address)
    assert address.startswith(f"{provider.url}/session/end?")
    assert (
        asked["post_logout_redirect_uri"] == "http://testserver/compte/franceconnect/deconnexion/"
    )
    assert asked["id_token_hint"].count(".") == 2
    assert len(asked["state"]) >= 32
    wrong = client.get("/compte/franceconnect/deconnexion/?state=faux")
    assert wrong.url == "/"


def test_return_from_signing_out_is_told_when_it_was_asked(
    client: Client, provider: Provider
) -> None:
    client.post(come(client, provider).url)
    state = query_of(way_out(client.post("/compte/deconnexion/")))["state"]
    place = f"/compte/franceconnect/deconnexion/?state={state}"
    assert Client().get(place).url == "/"
    assert client.get(place).url == "/compte/connexion/"
    assert "déconnecté" in client.get("/compte/connexion/").content.decode()
    assert client.get(place).url == "/"


def test_signing_out_works_when_the_provider_is_down(client: Client, provider: Provider) -> None:
    client.post(come(client, provider).url)
    cache.clear()
    provider.broken.add("/.well-known/openid-configuration")
    assert way_out(client.post("/compte/deconnexion/")).startswith(f"{provider.url}/session/end?")
    assert not is_in(client)


def test_who_came_by_their_password_signs_out_of_the_portal_alone(
    client: Client, provider: Provider
) -> None:
    sign_in(client, linked(UserFactory()))
    assert client.post("/compte/deconnexion/").url == "/"
