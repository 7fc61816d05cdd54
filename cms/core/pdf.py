"""PDF from the same HTML as the screen, tagged for screen readers (PDF/UA-1)."""

import ctypes
import importlib
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from cms.core.errors import DomainError


class PdfUnavailable(DomainError):
    """The system libraries that draw PDFs are not installed on this server."""

    code = "pdf_unavailable"
    message = _(
        "PDF files cannot be made on this server at the moment. Everything else works; "
        "the content is on the page of your dossier."
    )
    status = 503


PANGO = ("libpango-1.0.so.0", "libpango-1.0-0", "libpango-1.0.dylib", "libpango-1.0-0.dll")
"""The names of the library WeasyPrint cannot do without, by system."""


def is_available() -> bool:
    """Tell whether WeasyPrint found its system libraries."""
    return _engine() is not None


@lru_cache(maxsize=1)
def is_likely() -> bool:
    """Tell whether the main library is there, without loading WeasyPrint: for pages that link."""
    return any(map(_loads, PANGO))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def render_pdf(
    template: str,
    context: Mapping[str, Any],
    *,
    language: str,
    prepare: Callable[[str], str] | None = None,
) -> bytes:
    """Render a template as a tagged PDF; raises `PdfUnavailable` without the libraries.

    Only `data:` addresses are read: nothing is fetched, from the network or from the disk;
    `prepare` changes the HTML before it is drawn, to put pictures inside.
    """
    weasyprint = _engine()
    if weasyprint is None:
        raise PdfUnavailable
    with translation.override(language):
        html: str = render_to_string(template, {**context, "language": language})
    if prepare is not None:
        html = prepare(html)
    document: bytes | None = weasyprint.HTML(string=html, url_fetcher=_refuse_to_fetch).write_pdf(
        stylesheets=[_stylesheet()], pdf_variant="pdf/ua-1"
    )
    if document is None:
        raise PdfUnavailable
    return document


def _refuse_to_fetch(url: str, *args: Any, **kwargs: Any) -> Any:
    """Read `data:` addresses only."""
    if not url.startswith("data:"):
        raise ValueError("a PDF fetches nothing")
    return importlib.import_module("weasyprint").default_url_fetcher(url)


@lru_cache(maxsize=1)
def _engine() -> Any:
    """Return WeasyPrint, or `None` without its system libraries.

    It is loaded when first needed: it costs a second, and most processes never draw a PDF.
    """
    try:
        return importlib.import_module("weasyprint")
    except OSError:
        return None


@lru_cache(maxsize=1)
def _stylesheet() -> Any:
    return importlib.import_module("weasyprint").CSS(string=render_to_string("pdf/print.css"))
