"""PDF from the same HTML as the screen, tagged for screen readers (PDF/UA-1)."""

import ctypes
import importlib
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
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

EMOJI = re.compile(
    "[\u203c\u2049\u20e3\u2139\u2194-\u21aa\u231a-\u23ff\u2600-\u27bf\u2934\u2935"
    "\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
"""What the typeface of documents mostly lacks, and that people type in their answers."""
EMOJI_FONT = Path(__file__).resolve().parent / "fonts" / "noto-emoji.ttf"
EMOJI_ADDRESS = "portal:noto-emoji"


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

    Only `data:` addresses are read: nothing is fetched, from the network or from the disk, but
    the typeface of emoji, whatever the system's own are, in documents that hold one;
    `prepare` changes the HTML before it is drawn, to put pictures inside.
    """
    weasyprint = _engine()
    if weasyprint is None:
        raise PdfUnavailable
    with translation.override(language):
        html: str = render_to_string(template, {**context, "language": language})
    if prepare is not None:
        html = prepare(html)
    stylesheets, fonts = [_stylesheet()], None
    if EMOJI.search(html):
        fonts = importlib.import_module("weasyprint.text.fonts").FontConfiguration()
        stylesheets.append(_emoji_stylesheet(fonts))
    document: bytes | None = weasyprint.HTML(string=html, url_fetcher=_refuse_to_fetch).write_pdf(
        stylesheets=stylesheets, font_config=fonts, pdf_variant="pdf/ua-1"
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


def _emoji_stylesheet(fonts: Any) -> Any:
    """Declare the emoji to the fonts of one document: they are not shared between threads."""
    face = f'@font-face {{ font-family: "Noto Emoji"; src: url("{EMOJI_ADDRESS}") }}'
    return importlib.import_module("weasyprint").CSS(
        string=face, url_fetcher=_fetch_emoji, font_config=fonts
    )


def _fetch_emoji(url: str, *args: Any, **kwargs: Any) -> Any:
    """Read the typeface of emoji and nothing else."""
    if url != EMOJI_ADDRESS:
        raise ValueError("a PDF fetches nothing")
    response = importlib.import_module("weasyprint.urls").URLFetcherResponse
    return response(url, body=_emoji_font(), headers={"Content-Type": "font/ttf"})


@lru_cache(maxsize=1)
def _emoji_font() -> bytes:
    return EMOJI_FONT.read_bytes()
