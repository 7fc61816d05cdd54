"""« Personnes »: rights, detaching, leaving, the successor, the answers to who waits."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from applications.notifications.models import Mail
from applications.structures.exceptions import AccountClosed, LastManager
from applications.structures.models import JoinState, Membership, MembershipRole
from applications.structures.services import memberships
from cms.core.models import Event
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.structures import (
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    StructureFactory,
)

pytestmark = pytest.mark.django_db


def people_of(membership: Membership) -> str:
    return f"/espace/structures/{membership.structure_id}/personnes/"


def test_members_read_names_and_managers_act(client: Client) -> None:
    """Addresses, rights and acts are for managers; the list, for all of the structure."""
    manager = MembershipFactory(manager=True)
    member = MembershipFactory(structure=manager.structure)
    seen = sign_in(client, member.user).get(people_of(member)).text
    assert str(manager.user) in seen
    assert manager.user.email not in seen
    assert "Détacher" not in seen
    assert "Quitter la structure" in seen
    seen = sign_in(Client(), manager.user).get(people_of(manager)).text
    for words in (member.user.email, "Détacher", "Modifier les droits", "Inviter une personne"):
        assert words in seen


def test_list_costs_the_same_for_three_people_or_thirty(client: Client) -> None:
    """With as many who wait and who are invited."""
    manager = MembershipFactory(manager=True)
    sign_in(client, manager.user)
    counts = []
    for more in (3, 27):
        for _ in range(more):
            MembershipFactory(structure=manager.structure)
            JoinRequestFactory(structure=manager.structure)
            InvitationFactory(structure=manager.structure)
            InvitationFactory(structure=manager.structure, awaiting=True)
        client.get(people_of(manager))
        with CaptureQueriesContext(connection) as queries:
            client.get(people_of(manager))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15


def test_leaver_is_detached_in_two_clicks_and_out_at_once(client: Client) -> None:
    """« Détacher », then « Détacher ce compte »: told by mail, not by whom."""
    manager = MembershipFactory(manager=True)
    leaver = MembershipFactory(structure=manager.structure)
    away = sign_in(Client(), leaver.user)
    assert away.get(people_of(leaver)).status_code == 200
    sign_in(client, manager.user)
    place = f"{people_of(manager)}{leaver.pk}/detacher/"
    page = client.get(place)
    assert "Détacher ce compte" in page.text
    leaver.refresh_from_db()
    assert leaver.is_active
    assert client.post(place).url == people_of(manager)
    assert away.get(people_of(leaver)).status_code == 404
    mail = Mail.objects.get(to=leaver.user.email)
    assert mail.subject.endswith("Votre compte a été détaché")
    assert manager.user.last_name not in mail.text.replace(leaver.user.get_full_name(), "")
    assert client.post(place).status_code == 404


def test_detached_teacher_joins_another_school() -> None:
    """One account, two memberships one after the other."""
    here, there = MembershipFactory(manager=True), MembershipFactory(manager=True)
    teacher = MembershipFactory(structure=here.structure)
    memberships.end_membership(teacher, actor=here.user, now=timezone.now())
    memberships.add_membership(
        there.structure,
        user=teacher.user,
        role=MembershipRole.MEMBER,
        actor=there.user,
        now=timezone.now(),
    )
    mine = Membership.objects.of(teacher.user)
    assert [one.structure for one in mine] == [there.structure]


def test_last_manager_stays_until_there_is_a_successor(client: Client) -> None:
    """Neither leaving, nor giving up the role; both say what to do."""
    manager = MembershipFactory(manager=True)
    member = MembershipFactory(structure=manager.structure)
    sign_in(client, manager.user)
    page = client.get(f"{people_of(manager)}quitter/")
    assert "dernier gestionnaire" in page.text
    assert client.post(f"{people_of(manager)}quitter/").status_code == 409
    refused = client.post(f"{people_of(manager)}{manager.pk}/droits/", {"role": "member"})
    assert refused.status_code == 422
    assert "doit garder un gestionnaire" in refused.text
    manager.refresh_from_db()
    assert manager.is_active
    assert manager.is_manager
    client.post(f"{people_of(manager)}{member.pk}/droits/", {"role": "manager", "can_sign": "on"})
    left = client.post(f"{people_of(manager)}quitter/")
    assert left.url == "/espace/"
    manager.refresh_from_db()
    assert not manager.is_active
    assert not Mail.objects.filter(to=manager.user.email).exists()


def test_suspended_manager_is_no_successor() -> None:
    """Only somebody who can act counts."""
    manager = MembershipFactory(manager=True)
    MembershipFactory(manager=True, structure=manager.structure, suspended_at=timezone.now())
    with pytest.raises(LastManager):
        memberships.leave(manager, now=timezone.now())


def test_rights_change_and_are_noted_without_values(client: Client) -> None:
    """« Peut signer », « Peut voir les coordonnées bancaires »; saving the same is no change."""
    manager = MembershipFactory(manager=True)
    member = MembershipFactory(structure=manager.structure)
    sign_in(client, manager.user)
    place = f"{people_of(manager)}{member.pk}/droits/"
    for _ in range(2):
        client.post(place, {"role": "member", "can_sign": "on"})
    member.refresh_from_db()
    assert (member.can_sign, member.can_see_bank_details) == (True, False)
    event = Event.objects.get(kind="structure.rights_changed")
    assert event.params == {"person": member.user_id, "fields": ["can_sign"]}
    assert client.post(place, {"role": "roi"}).status_code == 422


def test_region_names_a_successor_in_or_out_of_the_structure() -> None:
    """A member, a stranger, a suspended manager; never staff."""
    structure, now = StructureFactory(), timezone.now()
    agent = UserFactory(administrator=True)
    member = MembershipFactory(structure=structure, is_unverified=True, sees_from=now)
    asleep = MembershipFactory(structure=structure, suspended_at=now)
    for user in (member.user, asleep.user, UserFactory()):
        named = memberships.name_successor(structure, user=user, actor=agent, now=now)
        named.refresh_from_db()
        assert named.is_manager
        assert named.is_active
        assert named.can_sign
        assert not named.is_unverified
    with pytest.raises(AccountClosed):
        memberships.name_successor(structure, user=agent, actor=agent, now=now)
    assert Event.objects.filter(kind="structure.successor_named").count() == 3


def test_manager_validates_who_asks_with_chosen_rights(client: Client) -> None:
    """Once: the second answer says that it was given."""
    manager = MembershipFactory(manager=True)
    join = JoinRequestFactory(structure=manager.structure, message="Je suis la trésorière.")
    sign_in(client, manager.user)
    assert "À valider" in client.get(people_of(manager)).text
    place = f"{people_of(manager)}demandes/{join.pk}/"
    assert "Je suis la trésorière." in client.get(place).text
    client.post(place, {"role": "manager", "can_see_bank_details": "on"})
    joined = Membership.objects.get(user=join.user)
    assert joined.is_manager
    assert (joined.can_sign, joined.can_see_bank_details) == (False, True)
    again = client.post(place, {"refuse": "1", "refusal-reason": "Non"}, follow=True)
    assert "déjà reçu une réponse" in again.text
    join.refresh_from_db()
    assert join.state == JoinState.ACCEPTED


def test_refusing_needs_a_reason_and_keeps_it(client: Client) -> None:
    """The person reads it by mail and on their page; nothing of the structure opens."""
    manager = MembershipFactory(manager=True)
    join = JoinRequestFactory(structure=manager.structure)
    sign_in(client, manager.user)
    place = f"{people_of(manager)}demandes/{join.pk}/"
    assert client.post(place, {"refuse": "1"}).status_code == 422
    client.post(place, {"refuse": "1", "refusal-reason": "Nous ne vous connaissons pas."})
    mail = Mail.objects.get(to=join.user.email)
    assert mail.subject.endswith("Votre rattachement est refusé")
    assert "Nous ne vous connaissons pas." in mail.text
    waiting = sign_in(Client(), join.user)
    assert "Nous ne vous connaissons pas." in waiting.get("/espace/structures/demandes/").text
    assert waiting.get(people_of(manager)).status_code == 404


def test_request_of_another_structure_is_not_answered_by_mine(client: Client) -> None:
    """Numbers in addresses give no right."""
    manager = MembershipFactory(manager=True)
    join = JoinRequestFactory()
    sign_in(client, manager.user)
    answer = client.post(f"{people_of(manager)}demandes/{join.pk}/", {"role": "member"})
    assert answer.status_code == 404
    join.refresh_from_db()
    assert join.state == JoinState.WAITING


def test_membership_of_another_structure_is_not_touched_by_mine(client: Client) -> None:
    """Neither detached, nor its rights changed, nor given back."""
    manager, other = MembershipFactory(manager=True), MembershipFactory()
    sign_in(client, manager.user)
    for act in ("detacher", "droits", "retablir"):
        answer = client.post(f"{people_of(manager)}{other.pk}/{act}/", {"role": "manager"})
        assert answer.status_code == 404
    other.refresh_from_db()
    assert other.is_active
    assert not other.is_manager
