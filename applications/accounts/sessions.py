"""The store of browser sessions: Django's, with the account beside the data.

Deleting a row closes the session: its next request is signed out.
"""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from applications.accounts.models.session import BrowserSession

AGENT, PLACE, STARTED = "agent", "place", "started_at"


class SessionStore(DatabaseStore):
    """Keeps, beside the data, whose session it is and what its owner recognises it by."""

    @classmethod
    def get_model_class(cls) -> type[BrowserSession]:
        """Return the table of sessions."""
        return BrowserSession

    def create_model_instance(self, data: dict[str, Any]) -> BrowserSession:
        """Return the row to write for this data."""
        row = super().create_model_instance(data)
        user_id = data.get(SESSION_KEY)
        row.user_id = int(user_id) if user_id else None
        row.seen_at = timezone.now()
        row.started_at = data.get(STARTED) or row.seen_at
        row.agent = str(data.get(AGENT, ""))[:80]
        row.place = str(data.get(PLACE, ""))[:45]
        return row
