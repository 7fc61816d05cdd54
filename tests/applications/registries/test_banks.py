"""Bank accounts as people copy them."""

import pytest

from applications.registries import banks

FRENCH, BELGIAN = "FR7630006000011234567890189", "BE68539007547034"


@pytest.mark.parametrize("typed", ["fr76 3000 6000 0112 3456 7890 189", FRENCH])
def test_iban_is_read_with_its_spaces(typed: str) -> None:
    """And in small letters."""
    assert banks.iban_of(typed) == FRENCH


@pytest.mark.parametrize(
    "typed", ["", "FR76", "FR7630006000011234567890188", "7630006", "ÉR76" * 6]
)
def test_what_is_no_iban_is_refused(typed: str) -> None:
    """Its key, its shape."""
    with pytest.raises(banks.WrongIban):
        banks.iban_of(typed)


def test_bic_is_found_or_checked_against_the_country() -> None:
    """Overseas banks of France keep French accounts; another country's do not."""
    assert banks.bic_of("", number=FRENCH) == "AGRIFRPP"
    assert banks.bic_of("agri fr pp", number=FRENCH) == "AGRIFRPP"
    assert banks.bic_of("SOGERERX", number=FRENCH) == "SOGERERX"
    assert banks.bic_of("GKCCBEBB", number=banks.iban_of(BELGIAN)) == "GKCCBEBB"
    with pytest.raises(banks.BicOfAnotherCountry):
        banks.bic_of("GKCCBEBB", number=FRENCH)
    with pytest.raises(banks.WrongBic):
        banks.bic_of("AGRI", number=FRENCH)
    assert banks.bank_name_of(FRENCH, "GKCCBEBB") == ""
