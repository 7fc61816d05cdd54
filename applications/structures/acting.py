"""« Acting for »: in whose name a person works, kept in the session and never believed.

The session holds an id only; every read checks it against the memberships active at that moment.
"""

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from applications.structures.models import Membership, Structure

SESSION_KEY = "acting_for"


@dataclass(frozen=True, slots=True)
class Acting:
    """In whose name the person works, and the names they could choose."""

    memberships: Sequence[Membership]
    membership: Membership | None

    @property
    def structure(self) -> Structure | None:
        """Return the structure acted for, or `None` for the person themself."""
        return self.membership.structure if self.membership else None


def acting(request: HttpRequest) -> Acting:
    """Return the checked choice of this request and its alternatives, in one query a request."""
    cached: Acting | None = getattr(request, "_acting", None)
    if cached is None:
        memberships = list(Membership.objects.of(request.user))
        chosen = request.session.get(SESSION_KEY) if memberships else None
        membership = next((one for one in memberships if one.structure_id == chosen), None)
        if membership is None and chosen is None and len(memberships) == 1:
            membership = memberships[0]
        cached = Acting(memberships=memberships, membership=membership)
        request._acting = cached  # type: ignore[attr-defined]
    return cached


def acting_for(request: HttpRequest) -> Structure | None:
    """Return the structure the person acts for in this request, or `None` for themself."""
    return acting(request).structure


def choose(session: MutableMapping[str, Any], structure_id: int | None) -> None:
    """Keep the choice; `None` means in one's own name."""
    session[SESSION_KEY] = structure_id or 0
