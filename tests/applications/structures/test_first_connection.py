"""« Première connexion »: asked once, left by « Plus tard », never after an invitation."""

from datetime import date
from unittest.mock import patch

import pytest
from django.test import Client

from applications.accounts.models import User
from applications.structures.models import Structure
from applications.structures.services.first_connection import is_due
from tests.applications.structures.test_joining import COMPANIES, RECORD, SIRET
from tests.factories.accounts import PASSWORD, FamilyFactory, UserFactory, sign_in
from tests.factories.structures import (
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
)

pytestmark = pytest.mark.django_db

FIRST = "/compte/premiere-connexion/"
BORN = {"birth_date_day": "29", "birth_date_month": "2", "birth_date_year": "2008"}


@pytest.fixture(autouse=True)
def families() -> None:
    for code in ("particulier", "association", "entreprise"):
        FamilyFactory(code=code)


def signed_in(user: User, **data: str) -> tuple[Client, str]:
    client = Client()
    answer = client.post(
        "/compte/connexion/", {"login": user.username, "password": PASSWORD, **data}
    )
    return client, answer.url


def test_first_sign_in_leads_to_it_until_left() -> None:
    """« Plus tard », and it comes no more by itself."""
    user = UserFactory(newcomer=True)
    client, place = signed_in(user)
    assert place == FIRST
    page = client.get(FIRST).text.replace("&#x27;", "'")
    for words in (
        "Je dispose d'un code de rattachement",
        "Formuler une demande de code d'identification",
        "Je ne dispose pas d'un code de rattachement",
        "Je suis ou je représente un(e)",
        "Je m'enregistre",
    ):
        assert words in page
    assert client.post(f"{FIRST}plus-tard/").url == "/espace/"
    assert signed_in(user)[1] == "/espace/"
    assert client.get(FIRST).status_code == 200


def test_page_one_was_heading_to_comes_first() -> None:
    """An aid's form above all."""
    assert signed_in(UserFactory(newcomer=True), next="/aides/x/deposer/")[1] == "/aides/x/deposer/"


def test_who_said_already_is_not_asked() -> None:
    """A sheet, a structure present or past, an answer awaited; nor staff."""
    for user in (
        UserFactory(newcomer=True, with_sheet=True),
        MembershipFactory(user=UserFactory(newcomer=True)).user,
        JoinRequestFactory(user=UserFactory(newcomer=True)).user,
        InvitationFactory(awaiting=True, user=UserFactory(newcomer=True)).user,
        UserFactory(newcomer=True, officer=True),
    ):
        assert not is_due(user)
    assert is_due(UserFactory(newcomer=True))


def test_person_gives_their_date_of_birth() -> None:
    """A minor born on 29 February; the page asked from is found again."""
    user = UserFactory(newcomer=True)
    client = sign_in(Client(), user)
    client.get(f"{FIRST}?next=/aides/bourse/deposer/")
    refused = client.post(FIRST, {"family": "particulier"})
    assert refused.status_code == 422
    assert "Saisissez votre date de naissance" in refused.text
    answer = client.post(FIRST, {"family": "particulier", "siret": "faux", **BORN})
    assert answer.url == "/aides/bourse/deposer/"
    user.refresh_from_db()
    assert user.birth_date == date(2008, 2, 29)
    assert not is_due(user)


def test_other_sites_are_never_gone_to() -> None:
    """`next` is a path of this portal."""
    client = sign_in(Client(), UserFactory(newcomer=True))
    client.get(f"{FIRST}?next=https://ailleurs.example/")
    assert client.post(f"{FIRST}plus-tard/").url == "/espace/"


def test_structure_by_its_siret_in_two_screens() -> None:
    """The number, « C'est bien ma structure », the personal space."""
    user = UserFactory(newcomer=True)
    client = sign_in(Client(), user)
    with patch(COMPANIES, return_value=RECORD):
        first = client.post(FIRST, {"family": "entreprise", "siret": SIRET, **BORN})
        assert first.url == "/espace/structures/ajouter/trouvee/"
        assert client.post(first.url).url == "/espace/"
    assert Structure.objects.of(user).get().siret == SIRET
    user.refresh_from_db()
    assert user.birth_date is None


@pytest.mark.parametrize("year", ["1850", "2090", "80"])
def test_impossible_birth_is_refused(year: str) -> None:
    """And what was typed stays."""
    client = sign_in(Client(), UserFactory(newcomer=True))
    answer = client.post(FIRST, {"family": "particulier", **BORN, "birth_date_year": year})
    assert answer.status_code == 422
    assert f'value="{year}"' in answer.text
