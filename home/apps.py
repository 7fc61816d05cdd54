"""The application of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """The site around the catalogue: home page, dedicated spaces, content pages."""

    name = "home"
    label = "home"
    verbose_name = _("Home")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what this room brings to the others."""
        from home import mails

        mails.register()
