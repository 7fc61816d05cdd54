"""The application of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """The demonstration: content, accounts, mailbox; never installed in production."""

    name = "cms.demo"
    label = "demo"
    verbose_name = _("Demonstration")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Refuse production, then hand the demonstration's establishments to the register."""
        from applications.registries.embedded import embedded_sources
        from cms.demo.guard import refuse_production
        from cms.demo.register import demonstration_source

        refuse_production()
        embedded_sources.register(demonstration_source)
