"""What a provider has proved of somebody, once checked."""

from dataclasses import dataclass
from datetime import date

from applications.accounts.models import Civility


@dataclass(frozen=True, slots=True)
class Person:
    """What a provider says of somebody, to prepare their account; nothing else is read."""

    email: str
    first_name: str
    last_name: str
    civility: str = Civility.UNSAID
    birth_date: date | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """Who signed in where: `uid` is the subject, the same at each visit.

    `is_strong` when two factors were asked. `id_token` is given back at sign-out.
    """

    provider: str
    uid: str
    person: Person
    is_strong: bool
    id_token: str
