"""What may happen to a structure, in the journal's words."""

from django.utils.translation import gettext_lazy as _

from cms.core.events import EventKind

SUBJECT = "structure"

MEMBERSHIP_STARTED = EventKind("structure.membership_started", _("A person joined"))
MEMBERSHIP_ENDED = EventKind("structure.membership_ended", _("A person was detached"))
SHEET_CHANGED = EventKind("structure.sheet_changed", _("Sheet changed"))
ACCESS_DENIED = EventKind("structure.access_denied", _("Access refused"))

ALL = (MEMBERSHIP_STARTED, MEMBERSHIP_ENDED, SHEET_CHANGED, ACCESS_DENIED)
