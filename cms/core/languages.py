"""Which languages the portal really speaks, and the same page in another one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from wagtail.models import Page, Site

from cms.core.caches import pages as cache
from cms.core.generation import current_generation


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One line of the language menu."""

    code: str
    name: str
    url: str
    is_current: bool


def live_languages() -> tuple[str, ...]:
    """Return the codes of the languages whose home page is published, French first.

    Breton and Occitan are declared and stay hidden until they have content.
    """
    key = f"live-languages:{current_generation()}"
    codes: tuple[str, ...] | None = cache.get(key)
    if codes is None:
        codes = _published_languages()
        cache.set(key, codes, timeout=300)
    return codes


def _published_languages() -> tuple[str, ...]:
    """Read the languages of the live translations of the site's root page, in settings' order."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    published: set[str] = set()
    if site is not None:
        published = set(
            Page.objects.live()
            .filter(translation_key=site.root_page.translation_key)
            .values_list("locale__language_code", flat=True)
        )
    return tuple(
        code
        for code, _name in settings.LANGUAGES
        if code in published or code == settings.LANGUAGE_CODE
    )


def path_in_language(path: str, code: str) -> str:
    """Return the same path under another language: French has no prefix."""
    current = translation.get_language_from_path(path)
    bare = path[len(current) + 1 :] if current else path
    return bare if code == settings.LANGUAGE_CODE else f"/{code}{bare}"


def menu(path: str, *, codes: Iterable[str] | None = None) -> list[LanguageLink]:
    """Return the language menu of a page whose path is the same in every language."""
    current = translation.get_language()
    return [
        LanguageLink(
            code=code,
            name=str(translation.get_language_info(code)["name_local"]).capitalize(),
            url=path_in_language(path, code),
            is_current=code == current,
        )
        for code in (codes if codes is not None else live_languages())
    ]
