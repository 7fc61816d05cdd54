"""What every screen about one form starts from: its page, its aid, who looks."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from aids.drafts import schema_of
from aids.exceptions import NoSuchForm
from aids.form_admin.screens import DeskScreen, screens_for
from aids.form_checks import FormCheck
from aids.models import Aid, AidPage, FormVersion
from aids.permissions import can_change_form, can_see_form
from applications.accounts.models import User
from applications.formbuilder.schema import FormSchema


@dataclass
class FormDesk:
    """One aid's form on the desk of one member of staff."""

    request: HttpRequest
    page: AidPage
    aid: Aid
    now: datetime

    @property
    def user(self) -> User:
        """Return who looks; the door has made sure it is staff."""
        if not isinstance(self.request.user, User):
            raise Http404
        return self.request.user

    @cached_property
    def draft(self) -> AidPage:
        """Return the page as last saved, published or not."""
        latest: AidPage = self.page.get_latest_revision_as_object()
        return latest

    @cached_property
    def schema(self) -> FormSchema:
        """Return the form as last saved."""
        return schema_of(self.draft)

    @cached_property
    def check(self) -> FormCheck:
        """Return what stands between the form as last saved and its publication."""
        return FormCheck(self.aid, self.schema, now=self.now)

    @cached_property
    def can_change(self) -> bool:
        """Whether this person may write in the page."""
        return bool(can_change_form(self.request.user, self.page))

    @property
    def screens(self) -> list[tuple[DeskScreen, str]]:
        """Return the screens other rooms add, each with its address."""
        return screens_for(self.request.user, self.page)

    @property
    def edit_url(self) -> str:
        """Return where the form is edited."""
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def url(self, name: str, *args: object) -> str:
        """Return the address of another screen about this form."""
        return reverse(f"aid_forms:{name}", args=[self.page.pk, *args])

    def version(self, number: int) -> FormVersion:
        """Return one version of the form; raises `NoSuchForm`."""
        found = self.aid.form_versions.filter(number=number).first()
        if found is None:
            raise NoSuchForm(way_out=self.url("history"))
        return found

    def context(self, title: str, *, screen: str, **extra: Any) -> dict[str, Any]:
        """Return what every screen shows around its content."""
        return {
            "header_title": title,
            "header_icon": "form",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
                {"url": self.edit_url, "label": self.page.get_admin_display_title()},
                {"url": "", "label": title},
            ],
            "desk": self,
            "screen": screen,
            **extra,
        }


def open_desk(request: HttpRequest, page_id: int) -> FormDesk:
    """Return the desk of an aid's form, from its French page or a translation; or refuse."""
    asked = get_object_or_404(AidPage.objects.select_related("locale"), pk=page_id)
    aid = Aid.objects.for_page(asked)
    page = asked if asked.is_source else (aid.source_page() if aid is not None else None)
    if aid is None or page is None:
        raise NoSuchForm
    can_see_form(request.user, page).require()
    return FormDesk(request, page, aid, timezone.now())
