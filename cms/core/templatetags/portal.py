"""How the portal writes dates, amounts and sizes."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import formats, timezone
from django.utils.translation import get_language, gettext, ngettext, pgettext

from cms.core.dates import PARIS

register = template.Library()

KILOBYTE = 1000


@register.filter
def long_date(value: date | datetime | None) -> str:
    """Write « mardi 3 mars 2026 » (« Tuesday 3 March 2026 »)."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(PARIS)
    text = formats.date_format(value, pgettext("date format with the weekday", "l j F Y"))
    return text.replace(" 1 ", " 1er ", 1) if get_language() == "fr" else text


@register.filter
def day_words(value: date | datetime) -> str:
    """Write « 3 mars 2026 », « 1er mars 2026 »; the day of an instant is that of Paris."""
    if isinstance(value, datetime):
        value = value.astimezone(PARIS)
    text = formats.date_format(value, "DATE_FORMAT")
    return f"1er{text[1:]}" if get_language() == "fr" and value.day == 1 else str(text)


@register.filter
def to_second(value: datetime | None) -> str:
    """Write « mardi 3 mars 2026 à 14:32:05 », in Paris."""
    if value is None:
        return ""
    local = value.astimezone(PARIS)
    return gettext("%(date)s at %(time)s") % {
        "date": long_date(local),
        "time": local.strftime("%H:%M:%S"),
    }


@register.filter
def to_minute(value: datetime | None) -> str:
    """Write « 14:32 », in Paris."""
    return value.astimezone(PARIS).strftime("%H:%M") if value else ""


@register.filter
def euros(value: Decimal | str | float | None) -> str:
    """Write « 1 500 € » (« €1,500 »), with cents only when there are some."""
    if value in (None, ""):
        return ""
    amount = Decimal(str(value))
    places = 0 if amount == amount.to_integral_value() else 2
    number = formats.number_format(amount, places, use_l10n=True, force_grouping=True)
    return pgettext("amount in euros", "€%(number)s") % {"number": number}


@register.filter
def file_size(value: int | None) -> str:
    """Write « 340 ko » or « 2,4 Mo »."""
    size = value or 0
    if size < KILOBYTE:
        return ngettext("%(count)d byte", "%(count)d bytes", size) % {"count": size}
    if size < KILOBYTE**2:
        return gettext("%(size)d kB") % {"size": round(size / KILOBYTE)}
    return gettext("%(size)s MB") % {
        "size": formats.number_format(size / KILOBYTE**2, decimal_pos=1, use_l10n=True)
    }


@register.filter
def is_past(value: datetime | None) -> bool:
    """Tell whether an instant is behind us."""
    return value is not None and value <= timezone.now()
