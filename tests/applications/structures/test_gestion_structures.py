"""The Region's screens of structures."""

import html
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from applications.notifications.models import Mail
from applications.registries.embedded import EmbeddedSource, embedded_sources
from applications.registries.errors import RegisterUnavailable
from applications.registries.records import CompanyRecord, Representative
from applications.structures.models import (
    Dispute,
    Invitation,
    MembershipRole,
    Origin,
    Structure,
    StructureRequest,
)
from applications.structures.services import bank, register, sheets
from cms.core.models import Event, ReadRecord
from tests.applications.structures.test_structure_bank import given as given_account
from tests.factories.accounts import FamilyFactory, UserFactory, sign_in
from tests.factories.structures import (
    JoinRequestFactory,
    MembershipFactory,
    StructureFactory,
    luhn_siret,
)

pytestmark = pytest.mark.django_db

LIST = "/gestion/structures/"
RECORD = CompanyRecord(
    siret=luhn_siret(4242),
    name="Les Amis de l'Île",
    source="Répertoire d'essai",
    family="association",
    rna="W2B0012345",
    address_line="3 quai du Canal",
    postcode="20200",
    city="Bastia",
    representatives=(Representative("madame", "Le Goff", "Anne", "Présidente"),),
)


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[CompanyRecord]]:
    """Give the embedded register some establishments."""
    records: list[CompanyRecord] = [RECORD]
    source = EmbeddedSource("test", lambda: records)
    monkeypatch.setattr(embedded_sources, "_items", {"test": source})
    return records


def staff(**traits: Any) -> Client:
    """Return the browser of a member of staff, an administrator unless told otherwise."""
    return sign_in(Client(), UserFactory(**(traits or {"administrator": True})))


def words_of(answer: Any) -> str:
    """Return what a page says, its no-break spaces and its entities read."""
    return html.unescape(answer.text).replace("\u00a0", " ").replace("\u202f", " ")


def page_of(structure: Structure, part: str = "") -> str:
    """Return the address of a structure's page, or of one of its acts."""
    return f"{LIST}{structure.pk}/{part}"


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("administrator", 200),
        ("support", 200),
        ("officer", 200),
        ("paymaster", 200),
        ("decider", 403),
        ("editor", 403),
        ("publisher", 403),
    ],
)
def test_structures_are_read_by_those_who_work_with_them(role: str, status: int) -> None:
    """A reading is written down; only administrators find what to do."""
    structure = StructureFactory()
    browser = staff(**{role: True})
    assert browser.get(LIST).status_code == status
    shown = browser.get(page_of(structure))
    assert shown.status_code == status
    assert ReadRecord.objects.filter(act="structure.sheet_read").count() == (status == 200)
    assert ("Fusionner un doublon" in shown.text) is (role == "administrator")


def test_applicants_find_nothing_there() -> None:
    """Managers included."""
    manager = MembershipFactory(manager=True)
    assert sign_in(Client(), manager.user).get(LIST).status_code == 404


@pytest.mark.parametrize(
    "act",
    [
        "verifier/",
        "inviter/",
        "organisme/",
        "repertoire/",
        "fusionner/",
        "identification/",
        "identite/",
        "ecarter/1/",
        "litiges/1/",
        "arrivees/join/1/",
    ],
)
def test_only_administrators_act(act: str) -> None:
    """Support is refused; nothing changes."""
    structure = StructureFactory(is_verified=False)
    assert staff(support=True).post(page_of(structure, act), {"name": "X"}).status_code == 403
    structure.refresh_from_db()
    assert (structure.is_verified, structure.values.count()) == (False, 0)
    assert not Invitation.objects.exists()
    assert Event.objects.filter(kind="access.refused").exists()


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("amis ile", True),
        ("ÎLE d'yeu", True),
        ("999 100 019", True),
        ("W2B0", True),
        ("0350990l", True),
        ("aiy", True),
        ("amis brumel", False),
        ("999 100 999", False),
        ("'; drop --", False),
        ("", True),
    ],
)
def test_a_structure_is_found_by_name_or_number(words: str, is_found: bool) -> None:
    """The start of a SIRET, of an RNA number or of a UAI; the words of a name in any order."""
    StructureFactory(
        name="Les Amis de l'Île d'Yeu",
        acronym="AIY",
        siret="99910001900010",
        rna="W2B0012345",
        uai="0350990L",
    )
    StructureFactory(name="Les Amis (essai)", is_test=True)
    shown = words_of(staff().get(LIST, {"q": words}))
    assert ("Les Amis de l'Île d'Yeu" in shown) is is_found
    assert "essai)" not in shown


