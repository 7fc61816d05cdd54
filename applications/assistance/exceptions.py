"""Refusals of this room."""

from django.utils.translation import gettext_lazy as _

from cms.core.errors import DomainError


class NotActivated(DomainError):
    """The account was never activated: its address is corrected at once, nothing waits a day."""

    code = "not_activated"
    message = _("This account was never activated: correct its address instead.")


class ChangeWaiting(DomainError):
    """A change of address waits for its hour already."""

    code = "change_waiting"
    message = _("A change of address is already planned. Give it up first.")


class ResetWaiting(DomainError):
    """Somebody asked for it already."""

    code = "reset_waiting"
    message = _("A reset of this second factor already waits for a second agent.")


class NoFactor(DomainError):
    """There is nothing to reset."""

    code = "no_factor"
    message = _("This account has no second factor.")


class SameAgent(DomainError):
    """Two people are needed: neither asks for their own account, nor approves their own request."""

    code = "same_agent"
    message = _("Another agent must do this: never the one who asked, nor the owner.")
    status = 403


class AlreadyAnswered(DomainError):
    """A colleague was quicker."""

    code = "already_answered"
    message = _("A colleague has already answered this.")


class AccountNotFound(DomainError):
    """No account of an applicant is open with this address or identifier."""

    code = "account_not_found"
    message = _("No open account of an applicant has this address or this identifier.")
    status = 422
