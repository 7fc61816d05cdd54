"""What this room tells the journal."""

from django.utils.translation import gettext_lazy as _

from cms.core.events import EventKind

DENIED = EventKind("attachments.denied", _("Refused access to a file"))
INFECTED = EventKind("attachments.infected", _("Infected file removed"))
REMOVED = EventKind("attachments.removed", _("File removed"))

EVENT_KINDS = (DENIED, INFECTED, REMOVED)
