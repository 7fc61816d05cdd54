"""The sheet of a structure: read by its people, edited block by block, each with its origin."""

import html
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from applications.registries.address_search import SIGNER
from applications.structures.forms.blocks import IdentificationForm
from applications.structures.forms.sheet import StructureSheetForm
from applications.structures.models import Origin, Structure
from applications.structures.services import correct_sheet, sheets
from cms.core.models import Event
from tests.factories.accounts import FamilyFactory, UserFactory, sign_in
from tests.factories.structures import MembershipFactory, StructureFactory, luhn_siret

pytestmark = pytest.mark.django_db

IDENTIFICATION = {
    "name": "Les Amis de l'Île d'Yeu – Ærø",
    "acronym": "AIY",
    "rna": "w 2b0 012 345",
    "naf": "94.99Z",
    "legal_form": "Association déclarée",
    "website": "www.amis.example",
    "phone": "+33 2 61 91 33 01",
    "mobile": "",
    "fax": "",
    "email": "contact@amis.example",
    "published_on_day": "29",
    "published_on_month": "2",
    "published_on_year": "2024",
}
ADDRESS = {
    "address_line": "3 quai du Canal",
    "address_complement": "Bâtiment B",
    "address_locality": "",
    "address_postcode": "20200",
    "address_city": "Bastia",
    "address_country": "FR",
}


def page_of(structure: Structure, part: str = "") -> str:
    """Return the address of the sheet or of one of its blocks."""
    return f"/espace/structures/{structure.pk}/{part}"


def words_of(answer: Any) -> str:
    """Return what a page says, its no-break spaces and its entities read."""
    return html.unescape(answer.text).replace("\u00a0", " ").replace("\u202f", " ")


def browser_of(**traits: Any) -> tuple[Client, Structure]:
    """Return the browser of somebody of a structure of their own."""
    membership = MembershipFactory(**traits)
    return sign_in(Client(), membership.user), membership.structure


def test_correcting_the_sheet_notes_which_fields_changed() -> None:
    """Not their values; the same values again are no change."""
    manager = MembershipFactory(manager=True)
    values = {"name": manager.structure.name, "city": "Brumel"}
    for _ in range(2):
        correct_sheet(manager.structure, values=values, actor=manager.user, now=timezone.now())
    event = Event.objects.get(kind="structure.sheet_changed")
    assert event.params == {"fields": ["city"]}
    assert Structure.objects.get(pk=manager.structure_id).city == "Brumel"


def test_sheet_is_read_by_its_people_and_hidden_from_others() -> None:
    """200 for members and managers, who alone find how to edit; a recorded 404 for a stranger."""
    manager = MembershipFactory(manager=True)
    member = MembershipFactory(structure=manager.structure)
    page = page_of(manager.structure)
    shown = sign_in(Client(), member.user).get(page)
    assert shown.status_code == 200
    assert "identification/" not in shown.text
    assert "identification/" in sign_in(Client(), manager.user).get(page).text
    assert sign_in(Client(), UserFactory()).get(page).status_code == 404
    assert Event.objects.filter(kind="structure.access_denied").count() == 1


@pytest.mark.parametrize("part", ["identification/", "adresse/", "correspondance/"])
def test_a_member_edits_no_block(part: str) -> None:
    """Refused and noted; a stranger finds nothing; nothing changes."""
    browser, structure = browser_of()
    assert browser.post(page_of(structure, part), {"name": "X", **ADDRESS}).status_code == 403
    assert Event.objects.filter(kind="access.refused").exists()
    stranger = sign_in(Client(), UserFactory())
    assert stranger.get(page_of(structure, part)).status_code == 404
    assert not structure.values.exists()


def test_identification_is_saved_with_the_origin_of_each_value() -> None:
    """A Corsican RNA number, 29 February, an activity by its code, a site without its scheme."""
    browser, structure = browser_of(manager=True)
    answer = browser.post(page_of(structure, "identification/"), IDENTIFICATION)
    assert answer["Location"] == page_of(structure) + "#identification"
    saved = Structure.objects.get(pk=structure.pk)
    assert (saved.name, saved.rna) == ("Les Amis de l'Île d'Yeu – Ærø", "W2B0012345")
    assert (saved.naf_code, saved.naf_nomenclature) == ("94.99Z", "NAF rév. 2")
    assert saved.website == "https://www.amis.example"
    assert saved.published_on == date(2024, 2, 29)
    value = structure.values.get(field="rna")
    assert (value.value, value.origin) == ("W2B0012345", Origin.USER)
    shown = words_of(browser.get(page_of(structure)))
    assert "Saisi par" in shown
    assert "29 février 2024" in shown
    assert "Modifié le" in shown


