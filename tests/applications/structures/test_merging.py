"""Duplicates are found, and merged without losing anything."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from applications.structures.exceptions import NotMergeable
from applications.structures.models import (
    Dispute,
    Invitation,
    InvitationState,
    JoinRequest,
    JoinState,
    MembershipRole,
    Origin,
    Representative,
    Structure,
    StructureBankDetails,
)
from applications.structures.services import duplicates, merging, sheets
from applications.structures.services.duplicates import Likeness
from applications.submissions.models import Submission
from cms.core.models import Event
from tests.factories.accounts import FamilyFactory, UserFactory
from tests.factories.structures import (
    AttachmentCodeFactory,
    EarlierDossierFactory,
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    StructureFactory,
)
from tests.factories.submissions import SubmissionFactory

pytestmark = pytest.mark.django_db


def merge(source: Structure, target: Structure) -> Structure:
    """Merge as an administrator does."""
    return merging.merge(
        source,
        target,
        actor=UserFactory(administrator=True),
        reason="Même association",
        now=timezone.now(),
    )


def details(structure: Structure, iban: str) -> StructureBankDetails:
    """Give a structure where it is paid."""
    return StructureBankDetails.objects.create(
        structure=structure, holder="X", iban=iban, created_at=timezone.now()
    )


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        ({"rna": "W123456789"}, (Likeness.RNA,)),
        ({"uai": "0350990L"}, (Likeness.UAI,)),
        ({"siret": "99910001900028"}, (Likeness.SIREN,)),
        ({"name": "Les Amis du canal de Kervalén"}, (Likeness.NAME,)),
        ({"name": "KERVALEN (amis du canal de), les"}, (Likeness.NAME,)),
        ({"name": "Les Amis du canal de Kervalen", "postcode": "35000"}, ()),
        ({"name": "Les Amis du phare de Brumel"}, ()),
        ({"rna": "W123456789", "is_test": True}, ()),
    ],
)
def test_what_may_be_the_same_is_found(
    other: dict[str, Any], reasons: tuple[Likeness, ...]
) -> None:
    """By a number, or by a near name in the same département."""
    structure = StructureFactory(
        name="Les Amis du Canal de Kervalen",
        siret="99910001900010",
        rna="W123456789",
        uai="0350990L",
    )
    twin = StructureFactory(**{"name": "Tout autre chose", "siret": None, **other})
    found = duplicates.candidates(structure)
    assert [(one.structure, one.reasons) for one in found] == ([(twin, reasons)] if reasons else [])
    assert duplicates.suspected() == ({structure.pk, twin.pk} if reasons else set())


def test_a_blank_number_is_no_likeness() -> None:
    """Most structures have no UAI."""
    StructureFactory(name="Une chose", rna="", uai="", siret=None)
    StructureFactory(name="Autre objet", rna="", uai="", siret=None)
    assert duplicates.suspected() == set()


def test_no_dossier_code_member_or_value_is_lost() -> None:
    """Everything is under the structure kept; the duplicate leads to it."""
    source = StructureFactory(family=FamilyFactory(code="entreprise"))
    target = StructureFactory()
    writer = MembershipFactory(manager=True, structure=source).user
    filed = SubmissionFactory(filed=True, structure=source, person=None, writer=writer)
    received = SubmissionFactory(beneficiary_structure=source, beneficiary_kind="structure")
    tried = SubmissionFactory(beneficiary_structure=source, is_test=True)
    code = AttachmentCodeFactory(structure=source)
    earlier = EarlierDossierFactory(structure=source)
    gone = MembershipFactory(structure=source, ended_at=timezone.now())
    member = MembershipFactory(structure=source)
    school = StructureFactory(depends_on=source)
    digest = filed.filed_digest
    merge(source, target)
    for row in (filed, code, earlier, gone, member):
        row.refresh_from_db()
        assert row.structure_id == target.pk
    assert filed.filed_digest == digest
    for row in (received, tried):
        row.refresh_from_db()
        assert row.beneficiary_structure_id == target.pk
    school.refresh_from_db()
    assert school.depends_on_id == target.pk
    source.refresh_from_db()
    assert source.merged_into == target
    assert Submission.objects.real().filter(structure=source).count() == 0
    merged = Event.objects.get(kind="structure.merged")
    assert merged.params["dossiers"] == 1
    assert Event.objects.filter(kind="structure.absorbed", subject_id=str(source.pk)).exists()


def test_who_acted_for_both_keeps_one_membership_with_the_rights_of_both() -> None:
    """A manager of the duplicate manages the structure kept."""
    source, target = StructureFactory(), StructureFactory()
    kept = MembershipFactory(structure=target)
    MembershipFactory(manager=True, structure=source, user=kept.user)
    merge(source, target)
    kept.refresh_from_db()
    assert kept.role == MembershipRole.MANAGER
    assert kept.can_sign
    assert target.memberships.filter(user=kept.user, ended_at__isnull=True).count() == 1


def test_who_was_to_be_verified_still_is() -> None:
    """A duplicate made by a look-up opens nothing of the structure it copies."""
    source, target = StructureFactory(), StructureFactory()
    now = timezone.now()
    claimed = MembershipFactory(manager=True, structure=source, is_unverified=True, sees_from=now)
    member = MembershipFactory(structure=target)
    MembershipFactory(manager=True, structure=source, is_unverified=True, user=member.user)
    merge(source, target)
    claimed.refresh_from_db()
    assert (claimed.structure_id, claimed.is_unverified, claimed.sees_from) == (
        target.pk,
        True,
        now,
    )
    member.refresh_from_db()
    assert member.role == MembershipRole.MEMBER


def test_arrivals_follow_and_nobody_is_asked_twice() -> None:
    """Open twice for one person, one is cancelled."""
    source, target = StructureFactory(), StructureFactory()
    InvitationFactory(structure=source, email="a@exemple.example")
    InvitationFactory(structure=target, email="a@exemple.example")
    InvitationFactory(structure=source, email="b@exemple.example")
    join = JoinRequestFactory(structure=source)
    JoinRequestFactory(structure=target, user=join.user)
    Dispute.objects.create(structure=source, claimant=UserFactory(), opened_at=timezone.now())
    merge(source, target)
    assert Invitation.objects.filter(structure=target).count() == 3
    assert Invitation.objects.filter(state=InvitationState.SENT).count() == 2
    assert JoinRequest.objects.filter(structure=target, state=JoinState.WAITING).count() == 1
    assert Dispute.objects.get().structure == target


def test_the_sheet_kept_takes_what_it_lacks_with_its_origin() -> None:
    """And nothing else: what it says stays; the duplicate keeps its own history."""
    source = StructureFactory(phone="", acronym="")
    target = StructureFactory(siret=None, acronym="", phone="02 61 00 00 00")
    said = timezone.now() - timedelta(days=30)
    sheets.write(
        source,
        values={"acronym": "AIY", "phone": "02 99 99 99 99"},
        origin=Origin.REGISTER,
        source="Répertoire Sirene",
        actor=None,
        now=said,
    )
    source.refresh_from_db()
    siret = source.siret
    merge(source, target)
    target.refresh_from_db()
    assert (target.siret, target.acronym, target.phone) == (siret, "AIY", "02 61 00 00 00")
    value = target.values.get(field="acronym")
    assert (value.origin, value.source, value.at) == (Origin.REGISTER, "Répertoire Sirene", said)
    source.refresh_from_db()
    assert source.siret is None
    assert source.values.count() == 2


def test_the_account_of_the_structure_kept_stays_in_force() -> None:
    """The other is kept, replaced; without any, the duplicate's counts."""
    source, target = StructureFactory(), StructureFactory()
    old, own = details(source, "FR1"), details(target, "FR2")
    merge(source, target)
    old.refresh_from_db()
    assert (old.structure_id, old.replaced_at is None) == (target.pk, False)
    assert target.bank_details.get(replaced_at__isnull=True) == own
    other, poor = StructureFactory(), StructureFactory()
    only = details(other, "FR3")
    merge(other, poor)
    assert poor.bank_details.get(replaced_at__isnull=True) == only


