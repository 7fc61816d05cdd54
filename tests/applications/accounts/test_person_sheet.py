"""« Mes informations personnelles »: looked up, typed by hand, abroad; names put right."""

import html
import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from applications.accounts.forms.sheet import PersonSheetForm
from applications.accounts.models import PersonSheet, User
from applications.registries.address_search import entry_of
from applications.registries.records import AddressRecord
from applications.submissions.filed import identity_rows
from cms.core.models import Event
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.submissions import SubmissionFactory

pytestmark = pytest.mark.django_db

PLACE = "/compte/informations/"
FOUND = AddressRecord(
    line="27 Rue des Lavandières",
    postcode="35400",
    city="Saint-Malo",
    city_code="35288",
    is_exact=True,
)
TYPED = {
    "civility": "madame",
    "last_name": "D'Alençon-Kérvoën",
    "first_name": "Zoé",
    "birth_date_day": "29",
    "birth_date_month": "2",
    "birth_date_year": "2004",
    "address_search": "",
    "address_line": "27 rue des Lavandières",
    "address_complement": "Bâtiment B",
    "address_postcode": "96 000",
    "address_city": "Kervalen",
    "address_country": "FR",
    "phone": "+32 2 555 12 12",
    "mobile": "06 61 91 41 01",
}


@pytest.fixture
def person(client: Client) -> User:
    user: User = UserFactory()
    sign_in(client, user)
    return user


def text_of(response: Any) -> str:
    """Return the words of a page, entities and no-break spaces read."""
    words = html.unescape(response.content.decode())
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def sheet_of(user: User) -> PersonSheet:
    user.refresh_from_db()
    return PersonSheet.objects.get(user=user)


def test_everything_is_kept_once_for_every_application(client: Client, person: User) -> None:
    response = client.post(PLACE, TYPED, follow=True)
    assert "Vos informations personnelles ont bien été enregistrées." in text_of(response)
    sheet = sheet_of(person)
    assert (person.last_name, person.first_name) == ("D'Alençon-Kérvoën", "Zoé")
    assert person.birth_date == date(2004, 2, 29)
    assert (sheet.postcode, sheet.city, sheet.country) == ("96000", "Kervalen", "FR")
    assert (sheet.phone, sheet.mobile) == ("+32 2 555 12 12", "06 61 91 41 01")
    assert not sheet.is_from_register
    again = text_of(client.get(PLACE))
    for typed in ("D'Alençon-Kérvoën", "Bâtiment B", "06 61 91 41 01"):
        assert f'value="{typed}"' in again


@pytest.mark.parametrize(
    ("country", "postcode", "city"),
    [("BE", "4000", "Liège"), ("IE", "", "Dublin"), ("RE", "97400", "Saint-Denis")],
)
def test_an_address_abroad_has_its_own_rules(
    client: Client, person: User, country: str, postcode: str, city: str
) -> None:
    abroad = {"address_country": country, "address_postcode": postcode, "address_city": city}
    assert client.post(PLACE, {**TYPED, **abroad}).status_code == 302
    sheet = sheet_of(person)
    assert (sheet.country, sheet.postcode, sheet.city) == (country, postcode, city)


@pytest.mark.parametrize(("postcode", "city"), [("20200", "Bastia"), ("97110", "Pointe-à-Pitre")])
def test_corsica_and_overseas_are_in_france(
    client: Client, person: User, postcode: str, city: str
) -> None:
    there = {"address_postcode": postcode, "address_city": city}
    assert client.post(PLACE, {**TYPED, **there}).status_code == 302
    assert sheet_of(person).postcode == postcode


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"address_postcode": "96"}, "Écrivez le code postal avec ses cinq chiffres"),
        ({"address_line": ""}, "Écrivez le numéro et la voie"),
        ({"phone": "abc"}, "Écrivez un numéro de téléphone"),
        ({"birth_date_year": "2003"}, "Il y a un problème"),
        ({"birth_date_year": "2999", "birth_date_day": "1"}, "ne peut pas être dans le futur"),
        ({"last_name": ""}, "Saisissez votre nom"),
        ({"last_name": "N" * 101}, "100"),
        ({"civility": "comte"}, "Il y a un problème"),
        ({"address_country": "ZZ"}, "Il y a un problème"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    client: Client, person: User, wrong: dict[str, str], words: str
) -> None:
    response = client.post(PLACE, {**TYPED, **wrong})
    assert response.status_code == 422
    page = text_of(response)
    assert words in page
    assert 'value="Bâtiment B"' in page
    assert not PersonSheet.objects.filter(user=person).exists()
    assert not Event.objects.filter(kind="account.names_rectified").exists()


