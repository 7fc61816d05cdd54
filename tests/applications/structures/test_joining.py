"""Adding a structure by its number: it opens nothing, and blocks nobody."""

from datetime import date, timedelta
from html import unescape
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from applications.notifications.models import Mail
from applications.registries.errors import RegisterUnavailable
from applications.registries.records import CompanyRecord
from applications.structures.models import (
    Dispute,
    JoinRequest,
    JoinState,
    Membership,
    Structure,
    StructureRequest,
)
from applications.structures.services import first_connection, joining
from applications.structures.services.first_connection import Numbers
from cms.core.models import Event, SiteSettings
from tests.factories.accounts import FamilyFactory, UserFactory, sign_in
from tests.factories.structures import (
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    StructureFactory,
    luhn_siret,
)

pytestmark = pytest.mark.django_db

ADD, FOUND = "/espace/structures/ajouter/", "/espace/structures/ajouter/trouvee/"
WAITING = "/espace/structures/demandes/"
COMPANIES = "applications.structures.services.first_connection.companies.find"
SIRET = luhn_siret(4321)
RECORD = CompanyRecord(
    siret=SIRET,
    name="Atelier des Brumes",
    source="Répertoire d'essai",
    address_line="1 rue de l'Écluse",
    postcode="2A004",
    city="Ajaccio",
)
BY_HAND = {
    "name": "L'Écluse à Paul & Cie",
    "address_line": "12 rue Haute",
    "address_complement": "",
    "postcode": "96000",
    "city": "Kervalen",
    "country": "FR",
    "email": "",
    "phone": "",
}


@pytest.fixture(autouse=True)
def families() -> None:
    for code in ("association", "entreprise", "lycee-prive", "particulier"):
        FamilyFactory(code=code)


@pytest.fixture
def person(client: Client) -> Client:
    return sign_in(client, UserFactory())


def look_for(client: Client, siret: str = SIRET, family: str = "entreprise") -> str:
    answer = client.post(ADD, {"family": family, "siret": siret})
    assert answer.status_code == 302, answer.text
    return answer.url


def test_found_in_the_register_its_creator_is_to_be_verified(person: Client) -> None:
    """« C'est bien ma structure », and one may prepare and file; the Region verifies."""
    with patch(COMPANIES, return_value=RECORD):
        assert look_for(person, f"{SIRET[:3]} {SIRET[3:6]} {SIRET[6:9]} {SIRET[9:]}") == FOUND
        page = unescape(person.get(FOUND).text)
        assert "Atelier des Brumes" in page
        assert "C'est bien ma structure" in page
        assert not Structure.objects.filter(siret=SIRET).exists()
        assert person.post(FOUND).url == "/espace/"
    structure = Structure.objects.get(siret=SIRET)
    assert (structure.postcode, structure.is_verified) == ("2A004", False)
    membership = Membership.objects.get(structure=structure)
    assert membership.is_manager
    assert membership.is_unverified
    assert membership.sees_from == membership.started_at
    assert person.get(f"/espace/structures/{structure.pk}/").status_code == 200


def test_double_click_makes_one_structure(person: Client) -> None:
    """The second lands on the structure itself."""
    with patch(COMPANIES, return_value=RECORD):
        look_for(person)
        person.post(FOUND)
        look_for(person)
        again = person.get(FOUND)
    structure = Structure.objects.get(siret=SIRET)
    assert again.url == f"/espace/structures/{structure.pk}/"
    assert Membership.objects.filter(structure=structure).count() == 1


@pytest.mark.parametrize("failing", [True, False])
def test_unknown_or_silent_register_leaves_the_hand(person: Client, failing: bool) -> None:
    """Nothing typed is lost when something is missing; the structure is to be verified."""
    silent = RegisterUnavailable() if failing else None
    with patch(COMPANIES, side_effect=silent, return_value=None):
        look_for(person)
        page = person.get(FOUND).text
        assert ("ne répond pas" in page) is failing
        refused = person.post(FOUND, BY_HAND | {"postcode": "96"})
        assert refused.status_code == 422
        assert "L&#x27;Écluse à Paul &amp; Cie" in refused.text
        person.post(FOUND, BY_HAND)
    structure = Structure.objects.get(siret=SIRET)
    assert structure.name == "L'Écluse à Paul & Cie"
    assert not structure.is_verified