def test_a_representative_of_both_is_one() -> None:
    """By their name, accents aside; others follow."""
    source, target = StructureFactory(), StructureFactory()
    for structure, last_name in [(source, "Le Bihan"), (source, "Tanguy"), (target, "LE BIHAN")]:
        Representative.objects.create(
            structure=structure, last_name=last_name, first_name="Hélène", function="Présidente"
        )
    merge(source, target)
    living = target.representatives.filter(ended_at__isnull=True)
    assert {one.last_name for one in living} == {"LE BIHAN", "Tanguy"}
    assert target.representatives.count() == 3


@pytest.mark.parametrize("traits", [{"is_test": True}, {"merged": True}])
def test_what_cannot_be_merged_is_refused(traits: dict[str, bool]) -> None:
    """A stand-in, one merged already, the same twice: nothing changes."""
    target = StructureFactory()
    merged = StructureFactory() if traits.pop("merged", False) else None
    source = StructureFactory(merged_into=merged, **traits)
    member = MembershipFactory(structure=source)
    for pair in [(source, target), (target, source), (target, target)]:
        with pytest.raises(NotMergeable):
            merge(*pair)
    member.refresh_from_db()
    assert member.structure_id == source.pk
    assert not Event.objects.filter(kind="structure.merged").exists()


def test_merging_twice_is_once() -> None:
    """The second of two clicks is refused; a duplicate of the duplicate leads to the one kept."""
    first, source, target = StructureFactory(), StructureFactory(), StructureFactory()
    merge(first, source)
    merge(source, target)
    with pytest.raises(NotMergeable):
        merge(source, target)
    first.refresh_from_db()
    assert first.merged_into == target
