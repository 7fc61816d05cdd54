"""Template tags the page components are made of."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BoundField
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cms.core.field_view import ErrorLink, FieldView, error_links

register = template.Library()


@register.simple_tag
def site_path(path: str) -> str:
    """Give the address of a fixed path in the language being read (French has no prefix)."""
    language = get_language() or settings.LANGUAGE_CODE
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"


@register.simple_tag
def icon(name: str, icon_class: str = "") -> SafeString:
    """Draw one of the family listed in cms/assets/icons.json; each is read once per process."""
    return _drawing(name, icon_class)


@lru_cache(maxsize=512)
def _drawing(name: str, icon_class: str) -> SafeString:
    return render_to_string(f"components/icons/{name}.html", {"icon_class": icon_class})


@register.simple_tag
def portal_field(field: BoundField, **options: Any) -> SafeString:
    """Render a bound field: label, hint, error and widget, tied together by ids."""
    view = FieldView.of(field, **options)
    return render_to_string("django/forms/portal_field.html", {"view": view})


@register.simple_tag
def field_view(field: BoundField, **options: Any) -> FieldView:
    """Read a bound field, for a template that lays it out in its own way."""
    return FieldView.of(field, **options)


@register.simple_tag
def form_error_links(form: Any = None, forms: Any = None, errors: Any = None) -> list[ErrorLink]:
    """List the errors of one form or several (formsets too), and those given by hand."""
    sources = [*([form] if form else []), *(forms or [])]
    return [*error_links(sources), *(ErrorLink.of(error) for error in errors or [])]


@register.simple_tag
def page_links(page: Page[Any]) -> Iterable[int | str]:
    """Give the numbers a pagination shows, with an ellipsis where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag
def page_query(query: QueryDict | dict[str, Any] | str | None, number: int) -> str:
    """Give the query string of another page, the other parameters kept."""
    if isinstance(query, str):
        query = QueryDict(query)
    if isinstance(query, QueryDict):
        kept = [(k, str(value)) for k, values in query.lists() for value in values if k != "page"]
    else:
        kept = [(k, str(value)) for k, value in (query or {}).items() if k != "page"]
    if number > 1:
        kept.append(("page", str(number)))
    return f"?{urlencode(kept)}"


@register.filter
def lang_attribute(code: str | None) -> SafeString:
    """Write ` lang="fr"` inside a tag whose text is not in the page's language, else nothing."""
    return format_html(' lang="{}"', code) if code else SafeString("")


@register.filter
def marked(text: str, code: str | None) -> str | SafeString:
    """Mark a passage with its language when it is not the page's."""
    return format_html('<span lang="{}">{}</span>', code, text) if code and text else text


@register.filter
def in_french(text: str) -> str | SafeString:
    """Mark a text that exists in French only, on the pages of another language."""
    return text if get_language() == settings.LANGUAGE_CODE else marked(text, "fr")


@register.filter
def step_range(total: int) -> range:
    """Count from 1 to `total`, for the bar of a step header."""
    return range(1, int(total) + 1)
