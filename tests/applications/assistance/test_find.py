"""Finding who calls, and who may look."""

import pytest
from django.test import Client

from applications.accounts.services import registration
from applications.notifications.models import MailState
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.notifications import MailFactory
from tests.factories.structures import MembershipFactory, StructureFactory

pytestmark = pytest.mark.django_db

HOME = "/gestion/assistance/"


@pytest.fixture
def helper() -> Client:
    return sign_in(Client(), UserFactory(support=True))


@pytest.mark.parametrize(
    "asked", ["zoe.le-du@exemple.example", " ZOEDU29 ", "Le Du", "zoé le du", "LE DU"]
)
def test_a_person_is_found_by_address_identifier_or_name(helper: Client, asked: str) -> None:
    UserFactory(
        username="zoedu29", email="zoe.le-du@exemple.example", first_name="Zoé", last_name="Le Du"
    )
    UserFactory(first_name="Yann", last_name="Prat")
    page = helper.get(HOME, {"q": asked}).content.decode()
    assert "Zoé Le Du" in page
    assert "Yann Prat" not in page


@pytest.mark.parametrize("asked", ["999 100 043 00010", "W969000430", "amis canal", "0350990l"])
def test_a_structure_is_found_by_name_or_number(helper: Client, asked: str) -> None:
    StructureFactory(
        name="Les Amis du Canal", siret="99910004300010", rna="W969000430", uai="0350990L"
    )
    StructureFactory(name="Un autre nom", is_test=True, siret=None, rna="W969000430")
    page = helper.get(HOME, {"q": asked}).content.decode()
    assert "Les Amis du Canal" in page
    assert "Un autre nom" not in page, "stand-ins are met nowhere"


def test_nothing_typed_finds_nobody(helper: Client) -> None:
    UserFactory(first_name="Zoé", last_name="Le Du")
    assert "Zoé Le Du" not in helper.get(HOME, {"q": "  "}).content.decode()
    assert "Aucun compte ne correspond." in helper.get(HOME, {"q": "xyz"}).content.decode()


def test_accounts_of_staff_are_found_by_administrators_alone(helper: Client) -> None:
    colleague = UserFactory(officer=True, first_name="Nolwenn", last_name="Calvez")
    assert "Nolwenn Calvez" not in helper.get(HOME, {"q": "calvez"}).content.decode()
    assert helper.get(f"{HOME}comptes/{colleague.pk}/").status_code == 403
    administrator = sign_in(Client(), UserFactory(administrator=True))
    assert "Nolwenn Calvez" in administrator.get(HOME, {"q": "calvez"}).content.decode()


def test_an_account_shows_activation_mails_sessions_and_structures(helper: Client) -> None:
    user = UserFactory(unverified=True)
    MailFactory(to=user.email, kind="accounts.activation", state=MailState.FAILED)
    MembershipFactory(user=user, structure__name="Les Amis du Canal")
    page = helper.get(f"{HOME}comptes/{user.pk}/").content.decode()
    assert "Jamais activé" in page
    assert "Activation de votre compte" in page
    assert "Non remis" in page or "Non distribué" in page
    assert "Les Amis du Canal" in page
    assert not registration.is_activated(user)


@pytest.mark.parametrize("role", ["officer", "decider", "paymaster", "editor", "publisher"])
def test_other_roles_are_refused(role: str) -> None:
    client = sign_in(Client(), UserFactory(**{role: True}))
    user = UserFactory()
    structure = StructureFactory()
    for path in ("", f"comptes/{user.pk}/", f"structures/{structure.pk}/"):
        assert client.get(HOME + path).status_code == 403
    assert client.post(f"{HOME}comptes/{user.pk}/sessions/").status_code == 403


def test_applicants_never_see_this_room() -> None:
    client = sign_in(Client(), UserFactory())
    assert client.get(HOME).status_code in {302, 403, 404}
