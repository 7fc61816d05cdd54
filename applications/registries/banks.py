"""Bank accounts: the IBAN typed, compact and right; its BIC and its bank, as far as known."""

from django.utils.translation import gettext_lazy as _
from schwifty import BIC, IBAN
from schwifty.exceptions import SchwiftyException
from stdnum import iban

from applications.registries.numbers import WrongNumber, compact

SHORTEST, LONGEST = 15, 34


class WrongIban(WrongNumber):
    """Not the shape of an IBAN, or a key that does not match."""

    code = "wrong_iban"
    message = _("This IBAN is not valid: copy it from your bank details (FR76… in France).")


class WrongBic(WrongNumber):
    """Not the shape of a BIC."""

    code = "wrong_bic"
    message = _("This BIC is not valid: it has 8 or 11 characters, like AGRIFRPP.")


class BicOfAnotherCountry(WrongNumber):
    """The bank is in a country where the account cannot be."""

    code = "bic_of_another_country"
    message = _("The BIC and the IBAN are not of the same country.")


class UnknownBank(WrongNumber):
    """No BIC was typed, and the bank is not known from the IBAN."""

    code = "unknown_bank"
    message = _("Write the BIC: this bank is not known from its IBAN.")


def iban_of(text: str) -> str:
    """Return the IBAN typed, compact, of whatever country; raises `WrongIban`.

    Its shape and its key only: a list of the banks of a country is soon behind.
    """
    number = compact(text)
    is_shaped = number[:2].isalpha() and SHORTEST <= len(number) <= LONGEST
    if not number.isascii() or not is_shaped or not iban.is_valid(number, check_country=False):
        raise WrongIban
    return number


def bic_of(text: str, *, number: str) -> str:
    """Return the BIC typed for a right IBAN, or the one known from it when none is typed.

    Raises:
        WrongBic, BicOfAnotherCountry: what was typed.
        UnknownBank: nothing was typed and nothing is known.
    """
    code = compact(text)
    if not code:
        known = bank_of(number)["bic"]
        if not known:
            raise UnknownBank
        return known
    if not code.isascii() or not BIC(code, allow_invalid=True).is_valid:
        raise WrongBic
    if code[4:6] != number[:2] and not shares_code(code[4:6], number[:2]):
        raise BicOfAnotherCountry
    return code


def bank_name_of(number: str, code: str) -> str:
    """Return the name of the bank of an IBAN, when the BIC is its own."""
    known = bank_of(number)
    return known["bank"] if code[:8] == known["bic"][:8] else ""


def bank_of(number: str) -> dict[str, str]:
    """Return the BIC and the name of the bank of an IBAN, as far as they are known."""
    account = IBAN(number, allow_invalid=True)
    try:
        code, bank = str(account.bic or ""), str(account.bank_name or "")
    except SchwiftyException:
        return {"bic": "", "bank": ""}
    return {"bic": code.removesuffix("XXX"), "bank": bank}


def shares_code(of_bank: str, of_account: str) -> bool:
    """Tell whether banks of one country keep accounts of the other (overseas, Monaco, Jersey…)."""
    neighbours = (
        {"FR", "MC", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "PF", "NC", "WF"},
        {"GB", "GG", "IM", "JE"},
    )
    return any(of_bank in group and of_account in group for group in neighbours)


def grouped(number: str) -> str:
    """Return an IBAN in groups of four, as it is read aloud."""
    return str(iban.format(number))
