"""What a person may do for a structure, with the reason of a refusal."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.translation import gettext_lazy as _

from applications.rights import Role, allows
from applications.structures.models import Membership, Structure
from cms.core.permissions import ALLOWED, Answer, refused

Reader = AbstractBaseUser | AnonymousUser


def active_membership(user: Reader, structure_id: int) -> Membership | None:
    """Return the membership by which the person acts for the structure, if any."""
    if not user.is_authenticated:
        return None
    return Membership.objects.active().filter(user_id=user.pk, structure_id=structure_id).first()


def role_in(membership: Membership) -> Role:
    """Return what a person is in a structure, by an active membership."""
    if not membership.is_manager:
        return Role.MEMBER
    return Role.PROVISIONAL_MANAGER if membership.is_unverified else Role.MANAGER


def provisional_since(membership: Membership) -> datetime | None:
    """Return the instant before which no dossier of the structure exists for them, if any."""
    return (membership.sees_from or membership.started_at) if membership.is_unverified else None


def roles_by(membership: Membership | None) -> frozenset[Role]:
    """Return every role a membership gives in its structure; none when it gives no access."""
    if membership is None or not membership.is_active:
        return frozenset()
    roles = {role_in(membership)}
    if membership.can_sign:
        roles.add(Role.SIGNER)
    if membership.can_see_bank_details:
        roles.add(Role.BANK_READER)
    return frozenset(roles)


def can_view(user: Reader, structure: Structure) -> Answer:
    """Whoever acts for a structure reads its sheet."""
    if active_membership(user, structure.pk) is None:
        return refused(_("You do not act for this structure."))
    return ALLOWED


def can_write_for(user: Reader, structure: Structure) -> Answer:
    """Members and managers alike prepare dossiers."""
    return can_view(user, structure)


def can_file_for(user: Reader, structure: Structure) -> Answer:
    """Filing commits the structure: only who may sign for it does."""
    membership = active_membership(user, structure.pk)
    if membership is None:
        return refused(_("You do not act for this structure."))
    if not membership.can_sign:
        return refused(_("Only a person who may sign for the structure can do it."))
    return ALLOWED


def can_edit_sheet(user: Reader, structure: Structure) -> Answer:
    """Managers keep the sheet."""
    membership = active_membership(user, structure.pk)
    if membership is None:
        return refused(_("You do not act for this structure."))
    if not allows("structure.edit_sheet", roles_by(membership)):
        return refused(_("Only a manager of the structure can change its sheet."))
    return ALLOWED
