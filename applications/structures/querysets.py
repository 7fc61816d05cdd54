"""Reading structures and memberships."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Q

Reader = AbstractBaseUser | AnonymousUser


class StructureQuerySet(models.QuerySet[Any]):
    """Reads of structures."""

    def real(self) -> "StructureQuerySet":
        """Leave out the stand-ins of test dossiers: no search, list or look-up meets them."""
        return self.filter(is_test=False)

    def living(self) -> "StructureQuerySet":
        """Keep the real structures that were not merged into another."""
        return self.real().filter(merged_into__isnull=True)

    def identified(self, *, siret: str = "", rna: str = "", uai: str = "") -> "StructureQuerySet":
        """Keep those that one of these compact numbers names.

        With a SIRET on both sides, the SIRET alone decides: establishments share an RNA number.
        """
        wanted = Q(pk__in=[])
        if siret:
            wanted |= Q(siret=siret)
        if uai:
            wanted |= Q(uai=uai)
        if rna:
            without = Q(siret__isnull=True) if siret else Q()
            wanted |= Q(rna=rna) & without
        return self.filter(wanted)

    def of(self, user: Reader) -> "StructureQuerySet":
        """Keep the structures this person acts for today."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            memberships__user_id=user.pk,
            memberships__ended_at__isnull=True,
            memberships__suspended_at__isnull=True,
        ).order_by("name")


class MembershipQuerySet(models.QuerySet[Any]):
    """Reads of memberships."""

    def active(self) -> "MembershipQuerySet":
        """Keep the memberships that give access: neither ended nor suspended."""
        return self.filter(ended_at__isnull=True, suspended_at__isnull=True)

    def of(self, user: Reader) -> "MembershipQuerySet":
        """Keep the active memberships of this person, with their structures."""
        if not user.is_authenticated:
            return self.none()
        return (
            self.active()
            .filter(user_id=user.pk)
            .select_related("structure", "structure__family")
            .order_by("structure__name")
        )

    def managers(self) -> "MembershipQuerySet":
        """Keep the active managers."""
        return self.active().filter(Q(role="manager"))
