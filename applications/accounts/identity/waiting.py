"""Somebody a provider has just presented, who has no account or has not said so: ten minutes."""

import time
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from applications.accounts.identity.proof import Person, Proof

KEY = "identity_waiting"
LIVES = 600


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who waits, and where they were heading to."""

    proof: Proof
    next_path: str


def remember(session: SessionBase, proof: Proof, *, next_path: str) -> None:
    """Keep in the session what was proved until the person says what they want."""
    values = asdict(proof)
    born = proof.person.birth_date
    values["person"]["birth_date"] = born.isoformat() if born else None
    session[KEY] = {"proof": values, "next": next_path, "at": int(time.time())}


def current(session: SessionBase, *, provider: str) -> Newcomer | None:
    """Return who waits in this session, sent by this provider, unless for too long."""
    kept: dict[str, Any] | None = session.get(KEY)
    if kept is None or kept["proof"]["provider"] != provider:
        return None
    if time.time() - kept["at"] > LIVES:
        forget(session)
        return None
    values = kept["proof"]
    born = values["person"]["birth_date"]
    person = {**values["person"], "birth_date": date.fromisoformat(born) if born else None}
    return Newcomer(Proof(**{**values, "person": Person(**person)}), kept["next"])


def forget(session: SessionBase) -> None:
    """Drop it, once it has served."""
    session.pop(KEY, None)
