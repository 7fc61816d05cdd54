"""Who asks for a page of a structure, and in what quality."""

from typing import cast

from django.http import Http404, HttpRequest

from applications.accounts.models import User
from applications.structures.models import Membership
from applications.structures.views.denials import record_denial


def membership_of(request: HttpRequest, structure_id: int) -> Membership:
    """Return the membership by which the visitor acts for a structure; else a recorded 404."""
    membership = (
        Membership.objects.of(request.user)
        .filter(structure_id=structure_id)
        .select_related("structure__depends_on")
        .first()
    )
    if membership is None:
        record_denial(request, str(structure_id))
        raise Http404
    return cast("Membership", membership)


def user_of(request: HttpRequest) -> User:
    """Return who asks, on a page nobody reaches without an account."""
    return cast("User", request.user)
