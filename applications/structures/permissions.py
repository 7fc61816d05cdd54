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


def can_edit_sheet(user: Reader, structure: Structure) -> Answer:
    """Managers keep the sheet."""
    membership = active_membership(user, structure.pk)
    if membership is None:
        return refused(_("You do not act for this structure."))
    if not allows("structure.edit_sheet", roles_by(membership)):
        return refused(_("Only a manager of the structure can change its sheet."))
    return ALLOWED


def can_manage_people(membership: Membership) -> Answer:
    """Managers the Region knows invite, validate, change rights and detach."""
    if allows("structure.manage_people", roles_by(membership)):
        return ALLOWED
    if membership.is_manager and membership.is_unverified:
        return refused(_("The Region has to verify your access to this structure first."))
    return refused(_("Only a manager of the structure looks after its people."))


def can_confirm_people(membership: Membership, *, has_active_manager: bool) -> Answer:
    """Managers confirm the yearly list; a suspended one too, when no active one is left.

    Otherwise nobody could give the accesses back.
    """
    if can_manage_people(membership):
        return ALLOWED
    is_known = membership.is_manager and not membership.is_unverified
    if is_known and membership.ended_at is None and not has_active_manager:
        return ALLOWED
    return refused(_("Only a manager of the structure looks after its people."))


def can_see_bank(user: Reader, structure: Structure) -> Answer:
    """Bank details are seen, and changed, by those a manager trusted with them."""
    roles = roles_by(active_membership(user, structure.pk))
    if not roles:
        return refused(_("You do not act for this structure."))
    if not allows("structure.read_bank_details", roles):
        return refused(_("Only a person who may see the bank details can do it."))
    return ALLOWED


def staff_roles(user: Reader) -> frozenset[Role]:
    """Return what a member of staff is for every structure."""
    role = getattr(user, "staff_role", "")
    if not getattr(user, "is_staff", False) or role not in frozenset(Role):
        return frozenset()
    return frozenset({Role(role)})


def can_browse(user: Reader) -> Answer:
    """The sheets of all structures are read by those who work with them."""
    if allows("structure.browse", staff_roles(user)):
        return ALLOWED
    return refused(_("Your role does not work with structures."))


def can_manage(user: Reader) -> Answer:
    """Administrators make, verify, correct and merge structures."""
    if allows("structure.manage", staff_roles(user)):
        return ALLOWED
    return refused(_("Only an administrator keeps the structures."))


def can_verify_bank(user: Reader) -> Answer:
    """Who pays checks where."""
    if allows("structure.verify_bank_details", staff_roles(user)):
        return ALLOWED
    return refused(_("Only the paymaster checks bank details."))


def can_manage_codes(user: Reader) -> Answer:
    """Administrators import what is already known, and make codes."""
    if allows("code.manage", staff_roles(user)):
        return ALLOWED
    return refused(_("Only an administrator makes attachment codes."))


def can_answer_code_requests(user: Reader) -> Answer:
    """The help desk and the administrators answer requests for a code."""
    if allows("code.answer_request", staff_roles(user)):
        return ALLOWED
    return refused(_("Only the help desk answers requests for a code."))
