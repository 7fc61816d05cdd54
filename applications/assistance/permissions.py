"""Who helps, and whom; the table of rights decides."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from applications.accounts.models import User
from applications.rights import allows
from applications.structures.permissions import Reader, staff_roles
from cms.core.permissions import ALLOWED, Answer, refused


def can_help(user: Reader) -> Answer:
    """The help desk and the administrators help people to get in."""
    if allows("account.help", staff_roles(user)):
        return ALLOWED
    return refused(_("Only the help desk opens this page."))


def can_help_with(user: Reader, account: User) -> Answer:
    """Accounts of applicants; for a member of staff, an administrator alone."""
    if not account.is_staff:
        return can_help(user)
    if allows("account.help_staff", staff_roles(user)):
        return ALLOWED
    return refused(_("Accounts of staff are looked after by an administrator."))


def can_name_successor(user: Reader) -> Answer:
    """Naming a manager in the Region's name."""
    if allows("structure.name_successor", staff_roles(user)):
        return ALLOWED
    return refused(_("Only the help desk or an administrator names a manager."))


def helper_of(request: HttpRequest) -> User:
    """Return who helps; raises `NotAllowed` for anybody else."""
    can_help(request.user).require()
    if not isinstance(request.user, User):
        raise TypeError("the door lets signed-in people in only")
    return request.user
