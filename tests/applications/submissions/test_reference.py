"""References: readable aloud, dated in Paris, random."""

from datetime import UTC, datetime

from applications.submissions.reference import ALPHABET, make_reference, normalise_reference


def test_reference_has_code_year_and_random_part() -> None:
    """`BSS-2026-XXXXX`."""
    code, year, drawn = make_reference("BSS", now=datetime(2026, 6, 1, tzinfo=UTC)).split("-")
    assert (code, year, len(drawn)) == ("BSS", "2026", 5)
    assert set(drawn) <= set(ALPHABET)


def test_year_is_the_year_of_paris() -> None:
    """23:30 UTC on New Year's Eve is next year in Paris."""
    assert "-2027-" in make_reference("BSS", now=datetime(2026, 12, 31, 23, 30, tzinfo=UTC))


def test_alphabet_has_no_look_alikes() -> None:
    """Nothing that is read for something else."""
    assert not set("0O1IL5SUVBDPNG") & set(ALPHABET)
    assert set("7K4QX") <= set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET)


def test_typed_reference_is_normalised() -> None:
    """Spaces, small letters and hyphens as they come."""
    assert normalise_reference(" bss 2026 7k4qx ") == "BSS-2026-7K4QX"
