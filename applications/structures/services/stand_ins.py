"""Fictitious structures in whose name a member of staff tries a form; wiped with their dossiers."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from applications.accounts.models import Family, User
from applications.structures import events as kinds
from applications.structures.models import Membership, MembershipRole, Structure
from applications.structures.services.memberships import add_membership
from cms.core import events


@transaction.atomic
def stand_in(family: Family, *, actor: User, now: datetime) -> Structure:
    """Return the structure of a family that stands in for this person's applicants.

    It has no SIRET, so that no register and no claimant ever meets it.
    """
    User.objects.select_for_update().only("pk").get(pk=actor.pk)
    mine = Membership.objects.active().filter(user=actor).values("structure")
    found: Structure | None = Structure.objects.filter(
        pk__in=mine, is_test=True, family=family
    ).first()
    if found is not None:
        return found
    structure = Structure.objects.create(
        name=gettext("Test structure – %(family)s") % {"family": family},
        family=family,
        address_line="3 rue du Phare",
        postcode="35400",
        city="Saint-Malo",
        email=actor.email,
        is_test=True,
    )
    add_membership(structure, user=actor, role=MembershipRole.MANAGER, actor=actor, now=now)
    return structure


@transaction.atomic
def erase_stand_ins(structure_ids: Iterable[int]) -> None:
    """Erase stand-ins that have no dossier left, their members and their trace."""
    unused = Structure.objects.filter(
        pk__in=list(structure_ids), is_test=True, submissions__isnull=True
    )
    keys = list(unused.values_list("pk", flat=True))
    Membership.objects.filter(structure__in=keys).delete()
    Structure.objects.filter(pk__in=keys).delete()
    events.forget(subject_type=kinds.SUBJECT, subject_ids=keys)
