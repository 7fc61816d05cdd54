"""What the security journal says of accounts: codes and numbers, never names or addresses."""

from django.utils.translation import gettext_lazy as _

from cms.core.events import EventKind, event_kinds

SIGNED_UP = EventKind("account.signed_up", _("Account created"))
ACTIVATED = EventKind("account.activated", _("Account activated"))
ADDRESS_CORRECTED = EventKind(
    "account.address_corrected",
    _("Address of an account never activated corrected"),
    is_public=True,
)
SIGNED_IN = EventKind("account.signed_in", _("Signed in"))
SIGN_IN_REFUSED = EventKind("account.sign_in_refused", _("Sign-in refused"))
SIGNED_OUT = EventKind("account.signed_out", _("Signed out"))
SESSION_EXPIRED = EventKind("account.session_expired", _("Session ended by its time limit"))
SESSIONS_CLOSED = EventKind(
    "account.sessions_closed", _("Sessions closed: %(count)s"), is_public=True
)
PASSWORD_CHANGED = EventKind("account.password_changed", _("Password changed"), is_public=True)
PASSWORD_RESET = EventKind("account.password_reset", _("Password reset"), is_public=True)
ADDRESS_CHANGE_ASKED = EventKind(
    "account.address_change_asked", _("Change of e-mail address asked for"), is_public=True
)
ADDRESS_CHANGE_CANCELLED = EventKind(
    "account.address_change_cancelled", _("Change of e-mail address cancelled"), is_public=True
)
ADDRESS_CHANGED = EventKind("account.address_changed", _("E-mail address changed"), is_public=True)
SECOND_FACTOR_ENROLLED = EventKind(
    "account.second_factor_enrolled", _("Second factor set up"), is_public=True
)
SECOND_FACTOR_REMOVED = EventKind(
    "account.second_factor_removed", _("Second factor removed"), is_public=True
)
RECOVERY_CODES_RENEWED = EventKind(
    "account.recovery_codes_renewed", _("New recovery codes given"), is_public=True
)
SECOND_FACTOR_PASSED = EventKind("account.second_factor_passed", _("Second factor verified"))
SECOND_FACTOR_REFUSED = EventKind("account.second_factor_refused", _("Second factor refused"))
RECOVERY_CODE_USED = EventKind(
    "account.recovery_code_used", _("Recovery code used"), is_public=True
)
IDENTITY_CONFIRMED = EventKind("account.identity_confirmed", _("Identity confirmed again"))
IDENTITY_LINKED = EventKind(
    "account.identity_linked", _("%(provider)s linked to the account"), is_public=True
)
IDENTITY_UNLINKED = EventKind(
    "account.identity_unlinked", _("%(provider)s unlinked from the account"), is_public=True
)
SHEET_UPDATED = EventKind("account.sheet_updated", _("Personal sheet updated"))
NAMES_RECTIFIED = EventKind("account.names_rectified", _("Names put right"), is_public=True)
BANK_CHANGED = EventKind("account.bank_changed", _("Bank details changed"), is_public=True)
ARCHIVE_ASKED = EventKind(
    "account.archive_asked", _("Download of my data asked for"), is_public=True
)
CLOSING_ASKED = EventKind(
    "account.closing_asked", _("Closing of the account asked for"), is_public=True
)
CLOSING_CANCELLED = EventKind(
    "account.closing_cancelled", _("Closing of the account cancelled"), is_public=True
)
CLOSED = EventKind("account.closed", _("Account closed"))
WARNED_UNUSED = EventKind("account.warned_unused", _("Warned that the account is not used"))
NEVER_ACTIVATED = EventKind("account.never_activated", _("Account never activated erased"))
LANGUAGE_CHOSEN = EventKind("account.language_chosen", _("Language of the e-mails chosen"))
STAFF_GRANTED = EventKind("account.staff_granted", _("Staff role %(role)s given"))
STAFF_WITHDRAWN = EventKind("account.staff_withdrawn", _("Staff role withdrawn"))
ACCESS_DENIED = EventKind("access.denied", _("Access denied"))
ACCESS_UNDECLARED = EventKind("access.undeclared", _("View without a declared access refused"))


def register() -> None:
    """Make these kinds known to the journal."""
    for kind in (
        SIGNED_UP,
        ACTIVATED,
        ADDRESS_CORRECTED,
        SIGNED_IN,
        SIGN_IN_REFUSED,
        SIGNED_OUT,
        SESSION_EXPIRED,
        SESSIONS_CLOSED,
        PASSWORD_CHANGED,
        PASSWORD_RESET,
        ADDRESS_CHANGE_ASKED,
        ADDRESS_CHANGE_CANCELLED,
        ADDRESS_CHANGED,
        SECOND_FACTOR_ENROLLED,
        SECOND_FACTOR_REMOVED,
        RECOVERY_CODES_RENEWED,
        SECOND_FACTOR_PASSED,
        SECOND_FACTOR_REFUSED,
        RECOVERY_CODE_USED,
        IDENTITY_CONFIRMED,
        IDENTITY_LINKED,
        IDENTITY_UNLINKED,
        SHEET_UPDATED,
        NAMES_RECTIFIED,
        BANK_CHANGED,
        ARCHIVE_ASKED,
        CLOSING_ASKED,
        CLOSING_CANCELLED,
        CLOSED,
        WARNED_UNUSED,
        NEVER_ACTIVATED,
        LANGUAGE_CHOSEN,
        STAFF_GRANTED,
        STAFF_WITHDRAWN,
        ACCESS_DENIED,
        ACCESS_UNDECLARED,
    ):
        event_kinds.register(kind)
