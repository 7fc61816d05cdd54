"""Refusals of this room."""

from django.utils.translation import gettext_lazy as _

from cms.core.errors import DomainError


class IdentifierTaken(DomainError):
    """Somebody has this identifier already."""

    code = "identifier_taken"
    message = _("This identifier is already taken. Choose another one.")


class TooManyAttempts(DomainError):
    """A limit has been reached; time lifts it."""

    code = "too_many_attempts"
    message = _("Too many attempts. Wait a few minutes and try again.")
    status = 429


class StillHeld(DomainError):
    """Something must be settled before the account is closed."""

    code = "still_held"
    message = _("Your account cannot be closed yet. %(holds)s")


class LinkRefused(DomainError):
    """The link of a mail cannot be used; `state` says why."""

    code = "link_refused"
    message = _("This link can no longer be used.")
    status = 410


class AddressTaken(DomainError):
    """Somebody made an account with this address before the link was used."""

    code = "address_taken"
    message = _("This address can no longer be used for your account. Choose another one.")


class AlreadyActivated(DomainError):
    """What only an account never activated allows."""

    code = "already_activated"
    message = _("This account is already activated.")


class WrongCode(DomainError):
    """The code of the second factor is not the right one."""

    code = "wrong_code"
    message = _("This code is not the right one. Enter the code shown now.")
    status = 422


class FactorRequired(DomainError):
    """Staff may not go back to a password alone."""

    code = "factor_required"
    message = _("Members of staff must keep a second factor.")
    status = 403


class CodesLocked(DomainError):
    """Too many wrong codes in a row; the wait doubles each time."""

    code = "codes_locked"
    message = _("Too many wrong codes. Wait %(seconds)s s and try again.")
    status = 429
