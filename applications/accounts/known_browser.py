"""The browsers where an account has signed in before: others' tries ask nothing more of them.

A signed cookie of its own, which outlives sessions and says nothing of the person. A new password
makes every browser unknown again.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from applications.accounts.backends import find_account
from applications.accounts.models import User

COOKIE = "portal_known_browser"
SALT = "applications.accounts.known_browser"
LIVES_SECONDS = 365 * 24 * 3600
MOST_ACCOUNTS = 5
"""On a shared computer, the last accounts that signed in."""


def name_for(request: HttpRequest, login: str) -> str:
    """Return what to count this browser's tries by, when it knows the account; else nothing.

    Only a browser that holds the cookie costs a look-up, so that its time tells strangers nothing.
    """
    name, accounts = _read(request)
    user = find_account(login) if accounts else None
    if user is None:
        return ""
    mark = _mark(user)
    return name if any(constant_time_compare(mark, known) for known in accounts) else ""


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Let this browser know the account that has just signed in."""
    name, accounts = _read(request)
    mark = _mark(user)
    kept = [mark, *(known for known in accounts if known != mark)][:MOST_ACCOUNTS]
    response.set_cookie(
        COOKIE,
        signing.dumps([name or secrets.token_urlsafe(12), kept], salt=SALT),
        max_age=LIVES_SECONDS,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        name, accounts = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LIVES_SECONDS
        )
    except (signing.BadSignature, ValueError, TypeError):
        return "", []
    return str(name), [str(known) for known in accounts]


def _mark(user: User) -> str:
    value = f"{user.pk}:{user.password}"
    return salted_hmac(SALT, value, algorithm="sha256").hexdigest()[:32]
