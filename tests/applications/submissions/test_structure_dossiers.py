"""The dossiers of a structure, earlier ones included, and in whose name one works."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from applications.accounts.models import User
from applications.structures.models import EarlierDossier, KnownPerson
from applications.submissions.models import Submission
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.aids import AidFactory
from tests.factories.structures import MembershipFactory, StructureFactory
from tests.factories.submissions import SubmissionFactory

pytestmark = pytest.mark.django_db
BUDGET = 12


def draft_by(membership: Any, **columns: Any) -> Submission:
    """Return a draft of the structure."""
    columns.setdefault("writer", membership.user)
    return SubmissionFactory(person=None, structure=membership.structure, **columns)


def page_of(user: User, structure_id: int) -> Any:
    """Open the dossiers of a structure."""
    return sign_in(Client(), user).get(f"/espace/structures/{structure_id}/dossiers/")


def test_a_manager_sees_all_and_a_member_their_own() -> None:
    manager = MembershipFactory(manager=True)
    member = MembershipFactory(structure=manager.structure)
    first, second = draft_by(manager), draft_by(member)
    everything = page_of(manager.user, manager.structure_id).content.decode()
    own = page_of(member.user, manager.structure_id).content.decode()
    assert first.reference in everything
    assert second.reference in everything
    assert first.reference not in own
    assert second.reference in own


def test_dossiers_of_another_structure_are_not_there() -> None:
    manager = MembershipFactory(manager=True)
    other = MembershipFactory(manager=True, user=manager.user)
    elsewhere = draft_by(other)
    assert elsewhere.reference not in page_of(manager.user, manager.structure_id).content.decode()


def test_a_provisional_manager_sees_what_was_begun_since_they_arrived() -> None:
    arrived = timezone.now() - timedelta(days=2)
    manager = MembershipFactory(
        manager=True, is_unverified=True, started_at=arrived, sees_from=arrived
    )
    old = draft_by(manager, created_at=arrived - timedelta(days=1), writer=UserFactory())
    new = draft_by(manager, writer=UserFactory())
    EarlierDossier.objects.create(
        structure=manager.structure, reference="ANCIEN-7", aid_title="Avant"
    )
    page = page_of(manager.user, manager.structure_id).content.decode()
    assert old.reference not in page
    assert new.reference in page
    assert "ANCIEN-7" not in page
    client = sign_in(Client(), manager.user)
    assert client.get(f"/espace/dossiers/{old.reference}/").status_code == 404


def test_earlier_dossiers_are_read_by_managers_and_by_their_own_person() -> None:
    manager = MembershipFactory(manager=True)
    member = MembershipFactory(structure=manager.structure)
    EarlierDossier.objects.create(
        structure=manager.structure, reference="ANCIEN-7", aid_title="Avant", granted_amount="1200"
    )
    assert "ANCIEN-7" in page_of(manager.user, manager.structure_id).content.decode()
    assert "ANCIEN-7" not in page_of(member.user, manager.structure_id).content.decode()
    known = KnownPerson.objects.create(last_name="Morvan", first_name="Léa", user=member.user)
    EarlierDossier.objects.create(person=known, reference="ANCIEN-8", aid_title="Avant")
    own = sign_in(Client(), member.user).get("/espace/dossiers/").content.decode()
    assert "ANCIEN-8" in own
    others = sign_in(Client(), manager.user).get("/espace/dossiers/").content.decode()
    assert "ANCIEN-8" not in others


def test_a_stranger_finds_nothing() -> None:
    structure = StructureFactory()
    assert page_of(UserFactory(), structure.pk).status_code == 404


@pytest.mark.parametrize("count", [2, 15])
def test_the_page_costs_the_same_whatever_the_number(count: int) -> None:
    manager, aid = MembershipFactory(manager=True), AidFactory()
    for _number in range(count):
        draft_by(manager, aid=aid)
    client = sign_in(Client(), manager.user)
    path = f"/espace/structures/{manager.structure_id}/dossiers/"
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    assert len(queries) <= BUDGET


def test_in_whose_name_one_works_is_said_on_every_page_of_theirs() -> None:
    manager = MembershipFactory(manager=True)
    draft = draft_by(manager)
    client = sign_in(Client(), manager.user)
    for path in (f"/espace/dossiers/{draft.reference}/", "/espace/dossiers/", "/compte/"):
        page = client.get(path).content.decode()
        assert "Agir au nom de" in page
        assert manager.structure.name.replace("'", "&#x27;") in page
    client.post("/espace/agir/", {"structure": "", "next": "/espace/dossiers/"})
    assert "Moi-même</strong>" in client.get("/espace/dossiers/").content.decode()


def test_who_has_no_structure_has_nothing_to_choose() -> None:
    page = sign_in(Client(), UserFactory()).get("/espace/dossiers/").content.decode()
    assert "Agir au nom de" not in page


def test_who_has_neither_sheet_nor_structure_is_led_to_their_first_connection() -> None:
    newcomer = SubmissionFactory(complete=True, person=UserFactory())
    known = SubmissionFactory(complete=True)
    for draft, is_led in ((newcomer, True), (known, False)):
        path = f"/espace/dossiers/{draft.reference}/saisie/informations/"
        page = sign_in(Client(), draft.writer).get(path).content.decode()
        assert ("/compte/premiere-connexion/?next=" in page) is is_led
