"""Why somebody cannot get in by an identity provider."""

from enum import StrEnum

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.utils.translation import gettext_lazy as _

from cms.core.errors import DomainError


class Refusal(StrEnum):
    """What went wrong, as the page says it."""

    CANCELLED = "cancelled"
    """The person gave up at the provider."""
    DOWN = "down"
    """The provider does not answer."""
    STATE = "state"
    """Not asked from this browser, or too long ago, or twice."""
    TOKEN = "token"  # noqa: S105
    """What the provider said does not bear checking."""
    LEVEL = "level"
    """The person did not prove enough who they are."""
    OTHER_PERSON = "other_person"
    """Asked to confirm who they are, somebody else answered."""
    TAKEN = "taken"
    """This identity opens another account."""
    INACTIVE = "inactive"
    """The account is closed."""
    NO_ADDRESS = "no_address"
    """The provider gave no e-mail address."""


class IdentityRefused(OAuth2Error):
    """What the provider answered opens nothing; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


class IdentityTaken(DomainError):
    """This identity opens another account, or this account has another one of the same kind."""

    code = "identity_taken"
    message = _("This identity, or another one of the same kind, is already linked to an account.")
    status = 409


class NotForStaff(DomainError):
    """FranceConnect is for persons; staff come by ProConnect."""

    code = "identity_not_for_staff"
    message = _("Members of staff sign in with their password or ProConnect.")
    status = 403


class LastDoor(DomainError):
    """Unlinking would leave no way in."""

    code = "identity_last_door"
    message = _(
        "It is your only way to sign in: choose a password first, from « Recover my sign-in "
        "information »."
    )
    status = 409
