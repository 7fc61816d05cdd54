"""Structures' tables."""

from applications.structures.models.structure import Membership, MembershipRole, Structure

__all__ = ["Membership", "MembershipRole", "Structure"]
