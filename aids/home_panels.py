"""What the home of the administration shows to those who write aids."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from aids.overview import read_overview


class AidsPanel(Component):
    """« Vos aides »: drafts, forms with problems, campaigns that close soon, every aid."""

    name = "own-aids"
    template_name = "aids/home_panel.html"
    order: ClassVar[int] = 60

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Read what waits for this person."""
        request = parent_context["request"]
        return {
            "overview": read_overview(request.user, now=timezone.now()),
            "can_set_campaigns": request.user.has_perm("aids.change_campaign"),
        }


def add_aids_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Show the panel to those who may change pages."""
    if policy_registry.get_by_type(Page).user_has_permission(request.user, "change"):
        panels.append(AidsPanel())
