"""What a visitor carries along before having an account: where to, and answers given."""

from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.utils.http import url_has_allowed_host_and_scheme

NEXT = "arrival_next"
CARRIED = "carried"
LONGEST_PATH = 500


def safe_path(path: str | None) -> str:
    """Return a path of this very portal, or nothing: other sites' addresses are dropped."""
    if not path or len(path) > LONGEST_PATH or not path.startswith("/"):
        return ""
    return path if url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""


def remember(
    session: SessionBase, *, next_path: str = "", carried: dict[str, Any] | None = None
) -> None:
    """Keep in the visitor's session what will be found again once they are signed in."""
    if safe_path(next_path):
        session[NEXT] = next_path
    if carried:
        session[CARRIED] = merged(session.get(CARRIED, {}), carried)


def merged(older: dict[str, Any], newer: dict[str, Any]) -> dict[str, Any]:
    """Put newer answers over older ones, aid by aid and criterion by criterion."""
    result = dict(older)
    for key, value in newer.items():
        known = result.get(key)
        if isinstance(known, dict) and isinstance(value, dict):
            result[key] = merged(known, value)
        else:
            result[key] = value
    return result
