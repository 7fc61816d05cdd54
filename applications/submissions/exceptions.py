"""What may be refused about a dossier, each with its code and its words."""

from django.utils.translation import gettext_lazy as _

from cms.core.errors import DomainError


class TransitionRefused(DomainError):
    """The table does not allow this move now; `reason` says why, `guard` names the rule."""

    code = "transition_refused"
    message = _("This is not possible: %(reason)s")

    @property
    def guard(self) -> str:
        """Return the code of the rule that refused (`state`, `actor` or a guard's)."""
        return str(self.params.get("guard", ""))

    @property
    def is_denial(self) -> bool:
        """Whether it is the person's role that refuses, not the state of the dossier."""
        return self.guard == "actor"


class CampaignNotOpen(DomainError):
    """No campaign of the aid takes dossiers at this instant."""

    code = "campaign_not_open"
    message = _("Applications cannot be filed for this aid at the moment.")


class CampaignClosed(DomainError):
    """The campaign ended; the draft stays readable and intact."""

    code = "campaign_closed"
    message = _(
        "The campaign has been closed since %(closed_at)s. Your application cannot be filed any "
        "more; nothing of what you wrote is lost."
    )


class FormNotReady(DomainError):
    """The aid has no published form yet."""

    code = "form_not_ready"
    message = _("The form of this aid is not available yet.")


class LimitReached(DomainError):
    """This beneficiary already has a dossier in this campaign."""

    code = "limit_reached"
    message = _(
        "This aid takes one application per beneficiary and campaign. Yours is %(reference)s."
    )


class BeneficiaryServed(DomainError):
    """Somebody else has filed for this beneficiary in this campaign; whose it is is not said."""

    code = "beneficiary_served"
    message = _(
        "This aid takes one application per beneficiary and campaign, and one has been filed for "
        "this beneficiary. Contact the service if you think it is a mistake; your draft is kept."
    )


class NotAColleague(DomainError):
    """The dossier is shared with members of its structure only."""

    code = "not_a_colleague"
    message = _("This person is not a member of your structure any more: choose somebody else.")


class DossierIncomplete(DomainError):
    """Answers or documents are missing; the recap lists them."""

    code = "incomplete"
    message = _("Your application is not complete: the list below says what is missing.")


class FilesInfected(DomainError):
    """One of the files carries a virus."""

    code = "infected_file"
    message = _("One of your files is infected. Remove it and provide a sound one.")


class NotEditable(DomainError):
    """The dossier is no longer a draft."""

    code = "not_editable"
    message = _("This application has been filed or is no longer a draft: it cannot be changed.")


class AlreadyFiled(DomainError):
    """A step came from a page opened before the dossier was filed; nothing of it is kept."""

    code = "already_filed"
    message = _(
        "Your change was not kept: this application was filed on %(date)s. To have something "
        "corrected, contact %(service)s."
    )
    way_out_label = _("See my application")


class CriteriaFirst(DomainError):
    """A step was opened before the eligibility criteria were answered."""

    code = "criteria_first"
    message = _("Answer the eligibility criteria first")


class UnknownStep(DomainError):
    """This address names no step of this dossier."""

    code = "unknown_step"
    message = _("This step does not exist in this application.")
    status = 404
    way_out_label = _("Steps of my application")


class VersionOver(DomainError):
    """The draft stands on a version of the form that can be used no longer."""

    code = "version_over"
    message = _(
        "The form of this aid has changed, and the version you started with can no longer be "
        "used. Everything you wrote is kept: take the new version to go on."
    )
    way_out_label = _("Read what changes")


class VersionGone(DomainError):
    """The form version on offer is not the one that was shown."""

    code = "version_changed"
    message = _("The form has changed again in the meantime. Read the list of changes once more.")


class StaffNeverApplies(DomainError):
    """A staff account opens an applicant's page: it only opens the test dossiers it made itself."""

    code = "staff_never_applies"
    message = _(
        "A staff account never files an application, and opens no other test dossier than its own. "
        "Work from the administration, or sign in with a personal account."
    )
    status = 403
    way_out_label = _("Go to the administration")

    @property
    def way_out(self) -> str:
        """Lead to the administration."""
        return "/gestion/"


class NothingToTry(DomainError):
    """The form cannot be tried: it asks nothing, it is broken, or no campaign gives a règlement."""

    code = "nothing_to_try"
    message = _("This form cannot be tried yet: %(reason)s")
    way_out_label = _("Back to the form")
