"""What may happen to a dossier, in the journal's words."""

from django.utils.translation import gettext_lazy as _

from cms.core.events import EventKind

SUBJECT = "submission"

STARTED = EventKind("submission.started", _("Created"), is_public=True)
HANDED_OVER = EventKind("submission.handed_over", _("Sent to the manager"), is_public=True)
TAKEN_BACK = EventKind("submission.taken_back", _("Taken back by its writer"), is_public=True)
SENT_BACK = EventKind("submission.sent_back", _("Sent back to its writer"), is_public=True)
SUBMITTED = EventKind("submission.submitted", _("Filed"), is_public=True)
TRANSMITTED = EventKind("submission.transmitted", _("Sent to the Region"), is_public=True)
DELETED = EventKind("submission.deleted", _("Draft deleted"), is_public=True)
RESTORED = EventKind("submission.restored", _("Draft restored"), is_public=True)
TAKEN_IN_CHARGE = EventKind("submission.taken_in_charge", _("Taken in charge"), is_public=True)
DECLARED_COMPLETE = EventKind("submission.declared_complete", _("Declared complete"))
REVIEW_REOPENED = EventKind("submission.review_reopened", _("Review reopened"))
DECLARED_INADMISSIBLE = EventKind("submission.declared_inadmissible", _("Declared inadmissible"))
GRANTED = EventKind("submission.granted", _("Granted"))
REJECTED = EventKind("submission.rejected", _("Rejected"))
REVOKED = EventKind("submission.decision_revoked", _("Decision taken back"))
WITHDRAWN = EventKind("submission.withdrawn", _("Withdrawn"), is_public=True)
SETTLED = EventKind("submission.settled", _("Settled"), is_public=True)

VERSION_ADOPTED = EventKind(
    "submission.version_adopted", _("New version of the form adopted"), is_public=True
)
VERSION_IMPOSED = EventKind(
    "submission.version_imposed", _("New version of the form imposed by the Region"), is_public=True
)
CRITERIA_OVERRIDDEN = EventKind(
    "submission.criteria_overridden", _("Continued in spite of an eligibility criterion")
)
ACKNOWLEDGED = EventKind(
    "submission.acknowledged", _("Acknowledgement of receipt sent"), is_public=True
)
SHARED = EventKind("submission.shared", _("Shared with a colleague"), is_public=True)
UNSHARED = EventKind("submission.unshared", _("No longer shared with a colleague"), is_public=True)
TAKEN_OVER = EventKind("submission.taken_over", _("Taken over by a manager"), is_public=True)
ERASED_AT_TERM = EventKind("submission.erased_at_term", _("Dossiers erased: %(count)s"))
ACCESS_DENIED = EventKind("submission.access_denied", _("Access refused"))

BY_TRANSITION: dict[str, EventKind] = {
    "start": STARTED,
    "hand_over": HANDED_OVER,
    "take_back": TAKEN_BACK,
    "send_back": SENT_BACK,
    "submit": SUBMITTED,
    "transmit": TRANSMITTED,
    "delete": DELETED,
    "restore": RESTORED,
    "take_in_charge": TAKEN_IN_CHARGE,
    "declare_complete": DECLARED_COMPLETE,
    "reopen_review": REVIEW_REOPENED,
    "declare_inadmissible": DECLARED_INADMISSIBLE,
    "grant": GRANTED,
    "reject": REJECTED,
    "revoke": REVOKED,
    "withdraw": WITHDRAWN,
    "settle": SETTLED,
}

ALL = (
    *BY_TRANSITION.values(),
    VERSION_ADOPTED,
    VERSION_IMPOSED,
    CRITERIA_OVERRIDDEN,
    ACKNOWLEDGED,
    SHARED,
    UNSHARED,
    TAKEN_OVER,
    ERASED_AT_TERM,
    ACCESS_DENIED,
)
