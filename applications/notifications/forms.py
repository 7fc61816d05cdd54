"""The editor's form of a mail."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext, gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from applications.notifications.kinds import mail_kinds
from applications.notifications.models import MailTemplate


class MailTemplateForm(WagtailAdminModelForm):
    """Offers the kinds that exist, and says which variables each has."""

    kind = forms.ChoiceField(label=_("kind"))
    language = forms.ChoiceField(label=_("language"), choices=settings.LANGUAGES)

    class Meta:
        model = MailTemplate
        fields = ("kind", "scope", "language", "subject", "body")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted(mail_kinds, key=lambda kind: kind.code)
        self.fields["kind"].choices = [(kind.code, kind.code) for kind in kinds]
        self.fields["scope"].help_text = gettext(
            "Empty for the whole portal, or the key of an aid."
        )
        self.fields["subject"].help_text = gettext(
            "Without the name of the portal, which is added before it."
        )
        self.fields["body"].help_text = "\n".join(
            gettext("%(kind)s: %(variables)s")
            % {
                "kind": kind.code,
                "variables": ", ".join(f"{{{name}}}" for name in kind.variables) or "–",
            }
            for kind in kinds
        )