def test_foreign_address_needs_no_french_postcode(person: Client) -> None:
    """A body established abroad."""
    with patch(COMPANIES, return_value=None):
        look_for(person)
        person.post(FOUND, BY_HAND | {"postcode": "EC1A 1BB", "city": "London", "country": "GB"})
    assert Structure.objects.get(siret=SIRET).country == "GB"


def test_closed_establishment_is_refused_with_its_date(person: Client) -> None:
    """Beside the number, which is kept."""
    closed = CompanyRecord(
        siret=SIRET, name="Fermé", source="x", is_closed=True, closed_on=date(2024, 2, 29)
    )
    with patch(COMPANIES, return_value=closed):
        answer = person.post(ADD, {"family": "entreprise", "siret": SIRET})
    assert answer.status_code == 422
    assert "29 février 2024" in answer.text.replace("\xa0", " ")
    assert f'value="{SIRET}"' in answer.text
    assert person.get(FOUND).url == ADD
    assert not Structure.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choisissez pour qui"),
        ({"family": "entreprise"}, "Écrivez le SIRET"),
        ({"family": "entreprise", "siret": "99910007600011"}, "SIRET"),
        ({"family": "association"}, "ou son numéro RNA"),
        ({"family": "association", "rna": "W12"}, "RNA"),
        ({"family": "lycee-prive"}, "Écrivez l&#x27;UAI"),
        ({"family": "inconnue", "siret": SIRET}, "choi"),
    ],
)
def test_wrong_numbers_are_told_apart(person: Client, data: dict[str, str], words: str) -> None:
    """In words, beside the field; no register is asked."""
    with patch(COMPANIES) as asked:
        answer = person.post(ADD, data)
    assert answer.status_code == 422
    assert words.lower() in answer.text.lower()
    asked.assert_not_called()


def test_number_typed_under_another_family_is_left_aside(person: Client) -> None:
    """The page hides it: it must neither block nor be looked up."""
    with patch(COMPANIES, return_value=RECORD):
        data = {"family": "entreprise", "siret": SIRET, "uai": "faux", "rna": "faux"}
        assert person.post(ADD, data).url == FOUND


def test_known_number_opens_nothing_and_names_nobody(person: Client) -> None:
    """« Cette structure est déjà sur le portail »: its managers are asked, and answer."""
    manager = MembershipFactory(manager=True, structure=StructureFactory(siret=SIRET))
    look_for(person, family="association")
    page = person.get(FOUND).text
    assert "déjà sur le portail" in page
    assert manager.user.last_name not in page.replace("Morvan", "", page.count("Léa Morvan") - 1)
    assert manager.user.email not in page
    answer = person.post(FOUND, {"message": "Je suis le nouveau trésorier."})
    assert answer.url == WAITING
    assert "En attente de validation par votre gestionnaire" in person.get(WAITING).text
    assert person.get(f"/espace/structures/{manager.structure_id}/").status_code == 404
    join = JoinRequest.objects.get()
    assert join.state == JoinState.WAITING
    assert Mail.objects.get(to=manager.user.email).subject.endswith("rejoindre votre structure")
    look_for(person, family="association")
    person.post(FOUND, {"message": "Encore moi."})
    assert JoinRequest.objects.count() == 1


def test_request_can_be_withdrawn(person: Client) -> None:
    """By who made it, and nobody else."""
    other = JoinRequestFactory()
    assert person.post(f"{WAITING}{other.pk}/retirer/").status_code == 404
    StructureFactory(siret=SIRET)
    look_for(person)
    person.post(FOUND, {})
    mine = JoinRequest.objects.exclude(pk=other.pk).get()
    person.post(f"{WAITING}{mine.pk}/retirer/")
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.state, other.state) == (JoinState.CANCELLED, JoinState.WAITING)


