"""What may happen to a structure, in the journal's words."""

from django.utils.translation import gettext_lazy as _

from cms.core.events import EventKind

SUBJECT = "structure"

CREATED = EventKind("structure.created", _("Structure created"))
VERIFIED = EventKind("structure.verified", _("Structure verified by the Region"))
UNVERIFIED = EventKind("structure.unverified", _("Structure to be verified again"))
DISPUTE_SETTLED = EventKind("structure.dispute_settled", _("Dispute settled by the Region"))
MERGED = EventKind("structure.merged", _("A duplicate was merged into the structure"))
ABSORBED = EventKind("structure.absorbed", _("Merged into another structure"))
GROUPED = EventKind("structure.grouped", _("Managing body changed"))
REPRESENTATIVE_CHANGED = EventKind("structure.representative_changed", _("Representatives changed"))
BANK_CHANGED = EventKind("structure.bank_changed", _("Bank details changed"))
BANK_VERIFIED = EventKind("structure.bank_verified", _("Bank details verified by the Region"))
REQUEST_DECIDED = EventKind("structure.request_decided", _("Request for a structure answered"))
MEMBERSHIP_STARTED = EventKind("structure.membership_started", _("A person joined"))
MEMBERSHIP_ENDED = EventKind("structure.membership_ended", _("A person was detached"))
SHEET_CHANGED = EventKind("structure.sheet_changed", _("Sheet changed"))
ACCESS_DENIED = EventKind("structure.access_denied", _("Access refused"))
RIGHTS_CHANGED = EventKind("structure.rights_changed", _("The rights of a person were changed"))
SUCCESSOR_NAMED = EventKind("structure.successor_named", _("The Region named a manager"))
MEMBERSHIP_SUSPENDED = EventKind(
    "structure.membership_suspended", _("The access of a person was suspended")
)
MEMBERSHIP_RESTORED = EventKind(
    "structure.membership_restored", _("The access of a person was given back")
)
PEOPLE_ASKED = EventKind("structure.people_asked", _("The list of people is to be confirmed"))
PEOPLE_CONFIRMED = EventKind("structure.people_confirmed", _("The list of people was confirmed"))
INVITED = EventKind("structure.invited", _("An invitation was sent"))
INVITED_AGAIN = EventKind("structure.invited_again", _("An invitation was sent again"))
INVITATION_CANCELLED = EventKind("structure.invitation_cancelled", _("An invitation was cancelled"))
INVITATION_ACCEPTED = EventKind("structure.invitation_accepted", _("An invitation was accepted"))
INVITATION_DECLINED = EventKind("structure.invitation_declined", _("An invitation was declined"))
ARRIVAL_VALIDATED = EventKind("structure.arrival_validated", _("An arrival was validated"))
ARRIVAL_REFUSED = EventKind("structure.arrival_refused", _("An arrival was refused"))
JOIN_ASKED = EventKind("structure.join_asked", _("A person asked to join"))
JOIN_CANCELLED = EventKind("structure.join_cancelled", _("A request to join was withdrawn"))
REGION_TOLD = EventKind("structure.region_told", _("The Region was told of an unanswered arrival"))
DISPUTE_OPENED = EventKind("structure.dispute_opened", _("A second person claims the structure"))
CODE_TRIED = EventKind("account.code_tried", _("Attachment code entered"))
CODE_REFUSED = EventKind("account.code_refused", _("Attachment code refused"))
CODE_USED = EventKind("account.code_used", _("Attachment code used"))
CODE_ASKED = EventKind("account.code_asked", _("Attachment code asked for"))
CODE_SENT = EventKind("account.code_sent", _("Attachment code sent by the Region"), is_public=True)
CODE_REQUEST_REFUSED = EventKind(
    "account.code_request_refused", _("Request for a code refused"), is_public=True
)
CAMPAIGN_STARTED = EventKind("code_campaign.started", _("Import of %(rows)s rows started"))
CAMPAIGN_FINISHED = EventKind("code_campaign.finished", _("%(rows)s codes made"))
CAMPAIGN_ABANDONED = EventKind("code_campaign.abandoned", _("Import abandoned"))
STRUCTURE_ASKED = EventKind("account.structure_asked", _("Creation of a structure asked for"))

ALL = (
    CREATED,
    VERIFIED,
    UNVERIFIED,
    DISPUTE_SETTLED,
    MERGED,
    ABSORBED,
    GROUPED,
    REPRESENTATIVE_CHANGED,
    BANK_CHANGED,
    BANK_VERIFIED,
    REQUEST_DECIDED,
    MEMBERSHIP_STARTED,
    MEMBERSHIP_ENDED,
    SHEET_CHANGED,
    ACCESS_DENIED,
    RIGHTS_CHANGED,
    SUCCESSOR_NAMED,
    MEMBERSHIP_SUSPENDED,
    MEMBERSHIP_RESTORED,
    PEOPLE_ASKED,
    PEOPLE_CONFIRMED,
    INVITED,
    INVITED_AGAIN,
    INVITATION_CANCELLED,
    INVITATION_ACCEPTED,
    INVITATION_DECLINED,
    ARRIVAL_VALIDATED,
    ARRIVAL_REFUSED,
    JOIN_ASKED,
    JOIN_CANCELLED,
    REGION_TOLD,
    DISPUTE_OPENED,
    CODE_TRIED,
    CODE_REFUSED,
    CODE_USED,
    CODE_ASKED,
    CODE_SENT,
    CODE_REQUEST_REFUSED,
    CAMPAIGN_STARTED,
    CAMPAIGN_FINISHED,
    CAMPAIGN_ABANDONED,
    STRUCTURE_ASKED,
)
