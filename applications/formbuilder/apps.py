"""The application of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FormbuilderConfig(AppConfig):
    """The form engine: it knows nothing of aids, people or states."""

    name = "applications.formbuilder"
    label = "formbuilder"
    verbose_name = _("Form engine")
    default_auto_field = "django.db.models.BigAutoField"
