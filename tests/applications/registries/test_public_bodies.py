"""Communes and their groups are known by their SIREN, without any network."""

import pytest
from stdnum import luhn

from applications.registries import companies
from applications.registries.public_bodies import bodies


def siret(siren: str, nic: str = "0001") -> str:
    """Return a SIRET of a body with its right key."""
    return siren + nic + luhn.calc_check_digit(siren + nic)


@pytest.mark.parametrize(
    ("siren", "name", "city_code"),
    [
        ("213502883", "Commune de Saint-Malo", "35288"),
        ("217603513", "Commune du Havre", "76351"),
        ("210400792", "Commune de l'Escale", "04079"),
        ("212000319", "Commune de Bastelica", "2A031"),
        ("217500016", "Commune de Paris", "75056"),
    ],
)
def test_a_commune_is_known_its_establishment_is_not(siren: str, name: str, city_code: str) -> None:
    record = companies.find(siret(siren))
    assert record is not None
    assert (record.name, record.city_code) == (name, city_code)
    assert record.is_public_body
    assert record.family == "acteur-public"
    assert record.source == "@etalab/decoupage-administratif 6.0.0"
    assert record.address_line == ""
    assert not record.is_exact


def test_a_group_of_communes_is_known_with_its_form() -> None:
    record = companies.find(siret("243500139"))
    assert record is not None
    assert (record.name, record.legal_form) == ("Rennes Métropole", "Métropole")
    assert not record.is_exact


def test_overseas_communes_are_known_too() -> None:
    overseas = [code for code, _link in bodies()["communes"].values() if code.startswith("97")]
    assert len(overseas) > 110


def test_any_other_body_is_unknown() -> None:
    assert companies.find("35600000000048") is None


def test_the_list_says_where_it_comes_from() -> None:
    assert bodies()["source"].startswith("@etalab/decoupage-administratif ")
    assert "Licence Ouverte" in bodies()["licence"]
    assert len(bodies()["communes"]) > 34_000
    assert len(bodies()["groups"]) > 1_200
