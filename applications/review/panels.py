"""What the administration shows to those who instruct, outside their own screens."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from applications.review.forms import ReviewPreferencesForm
from applications.review.models import ReviewPreferences
from applications.review.overview import read_overview
from applications.review.permissions import can_open_queue, instructing_user


class WaitingPanel(Component):
    """« Dossiers à traiter »: counts, legal dates that come near, aid by aid."""

    name = "waiting-dossiers"
    template_name = "applications/review/home_panel.html"
    order: ClassVar[int] = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Read what waits for this person."""
        user = instructing_user(parent_context["request"])
        return {"overview": read_overview(user, now=timezone.now())}


def add_waiting_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Show the panel to those who have a queue."""
    if can_open_queue(request.user):
        panels.append(WaitingPanel())


class PreferencesPanel(BaseSettingsPanel):
    """« Dossiers », in the person's own account: what to be told by mail."""

    name = "review"
    title = _("Dossiers")
    tab = notifications_tab
    order: ClassVar[int] = 50
    form_class = ReviewPreferencesForm

    def is_active(self) -> bool:
        """Show it to those who have a queue."""
        return bool(can_open_queue(self.user))

    def get_form(self) -> ReviewPreferencesForm:
        """Return the form over this person's choices, kept or not yet."""
        kept = ReviewPreferences.objects.filter(user=self.user).first()
        instance = kept or ReviewPreferences(user=self.user)
        data = self.request.POST if self.request.method == "POST" else None
        return ReviewPreferencesForm(data, instance=instance, prefix=self.name)
