"""What a person may do for a structure, with the reason of a refusal."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.translation import gettext_lazy as _

from applications.structures.models import Membership, Structure
from cms.core.permissions import ALLOWED, Answer, refused

Reader = AbstractBaseUser | AnonymousUser


def active_membership(user: Reader, structure_id: int) -> Membership | None:
    """Return the membership by which the person acts for the structure, if any."""
    if not user.is_authenticated:
        return None
    return Membership.objects.active().filter(user_id=user.pk, structure_id=structure_id).first()


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
    if not membership.is_manager:
        return refused(_("Only a manager of the structure can change its sheet."))
    return ALLOWED
