"""The store of browser sessions: Django's, with the account beside the data.

Deleting a row closes the session: its next request is signed out.
"""

import ipaddress
import time
from datetime import UTC, datetime
from typing import Any, cast

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest
from django.utils import timezone

from applications.accounts.models.session import BrowserSession

AGENT, PLACE = "session_agent", "session_place"
STARTED, SEEN = "session_started_at", "session_seen_at"
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
"""In order: most browsers also give the names of those they descend from."""


class SessionStore(DatabaseStore):
    """Keeps, beside the data, whose session it is and what its owner recognises it by."""

    @classmethod
    def get_model_class(cls) -> type[BrowserSession]:
        """Return the table of sessions."""
        return BrowserSession

    def create_model_instance(self, data: dict[str, Any]) -> BrowserSession:
        """Return the row to write for this data."""
        row = cast("BrowserSession", super().create_model_instance(data))
        user_id = data.get(SESSION_KEY)
        started = data.get(STARTED)
        row.user_id = int(user_id) if user_id else None
        row.seen_at = timezone.now()
        row.started_at = datetime.fromtimestamp(started, UTC) if started else row.seen_at
        row.agent = str(data.get(AGENT, ""))[:80]
        row.place = str(data.get(PLACE, ""))[:45]
        return row


def begin(request: HttpRequest) -> None:
    """Note, at sign-in, when the session began and what its owner will recognise it by."""
    now = int(time.time())
    request.session[STARTED] = now
    request.session[SEEN] = now
    request.session[AGENT] = browser_of(request.headers.get("User-Agent", ""))
    request.session[PLACE] = network_of(get_adapter().get_client_ip(request))


def idle_seconds(*, is_staff: bool) -> int:
    """Return how long a session may be left without doing anything."""
    return settings.SESSION_IDLE_SECONDS_STAFF if is_staff else settings.SESSION_IDLE_SECONDS


def seconds_left(session: SessionBase, *, is_staff: bool) -> int:
    """Return the seconds before the session ends, if nothing is done until then."""
    now = int(time.time())
    end_of_idle = session.get(SEEN, now) + idle_seconds(is_staff=is_staff)
    end_of_all = session.get(STARTED, now) + settings.SESSION_ABSOLUTE_SECONDS
    return max(0, min(end_of_idle, end_of_all) - now)


def stay(session: SessionBase) -> None:
    """Note that its owner is still there."""
    session[SEEN] = int(time.time())


def browser_of(agent: str) -> str:
    """Return a browser and a system in words (« Firefox, Windows »), or nothing if unknown."""
    names = (
        next((name for mark, name in table if mark in agent), "") for table in (BROWSERS, SYSTEMS)
    )
    return ", ".join(name for name in names if name)


def network_of(address: str) -> str:
    """Return the network an address belongs to, without what tells its house (/24 or /48)."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    length = 24 if parsed.version == 4 else 48
    return str(ipaddress.ip_network(f"{parsed}/{length}", strict=False))
