"""The application of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewConfig(AppConfig):
    """Officers' screens and acts inside the Wagtail admin."""

    name = "applications.review"
    label = "review"
    verbose_name = _("Instruction")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what this room adds to the kernel and to the rooms below."""
        from applications.review import registration

        registration.register()