def test_what_waits_is_listed_by_state() -> None:
    """To verify, disputed, closed, may be duplicates, without a manager."""
    one = StructureFactory(name="À vérifier", is_verified=False)
    two = StructureFactory(name="En litige", is_verified=True, rna="W123456789")
    three = StructureFactory(
        name="Fermée", is_verified=True, closed_on=date(2024, 5, 1), rna="W123456789"
    )
    for structure in (one, two):
        MembershipFactory(manager=True, structure=structure)
    Dispute.objects.create(structure=two, claimant=UserFactory(), opened_at=timezone.now())
    browser = staff()
    expected = {
        "a-verifier": {one},
        "litige": {two},
        "fermee": {three},
        "doublons": {two, three},
        "sans-gestionnaire": {three},
        "inconnu": {one, two, three},
    }
    for state, found in expected.items():
        rows = browser.get(LIST, {"etat": state, "page": "x"}).context["rows"]
        assert set(rows.object_list) == found, state


def test_number_of_queries_of_the_list_does_not_follow_its_length(
    django_assert_max_num_queries: Any,
) -> None:
    """Pages of fifty."""
    for _ in range(60):
        StructureFactory()
    browser = staff()
    with django_assert_max_num_queries(30):
        shown = browser.get(LIST)
    assert len(shown.context["rows"].object_list) == 50
    assert "page=2" in shown.text


def test_a_structure_is_found_in_a_register_created_and_its_manager_invited(
    known: list[CompanyRecord],
) -> None:
    """What the register said keeps it as its origin; who it names are its representatives."""
    FamilyFactory(code="association")
    browser = staff()
    looked = browser.post(f"{LIST}creer/", {"number": "W2B 0012345", "rechercher": "1"})
    form = looked.context["form"]
    assert form.initial["name"] == "Les Amis de l'Île"
    assert "Répertoire d'essai" in words_of(looked)
    typed = {name: value or "" for name, value in form.initial.items()}
    typed |= {
        "family": typed["family"].pk,
        "phone": "04 95 00 00 00",
        "manager": "Gestion@exemple.example",
    }
    answer = browser.post(f"{LIST}creer/", typed)
    structure = Structure.objects.get(siret=RECORD.siret)
    assert answer["Location"] == page_of(structure)
    assert structure.is_verified
    told = {one.field: one.origin for one in structure.values.all()}
    assert (told["name"], told["phone"]) == (Origin.REGISTER, Origin.REGION)
    assert str(structure.representatives.get()) == "Anne Le Goff"
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == (
        "gestion@exemple.example",
        MembershipRole.MANAGER,
    )
    assert Mail.objects.filter(to="gestion@exemple.example").exists()


