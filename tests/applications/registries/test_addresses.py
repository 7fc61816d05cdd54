"""Addresses looked up: by the national base when it is configured, else by commune."""

import json

import pytest

from applications.registries import addresses
from applications.registries.embedded import EmbeddedAddressRegister
from applications.registries.records import AddressRecord
from tests.applications.registries.conftest import Serve

STREET = {
    "type": "housenumber",
    "name": "3 Rue du Phare",
    "postcode": "35400",
    "city": "Saint-Malo",
    "citycode": "35288",
    "score": 0.97,
    "context": "35, Ille-et-Vilaine, Bretagne",
}
TOWN = {**STREET, "type": "municipality", "name": "Saint-Malo"}
FOUND = {"type": "FeatureCollection", "features": [{"properties": STREET}, {"properties": TOWN}]}
REMOTE = "applications.registries.providers.geoplateforme.GeoplateformeAddressRegister"
EMBEDDED = "applications.registries.embedded.EmbeddedAddressRegister"


@pytest.fixture
def national(settings, serve: Serve) -> Serve:
    """Serve the national base, asked before the communes."""

    def start(*args: object, **kwargs: object):
        served = serve(*args, **kwargs)
        settings.ADDRESS_LOOKUP_URL = f"{served.url}/geocodage/search"
        settings.ADDRESS_REGISTERS = [REMOTE, EMBEDDED]
        return served

    return start


def test_the_national_base_knows_streets(national: Serve) -> None:
    served = national(json.dumps(FOUND))

    found = addresses.search(" 3 rue du  phare saint-malo", limit=5)

    assert found == [
        AddressRecord("3 Rue du Phare", "35400", "Saint-Malo", "35288", is_exact=True),
        AddressRecord("", "35400", "Saint-Malo", "35288"),
    ]
    assert found[0].label == "3 Rue du Phare, 35400 Saint-Malo"
    assert found[1].label == "35400 Saint-Malo"
    assert served.paths == ["/geocodage/search"]
    assert served.queries == [
        {"q": "3 rue du phare saint-malo", "limit": "5", "autocomplete": "1", "index": "address"}
    ]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{}", 400),
        ("{}", 404),
        ("{}", 429),
        ("{}", 503),
        ("<html>", 200),
        ("", 200),
        ('{"features": [{}]}', 200),
        ('{"features": [{"properties": {"type": 3}}]}', 200),
        ("[]", 200),
        ("[" * 10_000, 200),
    ],
)
def test_communes_answer_when_the_base_does_not(national: Serve, body: str, status: int) -> None:
    served = national(body, status)
    (first, *_others) = addresses.search("3 rue du Phare 35400", limit=5)
    assert first == AddressRecord("3 rue du Phare", "35400", "Saint-Malo", "35288")
    assert len(served.paths) == 1


def test_communes_answer_when_the_base_is_too_slow(settings, national: Serve) -> None:
    settings.REGISTER_TIMEOUT_SECONDS = 0.2
    national(json.dumps(FOUND), is_mute=True)
    (first, *_others) = addresses.search("3 rue du Phare 35400", limit=5)
    assert first == AddressRecord("3 rue du Phare", "35400", "Saint-Malo", "35288")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("3 rue du Phare 35400 st malo", ("3 rue du Phare", "35400", "Saint-Malo")),
        ("3 rue du Phare, 35400", ("3 rue du Phare", "35400", "Saint-Malo")),
        ("saint malo", ("", "35400", "Saint-Malo")),
        ("20137 porto", ("", "20137", "Porto-Vecchio")),
        ("12 avenue Foch 97400", ("12 avenue Foch", "97400", "Saint-Denis")),
        ("98800", ("", "98800", "Nouméa")),
    ],
)
def test_communes_complete_what_is_typed(typed: str, expected: tuple[str, str, str]) -> None:
    found = EmbeddedAddressRegister().search(typed, limit=3, seconds=0)[0]
    assert (found.line, found.postcode, found.city) == expected
    assert not found.is_exact


@pytest.mark.parametrize("typed", ["ab", "  a ", ""])
def test_too_few_letters_ask_nobody(national: Serve, typed: str) -> None:
    served = national(json.dumps(FOUND))
    assert addresses.search(typed) == []
    assert served.paths == []


def test_a_very_long_text_is_cut_as_the_base_wants_it(national: Serve) -> None:
    served = national(json.dumps(FOUND))
    addresses.search("rue " * 1000)
    assert len(served.queries[0]["q"]) <= 200


def test_nothing_found_abroad_is_an_empty_list() -> None:
    assert addresses.search("Friedrichstraße 43, 10117 Berlin") == []
