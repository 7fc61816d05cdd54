"""What search engines are told: the pages they may read, and those that are somebody's own."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from applications.notifications.services import absolute_url
from cms.core.languages import live_languages, path_in_language

PRIVATE_PLACES = (
    "/aides/*/deposer/",
    "/aides/*/eligibilite/",
    "/aides/*/m-avertir/",
    "/compte/",
    "/contact/ecrire/",
    "/contact/message-envoye/",
    "/espace/",
    "/fichiers/",
    "/gestion/",
    "/invitation/",
)
ENDLESS_PLACES = ("/aides/?",)
"""The catalogue's filters make more addresses than there are aids; the plain list has them all."""
TECHNICAL_PLACES = ("/demo/", "/galerie/", "/sante/")


def robots_text() -> str:
    """Return `robots.txt`: what is private, endless or technical, in every language."""
    closed = [
        path_in_language(place, code)
        for code in live_languages()
        for place in (*PRIVATE_PLACES, *ENDLESS_PLACES)
    ]
    lines = [
        "User-agent: *",
        *(f"Disallow: {place}" for place in (*closed, *TECHNICAL_PLACES)),
        "",
        f"Sitemap: {absolute_url('/sitemap.xml')}",
    ]
    return "\n".join(lines) + "\n"


class PublicSitemap(Sitemap):
    """Every live public page in every language, each with its translations.

    A page shown in French under another language's address (an alias) is not one more page.
    """

    def items(self) -> Iterable[Page]:
        """Return the pages of the portal, whatever the language of their tree."""
        pages = Page.objects.none()
        for root in self.get_wagtail_site().root_page.get_translations(inclusive=True):
            pages |= root.get_descendants(inclusive=True)
        found: Iterable[Page] = (
            pages.live().public().filter(alias_of=None).select_related("locale").order_by("path")
        )
        return found

    def get_urls(self, page: int | str = 1, **kwargs: Any) -> list[dict[str, Any]]:
        """Return one entry a page, with the addresses of its translations."""
        listed = [
            (one, absolute_url(one.get_url(self.request) or "/"))
            for one in self.paginator.page(page).object_list
        ]
        translations = defaultdict(list)
        for one, address in listed:
            translations[one.translation_key].append(
                {"lang_code": one.locale.language_code, "location": address}
            )
        return [
            {"location": address, "lastmod": self.lastmod(one), "alternates": same}
            for one, address in listed
            for same in [translations[one.translation_key]]
        ]
