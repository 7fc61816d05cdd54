"""Days and amounts as people and the law write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from cms.core import dates
from cms.core.templatetags import portal


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 11, 15), 2, date(2027, 1, 15)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_one(day, months, expected):
    assert dates.add_months(day, months) == expected


def test_the_day_of_an_instant_is_the_day_in_paris():
    assert dates.paris_day(datetime(2026, 7, 31, 22, 30, tzinfo=UTC)) == date(2026, 8, 1)


def test_the_end_of_a_day_counts_to_its_last_second():
    end = dates.end_of_paris_day(date(2026, 3, 3))
    assert end.astimezone(UTC) == datetime(2026, 3, 3, 22, 59, 59, tzinfo=UTC)


def test_dates_are_written_in_full():
    assert portal.long_date(date(2026, 3, 3)) == "mardi 3 mars 2026"
    assert portal.long_date(date(2024, 8, 1)) == "jeudi 1er août 2024"
    with translation.override("en"):
        assert portal.long_date(date(2026, 3, 3)) == "Tuesday 3 March 2026"


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (Decimal("1500.00"), "1\u00a0500\u00a0€"),
        ("1234567.5", "1\u00a0234\u00a0567,50\u00a0€"),
        (0, "0\u00a0€"),
        ("", ""),
        (None, ""),
    ],
)
def test_amounts_have_no_break_spaces_and_cents_only_when_needed(amount, expected):
    assert portal.euros(amount) == expected


def test_amounts_are_written_the_english_way_in_english():
    with translation.override("en"):
        assert portal.euros("1500.5") == "€1,500.50"
        assert portal.euros(Decimal("250000")) == "€250,000"


@pytest.mark.parametrize(
    ("language", "day", "words"),
    [
        ("fr", date(2026, 11, 1), "1er novembre 2026"),
        ("fr", date(2026, 11, 11), "11 novembre 2026"),
        ("en", date(2026, 11, 1), "Nov. 1, 2026"),
    ],
)
def test_the_first_of_the_month_is_an_ordinal_in_french_alone(language, day, words):
    with translation.override(language):
        assert portal.day_words(day) == words
