import pytest
from hypothesis import given, strategies as st

from aids.words import is_one_slip_away, stem, stems_of, words_of

LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=5, max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bourse", "bourses"),
        ("lycéen", "lycéennes"),
        ("société", "sociétés"),
        ("régional", "régionaux"),
        ("bateau", "bateaux"),
        ("ŒUVRE", "œuvres"),
        ("musée", "Musées"),
        ("âgé", "âgées"),
        ("employé", "employées"),
    ],
)
def test_number_gender_accents_and_capitals_do_not_matter(one: str, other: str) -> None:
    assert stems_of(one) == stems_of(other)


def test_short_words_and_numbers_stay_whole() -> None:
    assert [stem(word) for word in ("bus", "2026", "cle")] == ["bus", "2026", "cle"]
    assert [stem(word) for word in ("musee", "lycees")] == ["muse", "lyce"]
    assert words_of("<p>L'aide aux <b>vélos</b> &amp; au train</p>") == ["aide", "velos", "train"]


@given(LETTERS, st.data())
def test_one_slip_is_forgiven(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 2))
    letter = data.draw(st.sampled_from("abcxyz"))
    slips = [
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + letter + word[place + 1 :],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    ]
    assert all(is_one_slip_away(word, slip) and is_one_slip_away(slip, word) for slip in slips)


@pytest.mark.parametrize(("one", "other"), [("bourse", "bouser"), ("velo", "volet"), ("a", "abc")])
def test_two_slips_are_two_words(one: str, other: str) -> None:
    assert not is_one_slip_away(one, other)
