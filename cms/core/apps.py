"""The kernel's application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Jobs, events, settings of the site, public cache, refusals."""

    name = "cms.core"
    label = "core"
    verbose_name = _("Kernel")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the receivers of Wagtail's own signals."""
        from cms.core import receivers

        receivers.connect()
