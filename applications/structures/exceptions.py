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


class AlreadyInvited(DomainError):
    """An invitation to this address is waiting for its answer."""

    code = "already_invited"
    message = _("This address has already been invited. You can send the invitation again.")


class InvitationOver(DomainError):
    """The invitation was answered, cancelled, or came to its term."""

    code = "invitation_over"
    message = _("This invitation can no longer be used.")
    status = 410


class RequestOver(DomainError):
    """Somebody answered the request meanwhile."""

    code = "request_over"
    message = _("This request has already been answered.")


class CodeRefused(DomainError):
    """The code opens nothing for this person; why is never said."""

    code = "code_refused"
    message = _(
        "This code cannot be used: it is unknown, already used or expired, or the information "
        "given with it does not match. Check both, or ask for another code."
    )
    status = 422


class AccountClosed(DomainError):
    """Nobody acts for a structure with a closed account, nor with a staff one."""

    code = "account_closed"
    message = _("This account cannot act for a structure.")


class StructureExists(DomainError):
    """The SIRET, the UAI or the RNA number is that of a structure of the portal."""

    code = "structure_exists"
    message = _("This structure is on the portal already.")


class EstablishmentClosed(DomainError):
    """The register says that the establishment is closed: nobody applies for it."""

    code = "establishment_closed"
    message = _(
        "This establishment is closed according to the register: give the SIRET of an open one."
    )
    status = 422


class StructureIsMerged(DomainError):
    """The structure was a duplicate: what it held is in another one."""

    code = "structure_is_merged"
    message = _("This structure was a duplicate: it has been merged into another one.")


class NotMergeable(DomainError):
    """Two structures that cannot be one: the same, a stand-in, or one already merged."""

    code = "not_mergeable"
    message = _("These two structures cannot be merged.")


class NotGroupable(DomainError):
    """A structure depends neither on itself nor on one that depends on another."""

    code = "not_groupable"
    message = _("This structure cannot be the managing body of the other.")


class AlreadyDecided(DomainError):
    """Somebody of the Region has settled this meanwhile."""

    code = "already_decided"
    message = _("A colleague has already settled this.")


class CampaignStarted(DomainError):
    """The file is imported, or being so."""

    code = "campaign_started"
    message = _("This file is imported already, or being imported.")


class CampaignHasErrors(DomainError):
    """Nothing is imported of a file with wrong rows, unless the right ones are chosen."""

    code = "campaign_has_errors"
    message = _("Some rows are wrong: correct the file, or choose to import the right rows only.")


class NothingToOpen(DomainError):
    """A code opens one structure of the portal or one known person who has no account yet."""

    code = "nothing_to_open"
    message = _("Choose the structure or the person that the code opens.")
    status = 422
