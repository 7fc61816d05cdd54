"""Limits, counted by allauth's own counter."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

from applications.accounts.exceptions import TooManyAttempts

RATES = {
    "signup": "60/10m/ip",
    "correction": "60/10m/ip",
    "waited": "60/10m/ip",
    "identifier_taken": "20/h/ip",
    "mail": "1/m/key,6/h/key",
    "new_link": "60/10m/ip",
    "link": "120/m/ip",
    "second_factor": "60/m/ip",
    "password": "10/m/user",
    "address": "6/h/user",
    "code": "20/h/ip,5/h/user",
    "structure": "60/h/user",
    "invitation": "100/h/user",
    "question": "30/10m/ip,6/h/key",
}
"""Wide per address on the network: a whole class may sign up from one."""

STEPS = {
    "failed_login": ("5/10m/key", "30/h/key", "100/h/key"),
    "failed_browser": ("5/10m/key", "30/h/key"),
    "failed_place": ("5/10m/ip", "60/h/ip", "300/h/ip"),
    "signup": ("3/10m/ip", "60/10m/ip", "200/h/ip"),
    "recovery": ("10/10m/ip", "60/10m/ip"),
}
"""What refuses nobody: beyond each step the anti-robot check is asked, harder each time."""


def level(request: HttpRequest, action: str, *, key: str | None = None) -> int:
    """Return how many steps of an act are behind, counting nothing."""
    return sum(
        not ratelimit.consume(
            request,
            app="accounts",
            action=action,
            config={action: step},
            key=key,
            limit_get=True,
            dry_run=True,
        )
        for step in STEPS[action]
    )


def count(request: HttpRequest, action: str, *, key: str | None = None) -> None:
    """Count one act in each of its steps."""
    for step in STEPS[action]:
        ratelimit.consume(
            request, app="accounts", action=action, config={action: step}, key=key, limit_get=True
        )


def is_within(request: HttpRequest, action: str, *, key: str | None = None) -> bool:
    """Count one act, and tell whether its limit still allows it."""
    usage = ratelimit.consume(
        request, app="accounts", action=action, config=RATES, key=key, limit_get=True
    )
    return usage is not None


def require(request: HttpRequest, action: str, *, key: str | None = None) -> None:
    """Count one act; raise `TooManyAttempts` beyond its limit."""
    if not is_within(request, action, key=key):
        raise TooManyAttempts
