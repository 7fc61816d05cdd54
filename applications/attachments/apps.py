"""The application of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AttachmentsConfig(AppConfig):
    """Uploaded and generated files: checked, scanned, served only to who may read them."""

    name = "applications.attachments"
    label = "attachments"
    verbose_name = _("Attachments")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the scan and what this room tells the journal."""
        from applications.attachments.events import EVENT_KINDS
        from applications.attachments.services.scanning import scan_handler
        from cms.core.events import event_kinds
        from cms.core.jobs import job_handlers

        job_handlers.register(scan_handler)
        for kind in EVENT_KINDS:
            event_kinds.register(kind)
