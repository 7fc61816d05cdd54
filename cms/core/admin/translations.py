"""What the editor of a page reads about its translations."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from wagtail.admin import messages
from wagtail.models import Page

from cms.core.translations import outdated


def tell_at_opening(request: HttpRequest, page: Page) -> None:
    """Say which translations wait when the editor of a page opens; saving says nothing again."""
    if request.method == "GET":
        tell_outdated(request, page)


def tell_outdated(request: HttpRequest, page: Page) -> None:
    """Say which translations of a page, or of its source, have texts to translate."""
    for one in outdated(page):
        words = ngettext(
            "Version in %(language)s to update: %(count)d text is not translated yet.",
            "Version in %(language)s to update: %(count)d texts are not translated yet.",
            one.count,
        ) % {"language": one.language, "count": one.count}
        buttons = []
        if one.page.pk != page.pk:
            url = reverse("wagtailadmin_pages:edit", args=[one.page.pk])
            buttons.append(messages.button(url, gettext("Translate these texts")))
        messages.warning(request, words, buttons=buttons)
