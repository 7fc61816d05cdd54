"""When the anti-robot check is asked, and what it says: at sign-in, sign-up and recovery.

No try is ever refused for those made by others: beyond a step it costs a check, and a browser that
has signed in to the account before is counted apart (ADR 0015).
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _, ngettext

from applications.accounts import known_browser, proof_of_work, rates
from applications.accounts.proof_of_work import Challenge


@dataclass(frozen=True, slots=True)
class Gate:
    """The check of one form sent or shown: its level, and the words that refuse it if any."""

    level: int
    refusal: str = ""

    @property
    def context(self) -> dict[str, Any]:
        """Return what the page needs: the ticket of its waiting, and the challenge when asked."""
        made: Challenge = proof_of_work.challenge(level=self.level)
        return {"proof": made, "is_proof_asked": self.level > 0}


def sign_in_level(request: HttpRequest, login: str) -> int:
    """Return how hard a check to ask before trying a password for this account."""
    level = rates.level(request, "failed_place")
    if login:
        level = max(level, rates.level(request, "failed_login", key=login))
    if level and login:
        browser = known_browser.name_for(request, login)
        if browser:
            return rates.level(request, "failed_browser", key=browser)
    return level


def count_failure(request: HttpRequest, login: str) -> None:
    """Count a wrong pair: for this browser alone when it knows the account, else for everybody."""
    browser = known_browser.name_for(request, login)
    if browser:
        rates.count(request, "failed_browser", key=browser)
        return
    rates.count(request, "failed_login", key=login)
    rates.count(request, "failed_place")


def stand(request: HttpRequest, *, level: int) -> Gate:
    """Check what a form sent brings, when something is asked of it."""
    if request.method != "POST" or level == 0:
        return Gate(level)
    verdict = proof_of_work.check(request, level=level)
    if verdict.is_passed:
        return Gate(level)
    return Gate(level, refusal=_words(verdict.seconds_left))


def _words(seconds_left: int) -> str:
    asked = _(
        "Many attempts have been made: a check protects accounts from robots. It is under way "
        "below, you have nothing to solve; if there is a password, enter it again, then confirm."
    )
    if not seconds_left:
        return asked
    left = ngettext(
        "Without the check, wait %(count)s second more.",
        "Without the check, wait %(count)s seconds more.",
        seconds_left,
    )
    return f"{asked} {left % {'count': seconds_left}}"
