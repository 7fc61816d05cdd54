"""What people read of each provider, where it is configured; the project ships no official logo."""

from collections.abc import Container
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Way:
    """A way in beside the password."""

    code: str
    name: str
    audience: str | Promise
    sentence: str | Promise
    question: str | Promise
    about: str
    is_for_staff: bool


WAYS = {
    way.code: way
    for way in (
        Way(
            code="franceconnect",
            name="FranceConnect",
            audience=_("For individuals"),
            sentence=_(
                "FranceConnect is the solution the State offers to make signing in to your online "
                "services safer and simpler."
            ),
            question=_("What is FranceConnect?"),
            about="https://franceconnect.gouv.fr/",
            is_for_staff=False,
        ),
        Way(
            code="proconnect",
            name="ProConnect",
            audience=_("For professionals and public officers"),
            sentence=_("ProConnect signs you in with the account of your work."),
            question=_("What is ProConnect?"),
            about="https://www.proconnect.gouv.fr/",
            is_for_staff=True,
        ),
    )
}


def way_of(code: str) -> Way:
    """Return a way in, configured or not."""
    return WAYS[code]


def offered(*, only: Container[str] = WAYS) -> list[Way]:
    """Return the ways in that are configured, among some."""
    return [
        way
        for way in WAYS.values()
        if way.code in settings.SOCIALACCOUNT_PROVIDERS and way.code in only
    ]
