"""What may be refused about structures."""

from django.utils.translation import gettext_lazy as _

from cms.core.errors import DomainError


class AlreadyMember(DomainError):
    """The person acts for this structure already."""

    code = "already_member"
    message = _("This person already acts for this structure.")


class LastManager(DomainError):
    """A structure always keeps a manager."""

    code = "last_manager"
    message = _("The last manager cannot leave without a successor.")
