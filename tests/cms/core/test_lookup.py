"""A list searched as people type."""

import pytest

from cms.core.lookup import Entry, Lookup, folded

PLACES = [
    (Entry("35238", "Rennes (35)", "35"), "Rennes", "35000 35200 35700"),
    (Entry("35288", "Saint-Malo (35400)", "35"), "Saint-Malo", "35400"),
    (Entry("93066", "Saint-Denis (93)", "93"), "Saint-Denis", "93200 93210"),
    (Entry("97411", "Saint-Denis (974)", "974"), "Saint-Denis", "97400 97417"),
    (Entry("94038", "L'Haÿ-les-Roses (94240)", "94"), "L'Haÿ-les-Roses", "94240"),
    (Entry("76255", "Eu (76260)", "76"), "Eu", "76260"),
    (Entry("31450", "Renneville (31290)", "31"), "Renneville", "31290"),
]


@pytest.fixture
def lookup() -> Lookup:
    return Lookup(PLACES)


def codes(found: list[Entry]) -> list[str]:
    return [entry.code for entry in found]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("renn", ["35238", "31450"]),
        ("RENNES", ["35238"]),
        ("st malo", ["35288"]),
        ("malo saint", ["35288"]),
        ("l’hay les roses", ["94038"]),
        ("haÿ", ["94038"]),
        ("35000", ["35238"]),
        ("rennes 35", ["35238"]),
        ("eu", ["76255"]),
        ("saint denis 97", ["97411"]),
        ("35288", ["35288"]),
        ("enne", []),
        ("", []),
        ("?!", []),
    ],
)
def test_words_are_found_by_their_start(lookup: Lookup, typed: str, expected: list[str]) -> None:
    assert codes(lookup.search(typed, limit=10)) == expected


def test_an_exact_name_comes_before_longer_ones() -> None:
    names = Lookup(
        [(Entry("1", "Renneville"), "Renneville", ""), (Entry("2", "Renne"), "Renne", "")]
    )
    assert codes(names.search("renne", limit=2)) == ["2", "1"]


def test_the_order_given_decides_between_equals(lookup: Lookup) -> None:
    assert codes(lookup.search("saint", limit=2)) == ["35288", "93066"]


def test_a_search_may_keep_to_some_groups(lookup: Lookup) -> None:
    assert codes(lookup.search("saint", limit=9, groups=["93", "974"])) == ["93066", "97411"]
    assert codes(lookup.named("Saint-Denis", groups=["974"])) == ["97411"]


def test_a_name_a_label_or_a_code_typed_in_full_is_recognised(lookup: Lookup) -> None:
    assert codes(lookup.named("saint denis")) == ["93066", "97411"]
    assert codes(lookup.named("Saint-Denis (974)")) == ["97411"]
    assert codes(lookup.named("35238")) == ["35238"]
    assert lookup.named("saint") == []
    assert lookup.named("") == []


def test_entries_are_found_by_their_code_and_counted(lookup: Lookup) -> None:
    found = lookup.find("76255")
    assert found is not None
    assert found.label == "Eu (76260)"
    assert lookup.find("00000") is None
    assert len(lookup) == len(list(lookup)) == 7


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Œuvre", "oeuvre"), ("L'Haÿ–les Roses", "l hay les roses"), ("Ste-Mère", "sainte mere")],
)
def test_texts_are_compared_without_accents_or_punctuation(text: str, plain: str) -> None:
    assert folded(text) == plain
