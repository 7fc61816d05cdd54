"""Who works on dossiers in the administration."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from applications.accounts.models import User
from applications.accounts.models.user import StaffRole
from cms.core.permissions import ALLOWED, Answer, refused

INSTRUCTING_ROLES = frozenset({StaffRole.OFFICER, StaffRole.DECIDER, StaffRole.PAYMASTER})


def can_open_queue(user: AbstractBaseUser | AnonymousUser) -> Answer:
    """Officers, deciders and paymasters; what they see there is their teams' (portal.md §1)."""
    if getattr(user, "is_staff", False) and getattr(user, "staff_role", "") in INSTRUCTING_ROLES:
        return ALLOWED
    return refused(_("Dossiers are read by the officers of their review team only."))


def instructing_user(request: HttpRequest) -> User:
    """Return who instructs; raises `NotAllowed` for anybody else."""
    can_open_queue(request.user).require()
    if not isinstance(request.user, User):
        raise TypeError("the door lets signed-in people in only")
    return request.user
