"""Letters that carry a code: one page each, in one tagged PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from cms.core.pdf import render_pdf
from cms.core.site import site_settings


@dataclass(frozen=True, slots=True)
class Letter:
    """One page: to whom, where, and the code in its groups."""

    recipient: str
    address: tuple[str, ...]
    code: str
    is_structure: bool


def render(letters: Sequence[Letter], *, expires_on: date, written_on: date) -> bytes:
    """Return the PDF of some letters; raises `PdfUnavailable` without the system's libraries."""
    return render_pdf(
        "applications/structures/pdf/code_letters.html",
        {
            "letters": letters,
            "site": site_settings(settings.LANGUAGE_CODE),
            "portal_url": settings.PUBLIC_URL,
            "expires_on": expires_on,
            "written_on": written_on,
        },
        language=settings.LANGUAGE_CODE,
    )
