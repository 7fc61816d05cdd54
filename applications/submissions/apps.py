"""The application of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubmissionsConfig(AppConfig):
    """The dossier, from the first draft to the decision, on the applicant's side."""

    name = "applications.submissions"
    label = "submissions"
    verbose_name = _("Dossiers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what this room adds to the kernel and to the rooms below."""
        from applications.submissions import registration

        registration.register()
