"""Mails in the administration."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from applications.notifications.forms import MailTemplateForm
from applications.notifications.models import MailTemplate


class MailTemplateViewSet(ModelViewSet):
    """The words of mails, by kind, aid and language."""

    model = MailTemplate
    name = "mail_templates"
    url_prefix = "courriels-types"
    icon = "mail"
    menu_label = _("Texts of mails")
    menu_order = 700
    add_to_settings_menu = True
    form_fields = ["kind", "scope", "language", "subject", "body"]
    list_display = ["kind", "scope", "language", "subject"]
    list_filter = ["kind", "language"]
    search_fields = ["kind", "subject"]

    def get_form_class(self, for_update: bool = False) -> Any:
        """Return the form that knows the kinds and their variables."""
        return MailTemplateForm


mail_template_viewset = MailTemplateViewSet()
