"""Two people at the same instant, on a real database."""

from functools import partial
from typing import Any

from django.utils import timezone

from applications.structures.exceptions import CodeRefused, InvitationOver, LastManager
from applications.structures.models import Membership
from applications.structures.services import codes_use, invitations, memberships
from tests.applications.submissions.test_concurrency import together
from tests.factories.accounts import UserFactory
from tests.factories.structures import (
    AttachmentCodeFactory,
    InvitationFactory,
    MembershipFactory,
    StructureFactory,
)


def test_two_last_managers_do_not_both_leave(fresh_db: Any) -> None:
    """One goes, the other is told to find a successor."""
    structure, now = StructureFactory(), timezone.now()
    managers = [MembershipFactory(manager=True, structure=structure) for _ in range(2)]
    outcomes = together(*(partial(memberships.leave, one, now=now) for one in managers))
    assert sum(isinstance(one, LastManager) for one in outcomes) == 1
    assert Membership.objects.managers().filter(structure=structure).count() == 1


def test_code_opens_once(fresh_db: Any) -> None:
    """Two people with the same letter."""
    code, now = AttachmentCodeFactory(), timezone.now()
    both = [UserFactory(), UserFactory()]
    outcomes = together(*(partial(codes_use.redeem, code, user=one, now=now) for one in both))
    assert sum(isinstance(one, CodeRefused) for one in outcomes) == 1
    assert Membership.objects.filter(structure=code.structure).count() == 1


def test_invitation_lets_one_person_in(fresh_db: Any) -> None:
    """A double click, or a link passed on."""
    person, now = UserFactory(), timezone.now()
    invitation = InvitationFactory(email=person.email)
    accept = partial(invitations.accept, invitation, user=person, now=now)
    outcomes = together(accept, accept)
    assert sum(isinstance(one, InvitationOver) for one in outcomes) == 1
    assert Membership.objects.get(user=person).structure == invitation.structure
