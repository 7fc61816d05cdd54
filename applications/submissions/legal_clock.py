"""Two months of silence mean rejection (CRPA, art. L231-4 3°): when, and what stops the count.

Counted in Paris days: the term is the same day of the month two months later (the last day of that
month when it has none) and ends at 24:00. A suspension adds the days it lasted, from the day of the
request to the day of the answer or to the due date, whichever comes first (art. L114-5).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from cms.core.dates import add_months, paris_day, start_of_paris_day

TERM_MONTHS = 2


class Suspension(Protocol):
    """What the clock needs to know of a request for a required document."""

    @property
    def started_at(self) -> datetime:
        """When the request was sent."""

    @property
    def due_at(self) -> datetime:
        """When the answer is due."""

    @property
    def answered_at(self) -> datetime | None:
        """When the answer came, if it did."""


@dataclass(frozen=True, slots=True)
class LegalClock:
    """Where the clock stands at one instant."""

    last_day: date
    """The day at whose end silence becomes a rejection."""
    expires_at: datetime
    is_suspended: bool
    is_over: bool
    suspended_days: int


def implicit_rejection_at(
    submitted_at: datetime, suspensions: Iterable[Suspension] = (), now: datetime | None = None
) -> datetime:
    """Return the instant from which silence is a rejection (24:00 Paris of the last day).

    A request still open counts up to its due date; one sent after `now` does not count.
    """
    return _end_of_day(_last_day(submitted_at, suspensions, now)[0])


def read_clock(
    submitted_at: datetime, suspensions: Iterable[Suspension], *, now: datetime
) -> LegalClock:
    """Return what both sides are shown of the clock."""
    suspensions = list(suspensions)
    last_day, suspended_days = _last_day(submitted_at, suspensions, now)
    expires_at = _end_of_day(last_day)
    return LegalClock(
        last_day=last_day,
        expires_at=expires_at,
        is_suspended=any(
            suspension.started_at <= now < _ended_at(suspension) for suspension in suspensions
        ),
        is_over=now >= expires_at,
        suspended_days=suspended_days,
    )


def _last_day(
    submitted_at: datetime, suspensions: Iterable[Suspension], now: datetime | None
) -> tuple[date, int]:
    first_day = paris_day(submitted_at)
    last_day = add_months(first_day, TERM_MONTHS)
    counted_to = first_day
    total = 0
    for suspension in sorted(suspensions, key=lambda one: one.started_at):
        if now is not None and suspension.started_at > now:
            continue
        start = max(paris_day(suspension.started_at), counted_to)
        end = paris_day(_ended_at(suspension))
        if start > last_day or end <= start:
            continue
        last_day += timedelta(days=(end - start).days)
        total += (end - start).days
        counted_to = end
    return last_day, total


def _ended_at(suspension: Suspension) -> datetime:
    if suspension.answered_at is None:
        return suspension.due_at
    return min(suspension.answered_at, suspension.due_at)


def _end_of_day(day: date) -> datetime:
    """Return 24:00 of a Paris day: the first instant of the next, whatever the season."""
    return start_of_paris_day(day + timedelta(days=1))
