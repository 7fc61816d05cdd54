"""Countries named in the language being read."""

from django.utils import translation

from applications.registries.countries import STATELESS, countries, country_name, nationalities


def test_france_comes_first_then_the_alphabet():
    names = list(countries().values())
    assert names[:3] == ["France", "Afghanistan", "Afrique du Sud"]
    assert names.index("Égypte") < names.index("Émirats arabes unis") < names.index("Équateur")
    assert len(names) == 250


def test_countries_are_named_in_the_language_read():
    assert country_name("DE") == "Allemagne"
    with translation.override("en"):
        assert country_name("DE") == "Germany"
    with translation.override("br"):
        assert country_name("DE") == "Alamagn"
    assert country_name("??") == "??"


def test_a_territory_is_no_nationality():
    assert "RE" in countries()
    assert not {"RE", "GP", "HK", "GL"} & nationalities().keys()
    assert {"FR", "XK", "PS", "TW"} <= nationalities().keys()
    assert STATELESS not in countries()
