"""Days and months as the law counts them: in Paris."""

import calendar
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def paris_day(moment: datetime) -> date:
    """Return the day of an instant in Paris."""
    return moment.astimezone(PARIS).date()


def start_of_paris_day(day: date) -> datetime:
    """Return the first instant of a day in Paris."""
    return datetime.combine(day, time.min, tzinfo=PARIS)


def end_of_paris_day(day: date) -> datetime:
    """Return 23:59:59 of a day in Paris: what is sent within that second is in time."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=PARIS)


def add_months(day: date, months: int) -> date:
    """Return the same day of the month, `months` later; the last one where it does not exist."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
