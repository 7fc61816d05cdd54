"""Structures and their people."""

from typing import Any

import factory
from django.utils import timezone

from applications.structures.models import Membership, MembershipRole, Structure
from tests.factories.accounts import FamilyFactory, UserFactory


def luhn_siret(number: int) -> str:
    """Return a fictitious SIRET with a right key."""
    body = f"9991{number % 10**9:09d}"
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