def test_a_structure_is_created_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even when no register answers; nobody need be invited."""

    def silent(**_numbers: str) -> None:
        raise RegisterUnavailable

    monkeypatch.setattr(register, "look", silent)
    family = FamilyFactory(code="entreprise")
    browser = staff()
    looked = browser.post(f"{LIST}creer/", {"number": luhn_siret(5), "rechercher": "1"})
    assert "ne répond pas" in words_of(looked)
    assert looked.context["form"].initial == {"siret": luhn_siret(5)}
    typed = {"family": family.pk, "name": "D'Été – " + "é" * 92, "siret": luhn_siret(5)}
    assert browser.post(f"{LIST}creer/", typed).status_code == 302
    assert Structure.objects.get().name == typed["name"]
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("1234", "ni un SIRET"),
        ("", "Écrivez un SIRET"),
        ("99910001900011", "ni un SIRET"),
        (luhn_siret(4242), "fermé depuis le 1er mai 2024"),
        (luhn_siret(4243), "déjà sur le portail"),
    ],
)
def test_a_number_that_makes_no_structure_says_why(
    known: list[CompanyRecord], number: str, words: str
) -> None:
    """Wrong, closed, already here."""
    known[0] = replace(RECORD, is_closed=True, closed_on=date(2024, 5, 1))
    StructureFactory(siret=luhn_siret(4243))
    answer = staff().post(f"{LIST}creer/", {"number": number, "rechercher": "1"})
    assert answer.status_code == 422
    assert words in words_of(answer)
    assert Structure.objects.count() == 1


def test_creating_what_is_here_or_closed_is_refused_with_what_was_typed(
    known: list[CompanyRecord],
) -> None:
    """And with a way to the structure that is here."""
    here = StructureFactory()
    family = FamilyFactory(code="association")
    browser = staff()
    typed = {"family": family.pk, "name": "La même", "siret": str(here.siret)}
    answer = browser.post(f"{LIST}creer/", typed)
    assert answer.status_code == 422
    assert page_of(here) in answer.text
    assert "La même" in answer.text
    known[0] = replace(RECORD, is_closed=True)
    closed = browser.post(f"{LIST}creer/", {**typed, "siret": RECORD.siret})
    assert closed.status_code == 422
    assert "fermé" in words_of(closed)
    assert browser.post(f"{LIST}creer/", {}).status_code == 422
    assert Structure.objects.count() == 1


def test_a_request_becomes_a_structure_that_its_author_manages() -> None:
    """From the words of the request."""
    asked = StructureRequest.objects.create(
        user=UserFactory(),
        given={"family": "entreprise", "name": "Ma boutique", "message": "Je suis gérante."},
        asked_at=timezone.now(),
    )
    family = FamilyFactory(code="entreprise")
    browser = staff()
    assert "Je suis gérante." in browser.get(f"{LIST}demandes/").text
    page = f"{LIST}creer/?demande={asked.pk}"
    assert browser.get(page).context["form"].initial["name"] == "Ma boutique"
    browser.post(page, {"family": family.pk, "name": "Ma boutique"})
    asked.refresh_from_db()
    assert asked.structure is not None
    assert asked.structure.memberships.get().user == asked.user
    assert browser.get(page).status_code == 404


def test_a_request_is_attached_or_refused_with_a_reason() -> None:
    """No reason, no refusal."""
    here = StructureFactory()
    rows = [
        StructureRequest.objects.create(
            user=UserFactory(), given={"siret": here.siret}, asked_at=timezone.now()
        )
        for _ in range(2)
    ]
    browser = staff()
    assert "Faire de cette personne" in browser.get(f"{LIST}demandes/").text
    browser.post(f"{LIST}demandes/{rows[0].pk}/", {"structure": here.pk})
    assert here.memberships.get().user == rows[0].user
    browser.post(f"{LIST}demandes/{rows[1].pk}/", {"reason": " "})
    rows[1].refresh_from_db()
    assert rows[1].decided_at is None
    browser.post(f"{LIST}demandes/{rows[1].pk}/", {"reason": "Structure inconnue."})
    assert "Structure inconnue." in browser.get(f"{LIST}demandes/").text


def test_the_region_corrects_a_sheet_and_changes_who_it_is() -> None:
    """Its family, its SIRET, its UAI, any value; the origin is the Region."""
    structure, other = StructureFactory(), StructureFactory()
    lycee = FamilyFactory(code="lycee-prive")
    browser = staff()
    page = page_of(structure, "identite/")
    wrong = {"family": lycee.pk, "siret": str(other.siret), "uai": ""}
    assert other.name in words_of(browser.post(page, wrong))
    typed = {"family": lycee.pk, "siret": "356 000 000 00048", "uai": "0350990l"}
    assert browser.post(page, typed).status_code == 302
    structure.refresh_from_db()
    assert (structure.siret, structure.uai, structure.family) == (
        "35600000000048",
        "0350990L",
        lycee,
    )
    address = {
        "address_line": "1 rue X",
        "address_city": "Namur",
        "address_postcode": "5000",
        "address_country": "BE",
    }
    browser.post(page_of(structure, "adresse/"), address)
    value = structure.values.filter(field="city").first()
    assert value is not None
    assert (value.value, value.origin) == ("Namur", Origin.REGION)


def test_the_register_is_followed_where_nobody_typed_otherwise(known: list[CompanyRecord]) -> None:
    """And a closed establishment is flagged, until it opens again."""
    structure = StructureFactory(siret=RECORD.siret, rna="", phone="")
    person = UserFactory()
    sheets.correct_sheet(structure, values={"city": "Ajaccio"}, actor=person, now=timezone.now())
    known[0] = replace(RECORD, is_closed=True, closed_on=date(2024, 5, 1))
    browser = staff()
    browser.post(page_of(structure, "repertoire/"))
    structure.refresh_from_db()
    assert (structure.city, structure.rna) == ("Ajaccio", "W2B0012345")
    assert structure.closed_on == date(2024, 5, 1)
    assert "1er mai 2024" in words_of(browser.get(page_of(structure)))
    known[0] = RECORD
    browser.post(page_of(structure, "repertoire/"))
    structure.refresh_from_db()
    assert structure.closed_on is None


def test_the_scheduler_compares_what_was_not_for_a_month(known: list[CompanyRecord]) -> None:
    """Once; those without a number are left alone."""
    structure = StructureFactory(siret=RECORD.siret)
    StructureFactory(siret=None)
    known[0] = replace(RECORD, is_closed=True, closed_on=date(2024, 5, 1))
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    Structure.objects.update(register_checked_at=long_ago, created_at=long_ago)
    assert register.refresh_oldest(now=timezone.now()) == 1
    assert register.refresh_oldest(now=timezone.now()) == 0
    structure.refresh_from_db()
    assert structure.closed_on == date(2024, 5, 1)


def test_claims_are_settled_from_the_page() -> None:
    """Verified, turned away, disputes, arrivals nobody answers."""
    browser = staff()
    first = StructureFactory(is_verified=False)
    claimed = MembershipFactory(manager=True, structure=first, is_unverified=True)
    browser.post(page_of(first, "verifier/"))
    claimed.refresh_from_db()
    assert not claimed.is_unverified

    second = StructureFactory(is_verified=False)
    wrong = MembershipFactory(manager=True, structure=second, is_unverified=True)
    browser.post(page_of(second, f"ecarter/{wrong.pk}/"), {"reason": ""})
    wrong.refresh_from_db()
    assert wrong.is_active
    browser.post(page_of(second, f"ecarter/{wrong.pk}/"), {"reason": "Sans mandat."})
    wrong.refresh_from_db()
    assert not wrong.is_active

    dispute = Dispute.objects.create(
        structure=second, claimant=UserFactory(), opened_at=timezone.now()
    )
    assert "revendique" in browser.get(page_of(second)).text
    settle = page_of(second, f"litiges/{dispute.pk}/")
    browser.post(settle, {"reason": "Élue.", "decision": "peut-être"})
    dispute.refresh_from_db()
    assert dispute.decided_at is None
    browser.post(settle, {"reason": "Élue.", "decision": "fonde"})
    assert second.memberships.get(ended_at__isnull=True).user == dispute.claimant

    join = JoinRequestFactory(structure=second)
    browser.post(page_of(second, f"arrivees/join/{join.pk}/"), {"valider": "1"})
    assert second.memberships.get(user=join.user).role == MembershipRole.MEMBER
    other = JoinRequestFactory(structure=second)
    answer = page_of(second, f"arrivees/join/{other.pk}/")
    browser.post(answer, {"refuser": "1", "reason": "Inconnue de la structure."})
    assert not second.memberships.filter(user=other.user).exists()


def test_a_first_manager_is_invited_from_the_page() -> None:
    """A wrong address is said on the same page; the same twice is refused."""
    structure = StructureFactory()
    browser = staff()
    page = page_of(structure, "inviter/")
    assert browser.post(page, {"email": "pas une adresse"}).status_code == 422
    assert browser.post(page, {"email": "a@exemple.example"}).status_code == 302
    assert "a@exemple.example" in browser.get(page_of(structure)).text
    assert browser.post(page, {"email": "a@exemple.example"}).status_code == 409
    assert Invitation.objects.count() == 1


def test_a_school_is_linked_with_its_body_from_the_page() -> None:
    """By a number; an unknown one is said; the link is taken away."""
    school, body = StructureFactory(lycee=True), StructureFactory()
    browser = staff()
    page = page_of(school, "organisme/")
    assert browser.post(page, {"organisme-number": "123"}).status_code == 422
    browser.post(page, {"organisme-number": str(body.siret)})
    school.refresh_from_db()
    assert school.depends_on == body
    browser.post(page, {"detacher": "1"})
    school.refresh_from_db()
    assert school.depends_on is None


def test_a_duplicate_is_shown_compared_and_merged() -> None:
    """Not without a reason; its page then leads to the one kept, as does its history."""
    kept = StructureFactory(rna="W123456789", name="Amis du canal")
    gone = StructureFactory(rna="W123456789", name="Les Amis")
    member = MembershipFactory(structure=gone)
    browser = staff()
    assert "même numéro RNA" in browser.get(page_of(kept)).text
    chosen = browser.post(page_of(kept, "fusionner/"), {"doublon-number": str(gone.siret)})
    page = page_of(kept, "fusionner/") + f"?avec={gone.pk}"
    assert chosen["Location"] == page
    shown = words_of(browser.get(page))
    assert "Les Amis" in shown
    assert str(member.user) in shown
    assert browser.post(page, {"reason": ""}).status_code == 422
    assert browser.post(page, {"reason": "Même association."}).status_code == 302
    member.refresh_from_db()
    assert member.structure == kept
    assert browser.get(page_of(gone))["Location"] == page_of(kept)
    assert "Même association." in browser.get(page_of(kept, "historique/")).text
    assert browser.get(LIST).context["rows"].paginator.count == 1
    assert browser.get(page_of(kept, "fusionner/")).status_code == 404


def test_history_tells_every_value_and_who_said_it() -> None:
    """The newest first; those of what was merged too."""
    structure = StructureFactory()
    for city in ("Rennes", "Brest"):
        sheets.write(
            structure,
            values={"city": city, "published_on": date(2024, 2, 29)},
            origin=Origin.FILE,
            source="structures.xlsx",
            actor=None,
            now=timezone.now(),
        )
    shown = words_of(staff(support=True).get(page_of(structure, "historique/")))
    assert shown.index("Brest") < shown.index("Rennes")
    assert "29 février 2024" in shown
    assert "Fichier « structures.xlsx »" in shown


def test_the_account_is_shown_and_verified_by_who_pays() -> None:
    """Masked for others; each display is written down."""
    structure = StructureFactory()
    details = given_account(structure)
    reveal = page_of(structure, "banque/afficher/")
    verify = page_of(structure, f"banque/{details.pk}/verifier/")
    support = staff(support=True)
    assert "FR•• •••• •••• 0189" in support.get(page_of(structure)).text
    assert support.post(reveal).status_code == 403
    assert support.post(verify).status_code == 403
    paymaster = staff(paymaster=True)
    assert "FR76 3000 6000" in paymaster.post(reveal).text
    assert ReadRecord.objects.filter(act="structure.iban_shown").count() == 1
    paymaster.post(verify)
    current = bank.in_force(structure)
    assert current is not None
    assert current.verified_at is not None


def test_a_stand_in_has_no_page() -> None:
    """Test dossiers are nobody's business."""
    structure = StructureFactory(is_test=True)
    browser = staff()
    assert browser.get(page_of(structure)).status_code == 404
    assert browser.post(page_of(structure, "verifier/")).status_code == 404
