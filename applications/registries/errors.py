"""Why a register did not answer; typing by hand is always possible beside."""

from django.utils.translation import gettext_lazy as _

from cms.core.errors import DomainError


class RegisterError(DomainError):
    """Common to the three ways a register fails.

    `wait_seconds` is how long it asked to be left alone; 0 when it did not say.
    """

    code = "register_failed"
    status = 503

    def __init__(self, *, wait_seconds: float = 0) -> None:
        super().__init__()
        self.wait_seconds = wait_seconds


class RegisterUnavailable(RegisterError):
    """It did not answer in time."""

    code = "register_unavailable"
    message = _("The register does not answer at the moment. Try again later, or fill in by hand.")


class RegisterRefused(RegisterError):
    """It answered, but not to us: quota, credentials, maintenance."""

    code = "register_refused"
    message = _("The register refused the question. Fill in by hand; the Region will check.")


class RegisterUnreadable(RegisterError):
    """It answered something we do not understand."""

    code = "register_unreadable"
    message = _(
        "The answer of the register could not be read. Fill in by hand; the Region will check."
    )
