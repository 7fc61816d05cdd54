"""The application of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AidsConfig(AppConfig):
    """The catalogue: aids, campaigns, règlements, form versions; public, without personal data."""

    name = "aids"
    label = "aids"
    verbose_name = _("Aids")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register kinds of events and mails, jobs, lists; follow Wagtail's publications."""
        from aids import events, mails, receivers, reference_lists
        from aids.services.form_changes import count_handler
        from applications.formbuilder.searches import search_sources
        from cms.core.jobs import job_handlers

        events.register()
        mails.register()
        job_handlers.register(count_handler)
        search_sources.register(reference_lists.source)
        receivers.connect()
