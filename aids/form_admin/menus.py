"""Where the editor of an aid's page leads to the screens about its form."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from aids.form_admin.screens import screens_for
from aids.models import AidPage
from aids.permissions import can_see_form


class CheckFormMenuItem(ActionMenuItem):
    """« Vérifier le formulaire », beside what publishes."""

    label = _("Check the form")
    name = "action-check-form"
    icon_name = "form"
    order: ClassVar[int] = 25

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Show it on the French page of an aid already saved."""
        page = context.get("page")
        return isinstance(page, AidPage) and page.pk is not None and page.is_source

    def get_url(self, parent_context: dict[str, Any]) -> str:
        """Return the address of the check; it reads the page as last saved."""
        return reverse("aid_forms:check", args=[parent_context["page"].pk])


def form_buttons(
    page: Page, user: Any, next_url: str | None = None, view_name: str = ""
) -> Iterator[Button]:
    """Offer the versions of the form, and its files, in the menu of the page's header."""
    if not isinstance(page, AidPage) or not page.is_source or not can_see_form(user, page):
        return
    for name, label, icon, priority in (
        ("check", _("Check the form"), "form", 60),
        ("rearrange", _("Rearrange the form"), "order", 61),
        ("reuse", _("Reuse steps of another aid"), "copy", 62),
        ("history", _("Versions of the form"), "history", 63),
        ("import", _("Import a form"), "upload", 64),
    ):
        url = reverse(f"aid_forms:{name}", args=[page.pk])
        yield Button(label, url, icon_name=icon, priority=priority)
    for rank, (screen, url) in enumerate(screens_for(user, page), start=70):
        yield Button(screen.label, url, icon_name=screen.icon, priority=rank)
