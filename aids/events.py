"""What happens in the catalogue, for the journal."""

from django.utils.translation import gettext_lazy as _

from cms.core.events import EventKind, event_kinds

FORM_VERSION_CREATED = EventKind("aid.form_version_created", _("Form version %(number)s published"))
FORM_CHOICE_MADE = EventKind(
    "aid.form_choice_made", _("What drafts do with the next form was chosen")
)
FORM_RESTORED = EventKind(
    "aid.form_restored", _("Form version %(number)s put back into the draft of the page")
)
FORM_IMPORTED = EventKind("aid.form_imported", _("Form imported into the draft of the page"))
FORM_REARRANGED = EventKind(
    "aid.form_rearranged", _("Questions of the form put in another order, in the draft of the page")
)
FORM_STEPS_REUSED = EventKind(
    "aid.form_steps_reused",
    _("Steps of another aid added to the form, in the draft of the page: %(count)s"),
)
FORM_NOT_COMPILED = EventKind("aid.form_not_compiled", _("The published form could not be read"))
CAMPAIGN_SAVED = EventKind("aid.campaign_saved", _("Campaign saved"))
CAMPAIGN_DELETED = EventKind("aid.campaign_deleted", _("Campaign deleted"))
REGULATION_SAVED = EventKind("aid.regulation_saved", _("Règlement %(number)s saved"))
REGULATION_DELETED = EventKind("aid.regulation_deleted", _("Règlement %(number)s deleted"))
SETTINGS_SAVED = EventKind("aid.settings_saved", _("Settings of the aid saved"))
LIST_SAVED = EventKind("aid.list_saved", _("Editorial list changed: %(list)s"))
REFERENCE_LIST_USED = EventKind(
    "aid.reference_list_used", _("Version %(number)s of a list of answers in use: %(lines)s lines")
)
TESTS_WIPED = EventKind("aid.tests_wiped", _("Test dossiers wiped: %(count)s"))
OPENING_ANNOUNCED = EventKind("aid.opening_announced", _("Opening announced by mail: %(count)s"))


def register() -> None:
    """Register every kind; called once by the application."""
    for kind in (
        FORM_VERSION_CREATED,
        FORM_CHOICE_MADE,
        FORM_RESTORED,
        FORM_IMPORTED,
        FORM_REARRANGED,
        FORM_STEPS_REUSED,
        FORM_NOT_COMPILED,
        CAMPAIGN_SAVED,
        CAMPAIGN_DELETED,
        REGULATION_SAVED,
        REGULATION_DELETED,
        SETTINGS_SAVED,
        LIST_SAVED,
        REFERENCE_LIST_USED,
        TESTS_WIPED,
        OPENING_ANNOUNCED,
    ):
        event_kinds.register(kind)
