"""The application of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People and how they get in: sign-up, activation, sign-in, second factor."""

    name = "applications.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registries of the rooms below."""
        from applications.accounts import events, files, mails, own_data
        from applications.accounts.identity import providers
        from applications.accounts.services.data import archive_handler
        from applications.accounts.services.requests import answer_handler
        from cms.core.jobs import job_handlers

        events.register()
        mails.register()
        providers.register()
        files.register()
        own_data.register()
        job_handlers.register(archive_handler)
        job_handlers.register(answer_handler)
