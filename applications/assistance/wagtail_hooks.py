"""Registration in the Wagtail admin, and nothing else."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from applications.assistance import urls
from applications.assistance.permissions import can_help


class HelpDeskMenuItem(MenuItem):
    """« Assistance », shown to those who help."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether this person helps."""
        return bool(can_help(request.user))


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    """Serve the room under `/gestion/assistance/`."""
    return [path("assistance/", include(urls))]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """Put the help desk in the menu."""
    return HelpDeskMenuItem(
        _("Help desk"), reverse_lazy("assistance:home"), icon_name="help", order=30
    )
