"""The sign-up this browser has begun and not finished: its address, until it is activated."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from applications.accounts.models import User
from applications.accounts.services.registration import NewAccount

KEY = "pending_sign_up"


@dataclass(frozen=True, slots=True)
class PendingSignUp:
    """What « Consultez votre messagerie » knows.

    `draft` is kept when the address already had an account: nothing was created then, and
    correcting the address must still make the account, as it does for anybody else.
    """

    email: str
    user_id: int | None = None
    draft: NewAccount | None = None


def remember(
    session: SessionBase, *, email: str, user: User | None = None, draft: NewAccount | None = None
) -> None:
    """Keep in the session the sign-up that waits for its mail."""
    session[KEY] = {
        "email": email,
        "user": user.pk if user else None,
        "draft": _to_json(draft) if draft else None,
    }


def current(session: SessionBase) -> PendingSignUp | None:
    """Return the sign-up that waits in this session."""
    kept = session.get(KEY)
    if kept is None:
        return None
    return PendingSignUp(
        email=kept["email"],
        user_id=kept["user"],
        draft=_from_json(kept["draft"]) if kept["draft"] else None,
    )


def forget(session: SessionBase) -> None:
    """Drop it, once signed in."""
    session.pop(KEY, None)


def with_address(draft: NewAccount, email: str) -> NewAccount:
    """Return the same person with another address."""
    return replace(draft, email=email)


def _to_json(draft: NewAccount) -> dict[str, Any]:
    values = asdict(draft)
    values["birth_date"] = draft.birth_date.isoformat() if draft.birth_date else None
    return values


def _from_json(values: dict[str, Any]) -> NewAccount:
    born = values["birth_date"]
    return NewAccount(**{**values, "birth_date": date.fromisoformat(born) if born else None})