def test_a_receipt_of_the_prefecture_stands_for_an_rna_number() -> None:
    """One box for both."""
    browser, structure = browser_of(manager=True)
    receipt = {**IDENTIFICATION, "rna": "0353012345 du 3/4/1999"}
    browser.post(page_of(structure, "identification/"), receipt)
    saved = Structure.objects.get(pk=structure.pk)
    assert (saved.rna, saved.receipt_number) == ("", "0353012345 du 3/4/1999")
    assert "récépissé" in words_of(browser.get(page_of(structure)))


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("name", "", "raison sociale"),
        ("name", "é" * 201, "200"),
        ("rna", "W12345678-", "W353012345"),
        ("naf", "", "activité"),
        ("naf", "zzzz", "94.99Z"),
        ("email", "pas une adresse", "nom@exemple.org"),
        ("phone", "appelez-moi", "02 99 00 00 00"),
        ("website", "pas un site", "www.exemple.org"),
        ("published_on_day", "31", "existe"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    name: str, typed: str, message: str
) -> None:
    """422, the words beside the field, the rest as typed, nothing stored."""
    browser, structure = browser_of(manager=True)
    page = page_of(structure, "identification/")
    answer = browser.post(page, {**IDENTIFICATION, name: typed})
    assert answer.status_code == 422
    assert message in words_of(answer)
    assert "Association déclarée" in answer.text
    assert not structure.values.exists()


def test_a_name_of_a_hundred_characters_is_kept() -> None:
    """With its accents and its apostrophes."""
    browser, structure = browser_of(manager=True)
    name = "Œuvres d'Été " + "é" * 87
    browser.post(page_of(structure, "identification/"), {**IDENTIFICATION, "name": name})
    assert Structure.objects.get(pk=structure.pk).name == name


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("356 000 000 00048", "35600000000048"),
        (luhn_siret(800), luhn_siret(800)),
        ("99910002700014", None),
        ("1234", None),
    ],
)
def test_a_siret_is_given_once_and_its_key_is_checked(typed: str, stored: str | None) -> None:
    """Those of La Poste have a key of their own; once given, only the Region changes it."""
    structure = StructureFactory(siret=None, family=FamilyFactory(code="entreprise"))
    browser, _ = browser_of(manager=True, structure=structure)
    page = page_of(structure, "identification/")
    answer = browser.post(page, {**IDENTIFICATION, "siret": typed})
    assert Structure.objects.get(pk=structure.pk).siret == stored
    assert answer.status_code == (302 if stored else 422)
    if stored:
        assert 'name="siret"' not in browser.get(page).text
        browser.post(page, {**IDENTIFICATION, "siret": luhn_siret(801)})
        assert Structure.objects.get(pk=structure.pk).siret == stored


def test_the_siret_of_another_structure_is_refused() -> None:
    """With a way out: the Region."""
    other = StructureFactory()
    structure = StructureFactory(siret=None)
    browser, _ = browser_of(manager=True, structure=structure)
    typed = {**IDENTIFICATION, "siret": str(other.siret)}
    answer = browser.post(page_of(structure, "identification/"), typed)
    assert answer.status_code == 422
    assert "celui d'une autre structure" in words_of(answer)
    assert other.name not in answer.text


@pytest.mark.parametrize(
    ("postcode", "city", "insee"),
    [
        ("20200", "Bastia", "2B033"),
        ("20 000", "Ajaccio", "2A004"),
        ("97400", "Saint-Denis", "97411"),
        ("97500", "Saint-Pierre", "97502"),
        ("35049", "Rennes Cedex", ""),
    ],
)
def test_communes_of_corsica_and_overseas_are_known(postcode: str, city: str, insee: str) -> None:
    """The code of the commune goes with the address, when one is sure."""
    browser, structure = browser_of(manager=True)
    typed = {**ADDRESS, "address_postcode": postcode, "address_city": city}
    assert browser.post(page_of(structure, "adresse/"), typed).status_code == 302
    saved = Structure.objects.get(pk=structure.pk)
    assert (saved.postcode, saved.insee_code) == (postcode.replace(" ", ""), insee)