def test_second_claimant_of_an_unverified_structure_opens_a_dispute(person: Client) -> None:
    """Both are told that the Region examines; nobody gains anything."""
    first = MembershipFactory(
        manager=True, structure=StructureFactory(siret=SIRET), is_unverified=True
    )
    look_for(person)
    person.post(FOUND, {"message": "C'est moi la présidente."})
    look_for(person)
    person.post(FOUND, {"message": "Vraiment."})
    dispute = Dispute.objects.get()
    assert dispute.structure == first.structure
    assert "La Région examine" in person.get(WAITING).text
    keeper = sign_in(Client(), first.user)
    page = keeper.get(f"/espace/structures/{first.structure_id}/personnes/").text
    assert "La Région examine" in page
    assert dispute.claimant.email not in page
    assert not JoinRequest.objects.exists()


def test_structure_nobody_manages_is_told_to_the_region_at_once(person: Client) -> None:
    """A structure the Region created, or imported, before anybody came."""
    region = SiteSettings.load()
    region.support_email = "assistance@region.example"
    region.save()
    StructureFactory(siret=SIRET)
    look_for(person)
    person.post(FOUND, {})
    assert JoinRequest.objects.get().region_told_at is not None
    assert Mail.objects.filter(to="assistance@region.example").count() == 1


def test_stand_ins_and_duplicates_are_not_met(person: Client) -> None:
    """A merged duplicate leads to the structure kept; a stand-in to nothing."""
    kept = StructureFactory(name="La vraie")
    StructureFactory(siret=SIRET, merged_into=kept)
    look_for(person)
    assert "La vraie" in person.get(FOUND).text


def test_unanswered_for_seven_days_the_region_is_told_once() -> None:
    """Requests and invitations that wait; neither before, nor twice."""
    region = SiteSettings.load()
    region.support_email = "assistance@region.example"
    region.save()
    now = timezone.now()
    joins = [JoinRequestFactory(asked_at=now - timedelta(days=7)), JoinRequestFactory(asked_at=now)]
    late = InvitationFactory(awaiting=True, answered_at=now - timedelta(days=8))
    JoinRequestFactory(asked_at=now - timedelta(days=30), state=JoinState.REFUSED)
    assert joining.escalate(now=now) == 2
    assert joining.escalate(now=now) == 0
    joins[0].refresh_from_db()
    late.refresh_from_db()
    assert joins[0].region_told_at == late.region_told_at == now
    assert Mail.objects.filter(to="assistance@region.example").count() == 2
    assert Event.objects.filter(kind="structure.region_told").count() == 2


def test_creation_is_asked_of_the_region(person: Client) -> None:
    """« Demander la création de ma structure »: what was typed is kept, once."""
    data = {
        "family": "association",
        "name": "Comité des fêtes",
        "address_line": "Mairie",
        "postcode": "96000",
        "city": "Kervalen",
        "message": "Je suis le président.",
    }
    place = "/espace/structures/ajouter/demander/"
    missing = person.post(place, data | {"name": ""})
    assert missing.status_code == 422
    assert "Je suis le président." in missing.text
    for _ in range(2):
        assert person.post(place, data).url == WAITING
    asked = StructureRequest.objects.get()
    assert asked.given["name"] == "Comité des fêtes"
    assert "Comité des fêtes" in person.get(WAITING).text


def test_two_people_declare_the_same_number() -> None:
    """The quicker one has it; the other is asked to join, and nothing is half made."""
    FamilyFactory(code="entreprise")
    numbers = Numbers(family="entreprise", siret=SIRET)
    first_connection.declare_structure(
        UserFactory(), numbers=numbers, values={}, record=RECORD, now=timezone.now()
    )
    late = sign_in(Client(), UserFactory())
    with patch(COMPANIES, return_value=RECORD):
        look_for(late)
        assert "déjà sur le portail" in late.get(FOUND).text
    assert Structure.objects.filter(siret=SIRET).count() == 1


def test_staff_reach_none_of_it() -> None:
    """A staff account never acts for a structure."""
    agent = sign_in(Client(), UserFactory(administrator=True))
    for path in (ADD, FOUND, WAITING, "/espace/structures/ajouter/demander/"):
        assert agent.get(path).status_code == 403
