"""What every public page of the tree shares."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from wagtail.models import Page

from cms.core import languages, public_cache
from cms.core.caches import pages as cache
from cms.core.generation import current_generation


class PublicPageMixin:
    """A Wagtail page that is the same for everyone, kept by the public cache.

    Never kept: previews and pages under a view restriction. `next_change_at` is the next moment
    the page changes by itself.
    """

    def next_change_at(self) -> datetime | None:
        """Return the next opening or closing shown by this page."""
        return None

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Serve the page and let the public cache keep it."""
        response: HttpResponseBase = super().serve(request, *args, **kwargs)  # type: ignore[misc]
        is_preview = getattr(request, "is_preview", False)
        if not is_preview and not self.get_view_restrictions():  # type: ignore[attr-defined]
            public_cache.mark_public(response, next_change_at=self.next_change_at())
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the language menu: the live translations of this page, whatever their slugs."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)  # type: ignore[misc]
        context["language_links"] = self.language_links()
        return context

    def language_links(self) -> list[languages.LanguageLink]:
        """Return the menu; a language without this page leads to its home page.

        Read once per generation: only a publication, a move or a removal changes it.
        """
        current = translation.get_language()
        key = f"language-links:{self.translation_key}:{current}:{current_generation()}"  # type: ignore[attr-defined]
        links: list[languages.LanguageLink] | None = cache.get(key)
        if links is None:
            links = self._language_links(current)
            cache.set(key, links, timeout=settings.PUBLIC_CACHE_SECONDS)
        return links

    def _language_links(self, current: str | None) -> list[languages.LanguageLink]:
        # The tree's own columns are enough: the texts of a translation stay in the table.
        urls = {
            page.locale.language_code: page.get_url()
            for page in Page.objects.live()
            .filter(translation_key=self.translation_key)  # type: ignore[attr-defined]
            .select_related("locale")
            .only("path", "depth", "url_path", "content_type", "locale__language_code")
        }
        return [
            languages.LanguageLink(
                code=code,
                name=str(translation.get_language_info(code)["name_local"]).capitalize(),
                url=urls.get(code) or ("/" if code == settings.LANGUAGE_CODE else f"/{code}/"),
                is_current=code == current,
            )
            for code in languages.live_languages()
        ]