@pytest.mark.parametrize(
    ("typed", "is_taken"),
    [
        ({"address_postcode": "SW1A 1AA", "address_city": "London", "address_country": "GB"}, True),
        ({"address_postcode": "", "address_city": "Dublin", "address_country": "IE"}, True),
        ({"address_postcode": "4000", "address_city": "Liège", "address_country": "FR"}, False),
        ({"address_country": "ZZ"}, False),
        ({"address_line": "", "address_locality": "BP 12"}, True),
        ({"address_line": ""}, False),
        ({"address_city": ""}, False),
    ],
)
def test_an_address_may_be_abroad(typed: dict[str, str], is_taken: bool) -> None:
    """A French postcode is asked in France alone; a locality or a PO box may stand for a street."""
    browser, structure = browser_of(manager=True)
    answer = browser.post(page_of(structure, "adresse/"), {**ADDRESS, **typed})
    assert answer.status_code == (302 if is_taken else 422)
    if is_taken:
        country = typed.get("address_country", "FR")
        assert Structure.objects.get(pk=structure.pk).country == country


def test_an_address_of_the_register_says_so() -> None:
    """As long as it is not changed by hand."""
    browser, structure = browser_of(manager=True)
    record = {
        "line": "3 quai du Canal",
        "postcode": "20200",
        "city": "Bastia",
        "city_code": "2B033",
        "is_exact": True,
    }
    proof = SIGNER.sign_object(record)
    browser.post(page_of(structure, "adresse/"), {**ADDRESS, "address_proof": proof})
    told = {one.field: one.origin for one in structure.values.all()}
    assert told["city"] == Origin.REGISTER
    assert told["address_complement"] == Origin.USER
    moved = {**ADDRESS, "address_line": "4 quai du Canal", "address_proof": proof}
    browser.post(page_of(structure, "adresse/"), moved)
    latest = structure.values.filter(field="address_line").first()
    assert latest is not None
    assert (latest.value, latest.origin) == ("4 quai du Canal", Origin.USER)


def test_searching_without_scripts_refuses_nothing_yet() -> None:
    """« Rechercher » shows the results to choose from, and what was typed."""
    browser, structure = browser_of(manager=True)
    typed = {**ADDRESS, "address_line": "", "address_search": "Bastia", "action": "actualiser"}
    answer = browser.post(page_of(structure, "adresse/"), typed)
    assert answer.status_code == 200
    assert "govuk-error-summary" not in answer.text
    assert 'type="radio"' in answer.text
    assert "Bâtiment B" in answer.text
    searched = {**IDENTIFICATION, "naf": "boulangerie", "action": "actualiser"}
    found = browser.post(page_of(structure, "identification/"), searched)
    assert found.status_code == 200
    assert 'name="naf_code"' in found.text
    assert not structure.values.exists()


def test_letters_go_to_the_main_address_until_another_is_given() -> None:
    """All of it empty is an answer; half of it is not; it may be abroad."""
    browser, structure = browser_of(manager=True)
    page = page_of(structure, "correspondance/")
    assert browser.post(page, {"mailing_country": "FR"}).status_code == 302
    assert browser.post(page, {"mailing_recipient": "M. Le Goff"}).status_code == 422
    typed = {
        "mailing_recipient": "M. Le Goff",
        "mailing_line": "12 rue de l'Église",
        "mailing_postcode": "1000",
        "mailing_city": "Bruxelles",
        "mailing_country": "BE",
    }
    assert browser.post(page, typed).status_code == 302
    saved = Structure.objects.get(pk=structure.pk)
    assert (saved.mailing_city, saved.mailing_country) == ("Bruxelles", "BE")
    assert "Belgique" in words_of(browser.get(page_of(structure)))
    browser.post(page, {})
    assert Structure.objects.get(pk=structure.pk).mailing_line == ""


def test_closed_establishment_is_flagged() -> None:
    """With its day, above the sheet."""
    structure = StructureFactory(closed_on=date(2024, 5, 1))
    browser, _ = browser_of(structure=structure)
    assert "Établissement fermé depuis le 1er mai 2024" in words_of(browser.get(page_of(structure)))


