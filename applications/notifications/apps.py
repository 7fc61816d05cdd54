"""The application of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """Mails: made once with their cause, sent by a worker, followed."""

    name = "applications.notifications"
    label = "notifications"
    verbose_name = _("Notifications")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the job that sends mails."""
        from applications.notifications.services.delivery import deliver_handler
        from cms.core.jobs import job_handlers

        job_handlers.register(deliver_handler)
