"""What the editor of a page reads about its translations."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _, ngettext
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.views.report import TranslationsReportFilterSet

from cms.core.translations import outdated


class TranslationFilters(TranslationsReportFilterSet):
    """The filters of the report on translations, the two languages named in words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["source_locale"].label = _("Original language")
        self.filters["target_locale"].label = _("Language of the translation")


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