def test_a_school_sees_its_managing_body_and_nothing_of_its_account() -> None:
    """Name and SIRET; the body has its own sheet."""
    body = StructureFactory(name="OGEC Les Ajoncs")
    school = StructureFactory(lycee=True, depends_on=body)
    browser, _ = browser_of(manager=True, structure=school)
    shown = browser.get(page_of(school)).text
    assert "OGEC Les Ajoncs" in shown
    assert browser.get(page_of(body)).status_code == 404
    other, _ = browser_of(manager=True, structure=body)
    assert school.name in words_of(other.get(page_of(body)))


def test_the_page_of_a_duplicate_leads_to_the_structure_kept() -> None:
    """For who acts for it; others find nothing."""
    kept = StructureFactory()
    gone = StructureFactory(merged_into=kept)
    browser, _ = browser_of(structure=kept)
    answer = browser.get(page_of(gone))
    assert (answer.status_code, answer["Location"]) == (301, page_of(kept))
    assert sign_in(Client(), UserFactory()).get(page_of(gone)).status_code == 404


def test_the_sheet_shows_the_newest_value_whoever_said_it() -> None:
    """The Region after a register: the Region's, on its day."""
    browser, structure = browser_of(manager=True)
    day = datetime(2026, 3, 2, 10, tzinfo=UTC)
    for city, origin, source in [
        ("Rennes", Origin.REGISTER, "Répertoire Sirene"),
        ("Brest", Origin.REGION, ""),
    ]:
        sheets.write(
            structure,
            values={"city": city},
            origin=origin,
            source=source,
            actor=UserFactory(administrator=True, last_name="Secret"),
            now=day,
        )
        day += timedelta(days=1)
    shown = words_of(browser.get(page_of(structure)))
    assert "La Région, le 3 mars 2026" in shown
    assert "Répertoire Sirene" not in shown
    assert "Secret" not in shown


def test_number_of_queries_of_the_sheet_follows_neither_values_nor_people(
    django_assert_max_num_queries: Any,
) -> None:
    """History and people are read at once."""
    browser, structure = browser_of(manager=True)
    for number in range(20):
        MembershipFactory(structure=structure)
        correct_sheet(
            structure, values={"city": f"V{number}"}, actor=UserFactory(), now=timezone.now()
        )
    with django_assert_max_num_queries(20):
        browser.get(page_of(structure))


def test_a_foreign_company_owes_no_siret() -> None:
    """A French one does."""
    family = FamilyFactory(code="entreprise")
    french = StructureFactory(siret=None, family=family)
    belgian = StructureFactory(siret=None, family=family, country="BE")
    assert IdentificationForm.of(french).fields["siret"].required
    assert not IdentificationForm.of(belgian).fields["siret"].required


@pytest.mark.parametrize(
    ("name", "typed", "is_valid"),
    [
        ("rna", "w 123 456 789", True),
        ("rna", "123456789", False),
        ("postcode", "96 000", True),
        ("postcode", "960", False),
        ("email", "pas une adresse", False),
        ("city", "", False),
    ],
)
def test_sheet_in_a_dossier_says_what_to_write(name: str, typed: str, is_valid: bool) -> None:
    """Codes are read with their spaces; wrong ones are refused beside their field."""
    structure = StructureFactory()
    values = {field: getattr(structure, field) for field in StructureSheetForm.Meta.fields}
    form = StructureSheetForm({**values, name: typed}, instance=structure)
    assert form.is_valid() is is_valid
    assert (name in form.errors) is not is_valid


@pytest.mark.parametrize(
    ("postcode", "country", "is_valid"),
    [("4000", "BE", True), ("", "IE", True), ("4000", "FR", False), ("", "", False)],
)
def test_sheet_in_a_dossier_takes_an_address_abroad(
    postcode: str, country: str, is_valid: bool
) -> None:
    """A French postcode is asked in France alone."""
    structure = StructureFactory()
    values = {field: getattr(structure, field) for field in StructureSheetForm.Meta.fields}
    form = StructureSheetForm(
        {**values, "postcode": postcode, "country": country}, instance=structure
    )
    assert form.is_valid() is is_valid
