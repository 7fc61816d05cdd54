"""What the Region settles: who acts for a structure, groups, requests."""

from typing import Any

import pytest
from django.utils import timezone

from applications.notifications.models import Mail
from applications.structures.exceptions import AlreadyDecided, NotGroupable
from applications.structures.models import Dispute, MembershipRole, Structure, StructureRequest
from applications.structures.services import groups, verification
from cms.core.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.structures import MembershipFactory, StructureFactory

pytestmark = pytest.mark.django_db


def by_the_region() -> dict[str, Any]:
    """Return who decides, and when."""
    return {"actor": UserFactory(administrator=True), "now": timezone.now()}


def claimed() -> tuple[Structure, Any]:
    """Return a structure that somebody « à vérifier » manages."""
    structure = StructureFactory(is_verified=False)
    membership = MembershipFactory(
        manager=True, structure=structure, is_unverified=True, sees_from=timezone.now()
    )
    return structure, membership


def dispute_over(structure: Structure) -> Dispute:
    """Open a dispute by a second claimant."""
    return Dispute.objects.create(
        structure=structure, claimant=UserFactory(), opened_at=timezone.now()
    )


def test_verifying_a_structure_verifies_its_people_once() -> None:
    """They see its earlier dossiers from then on."""
    structure, membership = claimed()
    for _ in range(2):
        verification.verify(structure, **by_the_region())
    structure.refresh_from_db()
    membership.refresh_from_db()
    assert structure.is_verified
    assert (membership.is_unverified, membership.sees_from) == (False, None)
    assert Event.objects.filter(kind="structure.verified").count() == 1


def test_somebody_without_right_is_turned_away_with_words() -> None:
    """Even the only manager; who was verified is not, and nobody twice."""
    _structure, membership = claimed()
    verification.turn_away(membership, reason="Vous n'êtes pas élue.", **by_the_region())
    membership.refresh_from_db()
    assert not membership.is_active
    assert "Vous n'êtes pas élue." in Mail.objects.get(to=membership.user.email).text
    for other in (membership, MembershipFactory(manager=True)):
        with pytest.raises(AlreadyDecided):
            verification.turn_away(other, reason="Non", **by_the_region())
    assert Mail.objects.count() == 1


def test_claimant_who_is_right_manages_and_the_first_is_turned_away() -> None:
    """Both are told."""
    structure, membership = claimed()
    dispute = dispute_over(structure)
    verification.settle_dispute(
        dispute, is_founded=True, decision="La présidente est élue.", **by_the_region()
    )
    membership.refresh_from_db()
    assert not membership.is_active
    now_manager = structure.memberships.get(user=dispute.claimant)
    assert (now_manager.role, now_manager.is_unverified) == (MembershipRole.MANAGER, False)
    assert {mail.to for mail in Mail.objects.all()} == {
        dispute.claimant.email,
        membership.user.email,
    }


def test_claimant_who_is_wrong_gets_nothing() -> None:
    """The first stays; deciding twice is refused."""
    structure, membership = claimed()
    dispute = dispute_over(structure)
    verification.settle_dispute(
        dispute, is_founded=False, decision="Pas de preuve.", **by_the_region()
    )
    membership.refresh_from_db()
    assert membership.is_active
    assert not structure.memberships.filter(user=dispute.claimant).exists()
    with pytest.raises(AlreadyDecided):
        verification.settle_dispute(dispute, is_founded=True, decision="Si.", **by_the_region())
    assert not structure.memberships.filter(user=dispute.claimant).exists()


def test_request_accepted_makes_its_author_a_manager() -> None:
    """They are told; answering twice is refused."""
    asked = StructureRequest.objects.create(
        user=UserFactory(), given={"name": "X"}, asked_at=timezone.now()
    )
    structure = StructureFactory()
    verification.accept_request(asked, structure=structure, **by_the_region())
    membership = structure.memberships.get(user=asked.user)
    assert (membership.role, membership.is_unverified) == (MembershipRole.MANAGER, False)
    assert Mail.objects.get().to == asked.user.email
    with pytest.raises(AlreadyDecided):
        verification.refuse_request(asked, reason="Non", **by_the_region())


def test_request_refused_says_why() -> None:
    """Nobody joins anything."""
    asked = StructureRequest.objects.create(user=UserFactory(), given={}, asked_at=timezone.now())
    verification.refuse_request(asked, reason="Structure inconnue.", **by_the_region())
    assert "Structure inconnue." in Mail.objects.get().text
    assert not asked.user.memberships.exists()


def test_school_depends_on_its_managing_body_until_told_otherwise() -> None:
    """With the trace of each change."""
    school, body = StructureFactory(lycee=True), StructureFactory()
    groups.link(school, body=body, **by_the_region())
    groups.link(school, body=body, **by_the_region())
    school.refresh_from_db()
    assert school.depends_on == body
    groups.link(school, body=None, **by_the_region())
    assert Structure.objects.get(pk=school.pk).depends_on is None
    assert Event.objects.filter(kind="structure.grouped").count() == 2
    assert [one.value for one in school.values.filter(field="depends_on")] == ["", str(body)]


def test_groups_have_one_level() -> None:
    """Not itself, not a body that depends on another, not a stand-in, not a duplicate."""
    school, body = StructureFactory(lycee=True), StructureFactory()
    groups.link(school, body=body, **by_the_region())
    wrong = [
        (body, body),
        (body, StructureFactory()),
        (StructureFactory(), school),
        (StructureFactory(), StructureFactory(is_test=True)),
        (StructureFactory(), StructureFactory(merged_into=body)),
    ]
    for structure, other in wrong:
        with pytest.raises(NotGroupable):
            groups.link(structure, body=other, **by_the_region())
