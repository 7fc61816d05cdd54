"""The numbers bodies are known by: compact, and right, before any register is asked.

A wrong one is refused with words for the person; `is_rna` and the others only tell.
"""

import re
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _
from stdnum.fr import siren, siret

from cms.core.errors import DomainError

SEPARATORS = re.compile(r"[\s\u00a0\u202f\u2009.\-]+")
RNA = re.compile(r"W[0-9A-Z]{9}")
"""Nine digits in most départements, letters too in Corsica and overseas (W2A…, W9R…)."""
UAI = re.compile(r"\d{7}[A-Z]", re.ASCII)
UAI_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


class WrongNumber(DomainError):
    """What was typed is no such number; no register was asked."""

    code = "wrong_number"
    status = 400


class WrongSiret(WrongNumber):
    """Not fourteen digits, or a key that does not match."""

    code = "wrong_siret"
    message = _("This SIRET is not valid: it has 14 digits. Check them.")


class WrongRna(WrongNumber):
    """Not W and nine characters."""

    code = "wrong_rna"
    message = _("This RNA number is not valid: it is a W and 9 characters, like W353012345.")


class WrongUai(WrongNumber):
    """Not seven digits and their letter."""

    code = "wrong_uai"
    message = _("This UAI is not valid: it has 7 digits and a letter. Check them.")


def compact(text: str) -> str:
    """Drop the spaces, dots and hyphens people put in numbers; letters in capitals."""
    return SEPARATORS.sub("", text).upper()


def is_siret(text: str) -> bool:
    """Tell whether a compact text is a SIRET; La Poste's have a key of their own."""
    return text.isascii() and text.isdigit() and bool(siret.is_valid(text))


def is_siren(text: str) -> bool:
    """Tell whether a compact text is a SIREN."""
    return text.isascii() and text.isdigit() and bool(siren.is_valid(text))


def is_rna(text: str) -> bool:
    """Tell whether a compact text has the shape of an RNA number; it holds no key."""
    return RNA.fullmatch(text) is not None


def is_uai(text: str) -> bool:
    """Tell whether a compact text is a UAI with its right letter."""
    return UAI.fullmatch(text) is not None and text[-1] == check_letter(text[:-1])


def check_letter(digits: str) -> str:
    """Return the letter that closes the seven digits of a UAI."""
    return UAI_LETTERS[int(digits) % len(UAI_LETTERS)]


def siret_of(text: str) -> str:
    """Return the SIRET typed, compact; raises `WrongSiret`."""
    return _right(text, is_siret, WrongSiret)


def rna_of(text: str) -> str:
    """Return the RNA number typed, compact; raises `WrongRna`."""
    return _right(text, is_rna, WrongRna)


def uai_of(text: str) -> str:
    """Return the UAI typed, compact; raises `WrongUai`."""
    return _right(text, is_uai, WrongUai)


def _right(text: str, is_right: Callable[[str], bool], refusal: type[WrongNumber]) -> str:
    number = compact(text)
    if not is_right(number):
        raise refusal
    return number
