"""Every URL declares who may reach it; the door refuses what declares nothing."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

View = TypeVar("View", bound=Callable[..., object])

POLICY_ATTRIBUTE = "access_policy"


class AccessPolicy(StrEnum):
    """Who may reach a URL at all; object permissions come after, in `permissions.py`."""

    PUBLIC = "public"
    """Anyone; the page is the same for everyone."""
    ACCOUNT = "account"
    """Anyone, verified or not: sign-up, sign-in, second factor, mail links."""
    OWN = "own"
    """A signed-in person, staff or not, with their second factor: what concerns their account."""
    APPLICANT = "applicant"
    """A signed-in person who is not staff."""
    DOSSIER = "dossier"
    """A signed-in person; staff too, whom the view then holds to their own test dossiers."""
    STAFF = "staff"
    """Staff whose second factor is verified."""


def access(policy: AccessPolicy) -> Callable[[View], View]:
    """Declare the policy of a view (function, or class-based view's `as_view()` result)."""

    def declare(view: View) -> View:
        setattr(view, POLICY_ATTRIBUTE, policy)
        return view

    return declare


def declared_policy(view: object) -> AccessPolicy | None:
    """Return the policy a view declares, or `None` when it declares nothing."""
    policy = getattr(view, POLICY_ATTRIBUTE, None)
    if policy is None:
        policy = getattr(getattr(view, "view_class", None), POLICY_ATTRIBUTE, None)
    return policy
