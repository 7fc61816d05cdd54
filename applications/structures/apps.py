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
        """Make this room's events and mails known, and the first connection due."""
        from applications.accounts.first_steps import FirstStep, first_steps
        from applications.structures import events, files, mails, own_data
        from applications.structures.services import code_parts, first_connection
        from cms.core.events import event_kinds
        from cms.core.jobs import job_handlers

        for kind in events.ALL:
            event_kinds.register(kind)
        mails.register()
        files.register()
        own_data.register()
        job_handlers.register(code_parts.make_handler)
        job_handlers.register(code_parts.merge_handler)
        first_steps.register(
            FirstStep(
                code="first_connection",
                url_name="first-connection",
                is_due=first_connection.is_due,
            )
        )
