"""The application of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssistanceConfig(AppConfig):
    """The help desk: accounts, invitations and mails of people who call; never a dossier."""

    name = "applications.assistance"
    label = "assistance"
    verbose_name = _("Help desk")

    def ready(self) -> None:
        """Make this room's events and mails known."""
        from applications.assistance import events, mails

        events.register()
        mails.register()
