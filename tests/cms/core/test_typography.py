import pytest

from cms.core.typography import with_french_spaces

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Formats acceptés : pdf", f"Formats acceptés{NBSP}: pdf"),
        ("Déjà un compte ?", f"Déjà un compte{NBSP}?"),
        ("Attention ! Lisez ; signez", f"Attention{NBSP}! Lisez{NBSP}; signez"),
        ("« %(label)s » : à écrire", f"«{NBSP}%(label)s{NBSP}»{NBSP}: à écrire"),
        ("<b>Note</b> : x", f"<b>Note</b>{NBSP}: x"),
    ],
)
def test_a_line_never_begins_with_double_punctuation(typed: str, set_: str) -> None:
    assert with_french_spaces(typed) == set_
    assert with_french_spaces(set_) == set_


@pytest.mark.parametrize(
    "text", ["jusqu'à 23:59:59", "https://region.example/?q=a", "Question: answer?", "%(a)s:%(b)s"]
)
def test_times_addresses_and_english_stay_as_they_are(text: str) -> None:
    assert with_french_spaces(text) == text
