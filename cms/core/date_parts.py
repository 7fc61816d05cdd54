"""A date typed as day, month and year: the way people remember theirs, on any keyboard."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.core.months import month_number

YEAR_DIGITS = 4


class DatePartsWidget(forms.MultiWidget):
    """Three small inputs, the month in digits or in words.

    `autocomplete="bday"` lets the browser fill a birth date.
    """

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, autocomplete: str = "") -> None:
        parts: dict[str, forms.Widget | type[forms.Widget]] = {}
        for part in ("day", "month", "year"):
            # No `maxlength`: what is typed in words, or pasted, is read or refused whole.
            own = {"inputmode": "numeric"}
            if autocomplete:
                own["autocomplete"] = f"{autocomplete}-{part}"
            parts[part] = forms.TextInput(own)
        super().__init__(parts, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """Split a date, or an ISO text, into its parts."""
        if isinstance(value, str) and value:
            try:
                value = dt.date.fromisoformat(value)
            except ValueError:
                return [value, "", ""]
        if isinstance(value, dt.date):
            return [value.day, value.month, value.year]
        return ["", "", ""]


class DatePartsField(forms.DateField):
    """A date from its three parts; what was typed comes back as typed when it is no date."""

    widget = DatePartsWidget
    default_error_messages = {
        "invalid": _("Enter a date that exists, for example 27 / 3 / 2007."),
        "incomplete": _("Enter the day, the month and the year."),
        "month": _("Enter the month as a number from 1 to 12, or in words: March."),
        "year": _("Enter the year with its four digits, for example 2007."),
    }

    def to_python(self, value: Any) -> dt.date | None:
        """Turn the parts into a date, saying which kind of mistake was made."""
        if not isinstance(value, (list, tuple)):
            return super().to_python(value)
        parts = [str(part or "").strip() for part in value]
        if not any(parts):
            return None
        if not all(parts):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        return self._date(parts)

    def _date(self, parts: Sequence[str]) -> dt.date:
        day, typed, year = parts
        if not all(part.isascii() and part.isdigit() for part in (day, year)):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        month = month_number(typed)
        if month is None:
            raise ValidationError(self.error_messages["month"], code="month")
        if len(year) != YEAR_DIGITS:
            raise ValidationError(self.error_messages["year"], code="year")
        try:
            return dt.date(int(year), month, int(day))
        except (ValueError, OverflowError):
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare dates, not lists of texts."""
        try:
            return bool(self.to_python(data) != self.to_python(initial))
        except ValidationError:
            return True
