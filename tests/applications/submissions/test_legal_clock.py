"""Two months, in Paris days, and what stops the count."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from applications.submissions import legal_clock

PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True)
class Suspension:
    """A request for a required document."""

    started_at: datetime
    due_at: datetime
    answered_at: datetime | None = None


def paris(*parts: int) -> datetime:
    """Return an instant given in Paris."""
    return datetime(*parts, tzinfo=PARIS)


def last_day(submitted_at: datetime, *suspensions: Suspension) -> date:
    """Return the last day of the term."""
    return legal_clock.read_clock(submitted_at, suspensions, now=paris(2030, 1, 1)).last_day


@pytest.mark.parametrize(
    ("submitted_on", "expected"),
    [
        (paris(2026, 1, 15, 10), date(2026, 3, 15)),
        (paris(2026, 1, 15, 23, 59, 59), date(2026, 3, 15)),
        (paris(2026, 12, 31, 12), date(2027, 2, 28)),
        (paris(2027, 12, 31, 12), date(2028, 2, 29)),
        (paris(2026, 12, 30, 12), date(2027, 2, 28)),
        (paris(2026, 7, 31, 12), date(2026, 9, 30)),
        (paris(2026, 11, 10, 12), date(2027, 1, 10)),
    ],
)
def test_term_is_the_same_day_two_months_later(submitted_on: datetime, expected: date) -> None:
    """Or the last day of a month that has no such day."""
    assert last_day(submitted_on) == expected


def test_day_is_the_day_of_paris() -> None:
    """23:30 UTC on 14 January is already the 15th in Paris."""
    submitted_at = datetime(2026, 1, 14, 23, 30, tzinfo=ZoneInfo("UTC"))
    assert last_day(submitted_at) == date(2026, 3, 15)


@pytest.mark.parametrize(
    ("submitted_at", "expected"),
    [
        (paris(2026, 1, 28, 9), paris(2026, 3, 29)),
        (paris(2026, 1, 29, 9), paris(2026, 3, 30)),
        (paris(2026, 8, 25, 9), paris(2026, 10, 26)),
    ],
)
def test_term_ends_at_midnight_whatever_the_season(
    submitted_at: datetime, expected: datetime
) -> None:
    """Days of 23 and 25 hours end at 24:00 Paris all the same."""
    expires_at = legal_clock.implicit_rejection_at(submitted_at)
    assert expires_at == expected
    assert expires_at.astimezone(PARIS).hour == 0


def test_clock_is_over_from_midnight_on() -> None:
    """The last second is still in time."""
    submitted_at = paris(2026, 1, 15, 10)
    before = legal_clock.read_clock(submitted_at, (), now=paris(2026, 3, 15, 23, 59, 59))
    after = legal_clock.read_clock(submitted_at, (), now=paris(2026, 3, 16))
    assert (before.is_over, after.is_over) == (False, True)


def test_suspension_adds_its_days_until_the_answer() -> None:
    """Ten days asked, answered after five."""
    asked = Suspension(paris(2026, 2, 1, 9), paris(2026, 2, 11, 9), paris(2026, 2, 6, 18))
    assert last_day(paris(2026, 1, 15, 10), asked) == date(2026, 3, 20)


def test_suspension_ends_at_its_due_date_at_the_latest() -> None:
    """An answer later than due, or none, counts up to the due date."""
    late = Suspension(paris(2026, 2, 1, 9), paris(2026, 2, 11, 9), paris(2026, 3, 1, 9))
    none = Suspension(paris(2026, 2, 1, 9), paris(2026, 2, 11, 9))
    assert last_day(paris(2026, 1, 15, 10), late) == date(2026, 3, 25)
    assert last_day(paris(2026, 1, 15, 10), none) == date(2026, 3, 25)


def test_overlapping_suspensions_count_once() -> None:
    """Two requests at the same time stop one clock."""
    first = Suspension(paris(2026, 2, 1, 9), paris(2026, 2, 11, 9))
    second = Suspension(paris(2026, 2, 6, 9), paris(2026, 2, 16, 9))
    assert last_day(paris(2026, 1, 15, 10), first, second) == date(2026, 3, 30)


def test_suspension_after_the_term_changes_nothing() -> None:
    """A clock that has run out does not start again."""
    asked = Suspension(paris(2026, 3, 20, 9), paris(2026, 4, 1, 9))
    assert last_day(paris(2026, 1, 15, 10), asked) == date(2026, 3, 15)


def test_suspension_over_a_change_of_season_counts_days() -> None:
    """Seven days across the night of 29 March are seven days."""
    asked = Suspension(paris(2026, 3, 25, 9), paris(2026, 4, 1, 9))
    assert last_day(paris(2026, 2, 1, 10), asked) == date(2026, 4, 8)


def test_clock_says_when_it_stands_still() -> None:
    """During the suspension, and not after the answer."""
    asked = Suspension(paris(2026, 2, 1, 9), paris(2026, 2, 11, 9), paris(2026, 2, 6, 9))
    submitted_at = paris(2026, 1, 15, 10)
    during = legal_clock.read_clock(submitted_at, [asked], now=paris(2026, 2, 3))
    after = legal_clock.read_clock(submitted_at, [asked], now=paris(2026, 2, 7))
    assert (during.is_suspended, after.is_suspended) == (True, False)
    assert during.suspended_days == timedelta(days=5).days


def test_request_to_come_does_not_count_yet() -> None:
    """What is sent after `now` is not known at `now`."""
    asked = Suspension(paris(2026, 2, 20, 9), paris(2026, 3, 1, 9))
    clock = legal_clock.read_clock(paris(2026, 1, 15, 10), [asked], now=paris(2026, 2, 1))
    assert clock.last_day == date(2026, 3, 15)
