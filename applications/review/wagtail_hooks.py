"""Registration in the Wagtail admin, and nothing else."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from applications.review import urls
from applications.review.panels import PreferencesPanel, add_waiting_panel
from applications.review.permissions import can_open_queue

hooks.register("construct_homepage_panels", add_waiting_panel)
hooks.register("register_account_settings_panel", PreferencesPanel)


class QueueMenuItem(MenuItem):
    """« Dossiers », shown to those who instruct."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether this person has a queue."""
        return bool(can_open_queue(request.user))


@hooks.register("register_admin_urls")
def register_review_urls() -> list[URLPattern | URLResolver]:
    """Serve the room under `/gestion/dossiers/`."""
    return [path("dossiers/", include(urls))]


@hooks.register("register_admin_menu_item")
def register_queue_menu_item() -> MenuItem:
    """Put the queue first in the menu."""
    return QueueMenuItem(
        _("Dossiers"), reverse_lazy("review:queue"), icon_name="folder-open-inverse", order=10
    )
