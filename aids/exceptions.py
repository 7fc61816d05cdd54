"""What may be refused about an aid's form, each with its code and its words."""

from django.utils.translation import gettext_lazy as _

from cms.core.errors import DomainError


class ChoiceIncomplete(DomainError):
    """A choice about drafts lacks its date, to come, or its reason."""

    code = "form_choice_incomplete"
    message = _("Give the date, to come, or the reason that goes with this choice.")


class NoSuchForm(DomainError):
    """The aid has no such version, or no page to write in."""

    code = "form_not_found"
    message = _("This form does not exist.")
    status = 404


class FormChangedMeanwhile(DomainError):
    """Somebody saved the draft of the page since it was read."""

    code = "form_changed_meanwhile"
    message = _("The form has changed in the meantime. Read it again, then start over.")
    status = 409


class ListUnreadable(DomainError):
    """The file of a list of answers has mistakes; `params["file"]` names them line by line."""

    code = "list_unreadable"
    message = _("The file has mistakes: nothing was imported.")
    status = 422


class ListInUse(DomainError):
    """Answers may refer to this version: it is kept."""

    code = "list_in_use"
    message = _("This version has been in use: it is kept for the answers that refer to it.")


class BlankFormUnavailable(DomainError):
    """The form cannot be printed: this server draws no PDF."""

    code = "blank_form_unavailable"
    message = _(
        "The form to print cannot be made at the moment. What it asks is on the page of the aid; "
        "the service may also send you a copy."
    )
    status = 503
    way_out_label = _("Back to the aid")
