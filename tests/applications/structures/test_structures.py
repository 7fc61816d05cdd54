"""People of a structure, and in whose name one works."""

import pytest
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from django.utils import timezone

from applications.rights import Role
from applications.structures import acting, permissions
from applications.structures.exceptions import AlreadyMember, LastManager
from applications.structures.models import MembershipRole
from applications.structures.services import add_membership, end_membership
from cms.core.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.structures import MembershipFactory, StructureFactory

pytestmark = pytest.mark.django_db


def test_manager_signs_by_default_and_a_member_does_not() -> None:
    """Rights of a role, unless told otherwise."""
    structure, now = StructureFactory(), timezone.now()
    manager = add_membership(
        structure, user=UserFactory(), role=MembershipRole.MANAGER, actor=None, now=now
    )
    member = add_membership(
        structure, user=UserFactory(), role=MembershipRole.MEMBER, actor=None, now=now
    )
    assert (manager.can_sign, manager.can_see_bank_details) == (True, True)
    assert (member.can_sign, member.can_see_bank_details) == (False, False)
    assert Role.SIGNER in permissions.roles_by(manager)
    assert Role.SIGNER not in permissions.roles_by(member)
    assert permissions.can_view(member.user, structure)
    assert not permissions.can_view(UserFactory(), structure)
    assert Event.objects.filter(kind="structure.membership_started").count() == 2


def test_person_is_in_a_structure_once() -> None:
    """By the service and by the database; somebody who left may come back."""
    membership = MembershipFactory()
    with pytest.raises(AlreadyMember):
        add_membership(
            membership.structure,
            user=membership.user,
            role=MembershipRole.MEMBER,
            actor=None,
            now=timezone.now(),
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(user=membership.user, structure=membership.structure)
    MembershipFactory(manager=True, structure=membership.structure)
    end_membership(membership, actor=None, now=timezone.now())
    add_membership(
        membership.structure,
        user=membership.user,
        role=MembershipRole.MEMBER,
        actor=None,
        now=timezone.now(),
    )


def test_last_manager_cannot_leave() -> None:
    """A refusal changes nothing."""
    manager = MembershipFactory(manager=True)
    MembershipFactory(structure=manager.structure)
    with pytest.raises(LastManager):
        end_membership(manager, actor=manager.user, now=timezone.now())
    manager.refresh_from_db()
    assert manager.is_active


def test_ending_a_membership_twice_is_once() -> None:
    """One event, the first date."""
    member = MembershipFactory()
    MembershipFactory(manager=True, structure=member.structure)
    first = end_membership(member, actor=None, now=timezone.now())
    again = end_membership(member, actor=None, now=timezone.now())
    assert again.ended_at == first.ended_at
    assert Event.objects.filter(kind="structure.membership_ended").count() == 1


def test_choice_of_the_session_is_never_believed() -> None:
    """An id kept in the session opens nothing once the membership has ended."""
    member = MembershipFactory()
    other = MembershipFactory(user=member.user)
    MembershipFactory(manager=True, structure=member.structure)
    request = RequestFactory().get("/")
    request.user, request.session = member.user, {}
    acting.choose(request.session, member.structure_id)
    assert acting.acting_for(request) == member.structure
    end_membership(member, actor=None, now=timezone.now())
    later = RequestFactory().get("/")
    later.user, later.session = member.user, request.session
    assert acting.acting_for(later) is None
    acting.choose(later.session, other.structure_id)
    again = RequestFactory().get("/")
    again.user, again.session = member.user, later.session
    assert acting.acting_for(again) == other.structure


def test_only_structure_is_acted_for_until_one_says_otherwise() -> None:
    """One membership, no choice made: that structure; « Moi-même » is a choice."""
    member = MembershipFactory()
    request = RequestFactory().get("/")
    request.user, request.session = member.user, {}
    assert acting.acting_for(request) == member.structure
    acting.choose(request.session, None)
    later = RequestFactory().get("/")
    later.user, later.session = member.user, request.session
    assert acting.acting_for(later) is None
