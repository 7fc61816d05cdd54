"""« Espace personnel »: what waits, dossiers by theme, and the way to the aids one may ask."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aids.models import AidPage, Theme
from applications.accounts.models import User
from applications.submissions import space
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.aids import AidFactory
from tests.factories.structures import MembershipFactory
from tests.factories.submissions import SubmissionFactory, file_now
from tests.journeys.test_apply import text_of

pytestmark = pytest.mark.django_db

SPACE, LIST = "/espace/", "/espace/dossiers/"


@pytest.fixture
def person() -> User:
    return UserFactory(with_sheet=True)


@pytest.fixture
def client(person: User) -> Client:
    return sign_in(Client(), person)


def themes(*codes: str) -> None:
    """Give themes their order in the catalogue."""
    for position, code in enumerate(codes):
        Theme.objects.create(code=code, label=code.capitalize(), position=position)


def sections(client: Client) -> dict[str, str]:
    """Return what stands under each theme of the space, in order."""
    html = client.get(SPACE).content.decode()
    found = re.findall(r'<section aria-labelledby="theme-([\w-]+)">(.*?)</section>', html, re.S)
    return dict(found)


def test_dossiers_stand_under_the_first_theme_of_their_aid(client: Client, person: User) -> None:
    themes("culture", "jeunesse", "sport")
    for title, codes in (
        ("Stade", ["sport"]),
        ("Festival", ["sport", "culture"]),
        ("Mobilité", ["jeunesse"]),
    ):
        SubmissionFactory(person=person, aid=AidFactory(title=title, page={"themes": codes}))
    found = sections(client)
    assert list(found) == ["culture", "jeunesse", "sport"]
    assert "Festival" in found["culture"]
    assert "Mobilité" in found["jeunesse"]
    assert "Stade" in found["sport"]
    assert "Festival" not in found["sport"]


def test_an_aid_without_theme_or_page_comes_last(client: Client, person: User) -> None:
    themes("culture")
    withdrawn = AidFactory(title="Retirée", page={"themes": ["culture"]})
    for aid in (AidFactory(title="Seule", page={"themes": []}), withdrawn):
        SubmissionFactory(person=person, aid=aid)
    AidPage.objects.get(translation_key=withdrawn.key).unpublish()
    found = sections(client)
    assert list(found) == ["culture", "autre"]
    assert "Retirée" in found["culture"]
    assert "Autres aides" in found["autre"]


def test_a_theme_shows_its_latest_and_leads_to_the_rest(client: Client, person: User) -> None:
    themes("culture", "sport")
    festival = AidFactory(title="Festival", page={"themes": ["culture"]})
    stadium = AidFactory(title="Stade", page={"themes": ["sport"]})
    dossiers = [SubmissionFactory(person=person, aid=festival) for _number in range(5)]
    other = SubmissionFactory(person=person, aid=stadium)
    found = sections(client)["culture"]
    shown = [one.reference for one in dossiers if one.reference in found]
    assert len(shown) == space.LATEST_SHOWN
    assert f'href="{LIST}?theme=culture"' in found
    assert "Suivre les 5 demandes" in found
    listed = text_of(client.get(LIST, {"theme": "culture"}))
    assert all(one.reference in listed for one in dossiers)
    assert other.reference not in listed
    assert other.reference in text_of(client.get(LIST, {"theme": "inconnu"}))


def test_every_draft_waits_however_many_dossiers_came_after(client: Client, person: User) -> None:
    aid = AidFactory()
    draft = SubmissionFactory(person=person, aid=aid)
    for _number in range(7):
        file_now(SubmissionFactory(person=person, aid=aid, complete=True))
    html = client.get(SPACE).content.decode()
    waiting = html[html.index("À faire") : html.index("Mes demandes d'aide")]
    assert draft.reference in waiting
    assert waiting.count("/espace/dossiers/") == 1


def test_nothing_yet_says_what_to_do(client: Client) -> None:
    words = text_of(client.get(SPACE))
    assert "Rien ne vous attend" in words
    assert "Aucune demande pour le moment" in words


def test_other_people_s_dossiers_stay_theirs(client: Client) -> None:
    other = SubmissionFactory()
    assert other.reference not in text_of(client.get(SPACE))
    assert other.reference not in text_of(client.get(LIST, {"theme": "jeunesse"}))


def test_applying_leads_to_the_open_aids_for_whom_one_acts(client: Client, person: User) -> None:
    """Person, then structure; the header, the space and an empty list say the same."""
    address = "/aides/?depot=1&amp;public={}&amp;ouverture=ouverte"
    for family in ("particulier", "association"):
        if family == "association":
            MembershipFactory(user=person)
        for page in (SPACE, LIST, "/espace/fragments/entete/"):
            assert address.format(family) in client.get(page).content.decode(), (page, family)
    assert "depot=1" not in Client().get("/espace/fragments/entete/").content.decode()
    assert "/aides/?depot=1&amp;ouverture=ouverte" in Client().get("/aides/").content.decode()


def test_the_space_costs_the_same_whatever_the_number_of_dossiers(
    client: Client, person: User
) -> None:
    aids = [AidFactory(page={"themes": [code]}) for code in ("culture", "sport", "jeunesse")]
    SubmissionFactory(person=person, aid=aids[0])
    client.get(SPACE)
    with CaptureQueriesContext(connection) as few:
        client.get(SPACE)
    for number in range(15):
        SubmissionFactory(person=person, aid=aids[number % 3])
    with CaptureQueriesContext(connection) as many:
        client.get(SPACE)
    assert len(many) == len(few)
