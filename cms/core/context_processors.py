"""What every page may read: the site's identity and addresses, nothing of the visitor."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from cms.core import languages
from cms.core.generation import current_generation
from cms.core.site import site_settings
from cms.core.theme import theme_url


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the site settings, the address of the colours and the language menu.

    `generation` is the one of the public cache: what depends on nothing else is drawn once for it.
    """
    identity = site_settings()
    return {
        "site": identity,
        "theme_url": theme_url(identity),
        "language_links": languages.menu(request.path),
        "generation": current_generation(),
        "is_demo": settings.SECOND_FACTOR_CODE_HINT is not None,
    }
