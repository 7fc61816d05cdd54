"""The application of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StructuresConfig(AppConfig):
    """Associations, companies, lycées, municipalities, and who may act for them."""

    name = "applications.structures"
    label = "structures"
    verbose_name = _("Structures")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make this room's kinds of events and mails known."""
        from applications.structures import events, mails
        from cms.core.events import event_kinds

        for kind in events.ALL:
            event_kinds.register(kind)
        mails.register()
