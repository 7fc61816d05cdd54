"""The menus of the administration: the portal's own, without what only concerns Wagtail."""

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.menu import MenuItem, SubmenuMenuItem, settings_menu
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import (
    MenuItem as SidebarItem,
    PageExplorerMenuItem as ExplorerComponent,
)
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.admin.wagtail_hooks import ExplorerMenuItem, SettingsMenuItem
from wagtail.models import TaskState

from cms.core.admin.pages import start_page
from cms.core.admin.permissions import can_work_on_pages

ABOUT_WAGTAIL = ("whats-new-in-wagtail", "editor-guide")
"""Starts of the names of the help entries that lead to Wagtail's own site."""


class HomeExplorerMenuItem(ExplorerMenuItem):
    """« Pages », which opens on the home of the site rather than on the root of the tree."""

    def render_component(self, request: HttpRequest) -> SidebarItem:
        """Open the tree where this person works."""
        start = start_page(request.user)
        if start is None:
            return super().render_component(request)
        return ExplorerComponent(
            self.name,
            self.label,
            reverse("wagtailadmin_explore", args=[start.pk]),
            start.pk,
            icon_name=self.icon_name,
            classname=self.classname,
        )


def own_main_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Have « Pages » open on the home, and « Réglages » say nothing of Wagtail's version."""
    for index, item in enumerate(items):
        kind = type(item)
        if kind is ExplorerMenuItem:
            items[index] = HomeExplorerMenuItem(
                item.label, item.url, name=item.name, icon_name=item.icon_name, order=item.order
            )
        elif kind is SettingsMenuItem:
            items[index] = SubmenuMenuItem(
                item.label,
                settings_menu,
                name=item.name,
                icon_name=item.icon_name,
                order=item.order,
            )


def own_help_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave out what leads to Wagtail's own site."""
    items[:] = [item for item in items if not item.name.startswith(ABOUT_WAGTAIL)]


def own_reports_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Offer the reports to those who work on pages: all are about pages."""
    if not can_work_on_pages(request.user):
        items.clear()


def own_home_panels(request: HttpRequest, panels: list[Component]) -> None:
    """Leave Wagtail's panels about pages to those who work on pages.

    What waits for a person's own look stays: an officer reads the aids of their team.
    """
    if not can_work_on_pages(request.user):
        is_awaited = TaskState.objects.reviewable_by(request.user).exists()
        panels[:] = [
            one for one in panels if is_awaited and isinstance(one, WorkflowObjectsToModeratePanel)
        ]
