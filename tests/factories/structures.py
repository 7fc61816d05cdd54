"""Structures and their people."""

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone

from applications.accounts.services.keys import digest_of
from applications.structures.models import (
    AttachmentCode,
    EarlierDossier,
    Invitation,
    InvitationState,
    JoinRequest,
    KnownPerson,
    Membership,
    MembershipRole,
    Structure,
)
from applications.structures.services import codes_use
from tests.factories.accounts import FamilyFactory, UserFactory


def luhn_siret(number: int) -> str:
    """Return a fictitious SIRET whose two keys are right: the SIREN's, then its own."""
    siren = _with_key(f"9991{number % 10**4:04d}")
    return _with_key(f"{siren}{number // 10**4 % 10**4:04d}")


def _with_key(body: str) -> str:
    total = 0
    for position, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if position % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return body + str(-total % 10)


class StructureFactory(factory.django.DjangoModelFactory[Structure]):
    """A structure with a complete sheet; traits `lycee`, `association`."""

    class Meta:
        model = Structure

    class Params:
        lycee = factory.Trait(
            family=factory.SubFactory(FamilyFactory, code="lycee-prive"), uai="0350990L"
        )

    name = factory.Sequence(lambda number: f"Association d'essai {number}")
    family = factory.SubFactory(FamilyFactory, code="association")
    siret = factory.Sequence(luhn_siret)
    address_line = "3 quai du Canal"
    postcode = "96000"
    city = "Kervalen"
    phone = "02 61 91 33 01"
    email = "contact@association.example"


class MembershipFactory(factory.django.DjangoModelFactory[Membership]):
    """Somebody acting for a structure; trait `manager` (who signs and sees bank details)."""

    class Meta:
        model = Membership

    class Params:
        manager = factory.Trait(
            role=MembershipRole.MANAGER, can_sign=True, can_see_bank_details=True
        )

    user = factory.SubFactory(UserFactory)
    structure = factory.SubFactory(StructureFactory)
    role: Any = MembershipRole.MEMBER
    started_at = factory.LazyFunction(timezone.now)


class InvitationFactory(factory.django.DjangoModelFactory[Invitation]):
    """An invitation sent by a manager of the structure; its link is `/invitation/<plain>/`.

    Traits `awaiting` (accepted, to be validated), `expired`.
    """

    class Meta:
        model = Invitation

    class Params:
        awaiting = factory.Trait(
            state=InvitationState.AWAITING,
            user=factory.SubFactory(UserFactory),
            answered_at=factory.LazyFunction(timezone.now),
        )
        expired = factory.Trait(
            expires_at=factory.LazyFunction(lambda: timezone.now() - timedelta(seconds=1))
        )

    plain = factory.Sequence(lambda number: f"lien-{number}")
    structure = factory.SubFactory(StructureFactory)
    email = factory.Sequence(lambda number: f"invitee{number}@exemple.example")
    role: Any = MembershipRole.MEMBER
    inviter = factory.SubFactory(UserFactory)
    digest = factory.LazyAttribute(lambda one: digest_of(one.plain))
    created_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=15))

    @classmethod
    def _create(cls, model_class: type[Invitation], *args: Any, **kwargs: Any) -> Invitation:
        """Keep on the row the plain key, which nobody stores."""
        return _with_plain(super()._create, model_class, *args, **kwargs)


class JoinRequestFactory(factory.django.DjangoModelFactory[JoinRequest]):
    """Somebody who waits to be let into a structure."""

    class Meta:
        model = JoinRequest

    structure = factory.SubFactory(StructureFactory)
    user = factory.SubFactory(UserFactory)
    asked_at = factory.LazyFunction(timezone.now)


class KnownPersonFactory(factory.django.DjangoModelFactory[KnownPerson]):
    """A person the Region knew before the portal."""

    class Meta:
        model = KnownPerson

    last_name = "Le Goff"
    first_name = "Anne"
    birth_date = date(1980, 2, 29)
    address_line = "5 rue du Lavoir"
    postcode = "96000"
    city = "Kervalen"


class AttachmentCodeFactory(factory.django.DjangoModelFactory[AttachmentCode]):
    """A code of a structure, or of a person when given one; give `plain` to know its digits.

    Traits `expired`, `used`, `cancelled`.
    """

    class Meta:
        model = AttachmentCode

    class Params:
        expired = factory.Trait(
            expires_at=factory.LazyFunction(lambda: timezone.now() - timedelta(seconds=1))
        )
        used = factory.Trait(used_at=factory.LazyFunction(timezone.now))
        cancelled = factory.Trait(cancelled_at=factory.LazyFunction(timezone.now))

    plain = factory.Sequence(lambda number: plain_code(number))
    structure: Any = factory.LazyAttribute(
        lambda one: None if one.person is not None else StructureFactory()
    )
    person: Any = None
    digest = factory.LazyAttribute(lambda one: codes_use.digest(one.plain))
    created_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=365))

    @classmethod
    def _create(
        cls, model_class: type[AttachmentCode], *args: Any, **kwargs: Any
    ) -> AttachmentCode:
        """Keep on the row the digits, which nobody stores."""
        return _with_plain(super()._create, model_class, *args, **kwargs)


class EarlierDossierFactory(factory.django.DjangoModelFactory[EarlierDossier]):
    """A dossier handled before the portal, of a structure or of a known person."""

    class Meta:
        model = EarlierDossier

    reference = factory.Sequence(lambda number: f"ANT-2024-{number:04d}")
    aid_title = "Fonds d'animation"
    state_label = "Soldée"


def plain_code(number: int) -> str:
    """Return the seventeen digits of a code made for a test."""
    body = f"{number:016d}"
    return body + codes_use.check_digit(body)


def _with_plain(create: Any, *args: Any, **kwargs: Any) -> Any:
    plain = kwargs.pop("plain")
    row = create(*args, **kwargs)
    row.plain = plain
    return row
