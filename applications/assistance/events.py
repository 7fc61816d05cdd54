"""What the help desk does to an account, in the words its owner reads on « Mon compte »."""

from django.utils.translation import gettext_lazy as _

from cms.core.events import EventKind, event_kinds

LINKS_SENT = EventKind(
    "account.links_sent", _("The links that give access to the account sent again"), is_public=True
)
CHANGE_PLANNED = EventKind(
    "account.assisted_change_planned",
    _("Change of e-mail address asked for by telephone, identity checked"),
    is_public=True,
)
CHANGE_CANCELLED = EventKind(
    "account.assisted_change_cancelled", _("Change of e-mail address given up"), is_public=True
)
CHANGE_DONE = EventKind(
    "account.assisted_change_done", _("E-mail address changed at your request"), is_public=True
)
RESET_ASKED = EventKind(
    "account.factor_reset_asked", _("Reset of the second factor asked for"), is_public=True
)
RESET_APPROVED = EventKind(
    "account.factor_reset_approved", _("Second factor reset by a second agent"), is_public=True
)
RESET_REFUSED = EventKind(
    "account.factor_reset_refused", _("Reset of the second factor refused"), is_public=True
)
NAMED_MANAGER = EventKind(
    "account.named_manager", _("Named manager of a structure by the Region"), is_public=True
)


def register() -> None:
    """Make these kinds known to the journal."""
    for kind in (
        LINKS_SENT,
        CHANGE_PLANNED,
        CHANGE_CANCELLED,
        CHANGE_DONE,
        RESET_ASKED,
        RESET_APPROVED,
        RESET_REFUSED,
        NAMED_MANAGER,
    ):
        event_kinds.register(kind)
