"""Numbers as French people type and read them."""

import re
from decimal import Decimal, InvalidOperation

from django.utils import formats

SPACES = re.compile(r"[\s\u00a0\u202f\u2009']+")
PLAIN = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?")
SEVERAL_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}([.,])[0-9]{3}(?:\1[0-9]{3})+")
THOUSANDS_OR_DECIMALS = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
LARGEST = Decimal("999999999999.99")


def parse_decimal(text: str) -> Decimal:
    """Read « 1 500,50 € », « 1500.5 », « 1.500,50 »; raises `ValueError`.

    With both a dot and a comma, the last one is the decimal separator.
    """
    compact = compacted(text)
    if "," in compact and "." in compact:
        thousands = "," if compact.rfind(".") > compact.rfind(",") else "."
        compact = compact.replace(thousands, "")
    compact = compact.replace(",", ".")
    if not PLAIN.fullmatch(compact):
        raise ValueError(text)
    try:
        return Decimal(compact)
    except InvalidOperation as error:
        raise ValueError(text) from error


def read_typed(text: str) -> Decimal:
    """Read what somebody typed, in the language they read; raises `ValueError`.

    « 1.250.000 » is a million and more; « 1,250 » a thousand and more in English, where a comma
    separates nothing else.
    """
    compact = compacted(text)
    if SEVERAL_THOUSANDS.fullmatch(compact) or is_english_thousands(compact):
        compact = compact.replace(",", "").replace(".", "")
    return parse_decimal(compact)


def may_be_thousands(text: str) -> bool:
    """Tell whether « 1.250 », « 1,250 » may be meant for 1 250 by who typed it."""
    compact = compacted(text)
    return bool(THOUSANDS_OR_DECIMALS.fullmatch(compact)) and not is_english_thousands(compact)


def is_english_thousands(compact: str) -> bool:
    """Tell whether a comma before three digits separates thousands in the language of the page."""
    is_comma = "," in compact and formats.get_format("DECIMAL_SEPARATOR") == "."
    return is_comma and bool(THOUSANDS_OR_DECIMALS.fullmatch(compact))


def compacted(text: str) -> str:
    """Return a number without spaces nor the sign of the euro."""
    return SPACES.sub("", text).removesuffix("€").removesuffix("EUR").replace("−", "-")


def plain(number: Decimal) -> str:
    """Write a number with no exponent and no useless zero: its JSON form."""
    if number == 0:
        return "0"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def localized(number: Decimal, *, is_grouped: bool = True) -> str:
    """Write a number the way the active language does."""
    places = max(0, -int(number.as_tuple().exponent))
    return str(formats.number_format(number, places, use_l10n=True, force_grouping=is_grouped))
