"""The application of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistriesConfig(AppConfig):
    """Look-ups in public registers; helpers, never obstacles."""

    name = "applications.registries"
    label = "registries"
    verbose_name = _("Registers")
    default_auto_field = "django.db.models.BigAutoField"
