"""Why a mail template is refused."""

from django.utils.translation import gettext_lazy as _

from cms.core.errors import DomainError


class UnknownVariables(DomainError):
    """An editor wrote a variable this kind of mail does not have."""

    code = "mail_unknown_variables"
    message = _("Unknown variables: %(unknown)s. Variables of this mail: %(known)s.")
    status = 422