def test_an_address_chosen_without_a_script_is_the_register_s(client: Client, person: User) -> None:
    chosen = {
        "address_search": FOUND.label,
        "address_search_code": entry_of(FOUND).code,
        "address_line": "",
        "address_postcode": "",
        "address_city": "",
    }
    assert client.post(PLACE, {**TYPED, **chosen}).status_code == 302
    sheet = sheet_of(person)
    assert (sheet.address_line, sheet.city) == ("27 Rue des Lavandières", "Saint-Malo")
    assert sheet.is_from_register


@pytest.mark.parametrize(("line", "is_proven"), [(FOUND.line, True), ("28 rue Haute", False)])
def test_an_address_filled_in_by_the_script_is_proven_as_long_as_it_is_not_changed(
    client: Client, person: User, line: str, is_proven: bool
) -> None:
    filled = {
        "address_line": line,
        "address_postcode": FOUND.postcode,
        "address_city": FOUND.city,
        "address_proof": entry_of(FOUND).code,
    }
    assert client.post(PLACE, {**TYPED, **filled}).status_code == 302
    assert sheet_of(person).is_from_register is is_proven


def test_a_forged_proof_proves_nothing(client: Client, person: User) -> None:
    forged = {"address_proof": json.dumps({"line": "27 rue des Lavandières"})}
    assert client.post(PLACE, {**TYPED, **forged}).status_code == 302
    assert not sheet_of(person).is_from_register


def test_searching_refuses_and_stores_nothing(client: Client, person: User) -> None:
    sent = {**TYPED, "address_search": "lavandieres", "last_name": "", "action": "actualiser"}
    response = client.post(PLACE, sent)
    assert response.status_code == 200
    assert 'value="Bâtiment B"' in text_of(response)
    assert "Il y a un problème" not in text_of(response)
    assert not PersonSheet.objects.filter(user=person).exists()


def test_names_may_be_put_right_without_giving_an_address(client: Client, person: User) -> None:
    alone = {name: value for name, value in TYPED.items() if not name.startswith("address_")}
    assert client.post(PLACE, {**alone, "address_country": "FR"}).status_code == 302
    assert sheet_of(person).address_line == ""
    (event,) = Event.objects.filter(kind="account.names_rectified")
    assert event.params == {}
    assert "Noms rectifiés" in text_of(client.get("/compte/"))


def test_what_was_filed_keeps_its_names(client: Client) -> None:
    filed = SubmissionFactory(filed=True)
    before = filed.filed_identity
    sign_in(client, filed.writer)
    assert client.post(PLACE, TYPED).status_code == 302
    filed.refresh_from_db()
    assert filed.filed_identity == before
    assert filed.filed_identity["name"] != "Zoé D'Alençon-Kérvoën"


def test_the_step_of_a_dossier_asks_the_same_questions_but_the_names(person: User) -> None:
    asked = set(PersonSheetForm.of(person).fields)
    assert {"birth_date", "address_country", "phone", "mobile"} <= asked
    assert "last_name" not in asked


def test_staff_apply_for_nothing(client: Client) -> None:
    sign_in(client, UserFactory(officer=True))
    assert client.get(PLACE).status_code == 403
    assert client.post(PLACE, TYPED).status_code == 403


def test_an_address_abroad_is_read_in_what_is_filed(person: User) -> None:
    PersonSheet.objects.create(
        user=person, address_line="12 rue Haute", postcode="4000", city="Liège", country="BE"
    )
    PersonSheet.objects.filter(user=person).update(mobile="+32 470 12 34 56")
    filed = SubmissionFactory(filed=True, person=person, writer=person)
    rows = dict(identity_rows(filed))
    assert rows["Pays"] == "Belgique"
    assert rows["Téléphone portable"] == "+32 470 12 34 56"
