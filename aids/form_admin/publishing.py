"""What the administration says around a publication, where no form of the page is checked."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from wagtail.admin import messages
from wagtail.models import Page

from aids import dossiers
from aids.form_checks import check_of
from aids.models import AidPage, FormVersion


def hold_back(
    request: HttpRequest, action_type: str, objects: Iterable[Page], action: Any
) -> HttpResponse | None:
    """Refuse to publish several pages at once while a form among them waits for something."""
    if action_type != "publish":
        return None
    held = [page for page in _aid_pages(objects) if _is_held(page)]
    for page in held:
        messages.error(
            request,
            gettext("“%(title)s” is not published: its form waits for something.")
            % {"title": page.title},
            buttons=[
                messages.button(
                    reverse("aid_forms:check", args=[page.pk]), gettext("Check the form")
                )
            ],
        )
    return HttpResponseRedirect(action.next_url) if held else None


def _aid_pages(objects: Iterable[Page]) -> list[AidPage]:
    """Return the French pages of aids among pages, and the drafts under them."""
    chosen = list(objects)
    aids = AidPage.objects.filter(
        locale__language_code=settings.LANGUAGE_CODE, alias_of__isnull=True
    ).select_related("locale", "latest_revision")
    own = aids.filter(pk__in=[page.pk for page in chosen])
    under = [aids.not_live().descendant_of(page) for page in chosen if page.numchild]
    return list({page.pk: page for pages in (own, *under) for page in pages}.values())


def _is_held(page: AidPage) -> bool:
    check = check_of(page.get_latest_revision_as_object())
    return check is not None and check.is_held


def tell_version(request: HttpRequest, page: Page) -> None:
    """Say which version a publication made, and how many drafts stand on older ones."""
    if not isinstance(page, AidPage) or not page.is_source or not page.live:
        return
    version = (
        FormVersion.objects.filter(aid__key=page.translation_key)
        .select_related("aid")
        .defer("schema")
        .order_by("-number")
        .first()
    )
    published_at = page.last_published_at
    if version is None or published_at is None or version.created_at < published_at:
        return
    uses = dossiers.use_of_versions(version.aid)
    drafts = sum(use.drafts for pk, use in uses.items() if pk != version.pk)
    words = gettext("Version %(number)d of the form is in force.") % {"number": version.number}
    if drafts:
        others = ngettext(
            "%(count)d draft stands on an older one.",
            "%(count)d drafts stand on older ones.",
            drafts,
        )
        words = f"{words} {others % {'count': drafts}}"
    url = reverse("aid_forms:history", args=[page.pk])
    messages.info(request, words, buttons=[messages.button(url, gettext("Versions of the form"))])
