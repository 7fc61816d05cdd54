"""The identity of the fictional region."""

import re
from typing import Any

from applications.accounts.models import SignInNotice
from cms.core.models import SiteSettings, SiteTexts
from cms.demo.loader import data

CLOSED_BLOCK = re.compile(r"(</(?:h[2-4]|li|ol|p|ul)>)\s+")


def load_site() -> None:
    """Write the portal's settings, and their texts in English."""
    content = data.read("site")
    settings = SiteSettings.load()
    for name, value in content["settings"].items():
        setattr(settings, name, clean(value))
    settings.save()
    SiteTexts.objects.update_or_create(
        settings=settings,
        language="en",
        defaults={name: clean(value) for name, value in content["en"]["settings"].items()},
    )


def load_notices() -> None:
    """Write what each kind of aid expects of who signs in."""
    for position, entry in enumerate(data.read("notices")["notices"]):
        SignInNotice.objects.update_or_create(
            title=entry["title"],
            defaults={name: clean(value) for name, value in entry.items()}
            | {"position": position, "is_shown": True},
        )


def clean(value: Any) -> Any:
    """Undo the line breaks of the data file inside HTML."""
    return one_line(value) if isinstance(value, str) and "<p>" in value else value


def one_line(html: str) -> str:
    """Return HTML on one line, laid out alike however its file is."""
    return CLOSED_BLOCK.sub(r"\1", re.sub(r"\s*\n\s*", " ", html)).strip()


def plain(html: str) -> str:
    """Return the text of a fragment of HTML."""
    return re.sub(r"[ \t\n]+", " ", re.sub(r"<[^>]+>", "", html)).strip()
