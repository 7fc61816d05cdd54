"""Who keeps the people of a structure; a refusal is noted, and changes nothing."""

from django.http import HttpRequest

from applications.structures import permissions
from applications.structures.models import Membership
from applications.structures.views.denials import record_denial
from applications.structures.views.members import membership_of
from cms.core.permissions import Answer


def keeper_of(request: HttpRequest, structure_id: int) -> Membership:
    """Return the membership of somebody who may invite, validate and detach."""
    membership = membership_of(request, structure_id)
    require(request, permissions.can_manage_people(membership), structure_id)
    return membership


def require(request: HttpRequest, answer: Answer, structure_id: int) -> None:
    """Raise `NotAllowed` with its reason, once noted, unless the answer is yes."""
    if not answer:
        record_denial(request, str(structure_id))
    answer.require()
