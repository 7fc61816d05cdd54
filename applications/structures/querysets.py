"""Reading structures and memberships."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Q

Reader = AbstractBaseUser | AnonymousUser


class StructureQuerySet(models.QuerySet[Any]):
    """Reads of structures."""

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
