"""What the pages of the catalogue read: the models of pages know neither search nor versions."""

from django import template
from django.conf import settings
from django.template import Context
from django.utils import timezone
from django.utils.translation import get_language, gettext, override

from aids.catalog import CatalogResult, search
from aids.models.aid import Aid
from aids.models.pages import AidPage
from aids.models.regulation import RegulationVersion
from aids.reading import AidReading, read_aid
from aids.showcase import title_of
from cms.core.templatetags.design import marked
from cms.core.templatetags.portal import day_words

register = template.Library()


@register.simple_tag(takes_context=True)
def catalog_result(context: Context) -> CatalogResult:
    """Return what the reader of the catalogue asks for."""
    return search(context["request"].GET, language=get_language() or "fr", now=timezone.now())


@register.simple_tag(takes_context=True)
def aid_reading(context: Context, page: AidPage) -> AidReading:
    """Return everything the page of an aid shows."""
    return read_aid(
        page,
        language=get_language() or "fr",
        now=timezone.now(),
        is_preview=getattr(context["request"], "is_preview", False),
    )


@register.filter
def aid_title(aid: Aid) -> str:
    """Return the title of an aid in the language being read, else in French, marked as such."""
    language = get_language() or settings.LANGUAGE_CODE
    title, written_in = title_of(aid, language=language)
    return marked(title, "" if written_in == language else written_in)


@register.simple_tag
def catalog_trail(is_in_catalog: bool = False) -> list[tuple[str, str]]:
    """Return the way to the catalogue, or to a page inside it."""
    language = get_language() or settings.LANGUAGE_CODE
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    trail = [(gettext("Home"), f"{prefix}/")]
    return [*trail, (gettext("Aids"), f"{prefix}/aides/")] if is_in_catalog else trail


@register.simple_tag(takes_context=True)
def without(context: Context, name: str, value: str) -> str:
    """Return the query string of the same search without one value."""
    params = context["request"].GET.copy()
    params.setlist(name, [kept for kept in params.getlist(name) if kept != value])
    params.pop("page", None)
    return f"?{params.urlencode()}"


@register.filter
def says_its_day(text: RegulationVersion) -> bool:
    """Tell whether a deliberation names the day it was adopted: « n° 12 du 28 mai 2026 »."""
    with override(settings.LANGUAGE_CODE):
        return day_words(text.adopted_on) in text.deliberation.replace("\u00a0", " ")
