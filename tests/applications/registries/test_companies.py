"""Establishments, associations and schools: found by their number, each from who knows it."""

from datetime import date

import pytest
from django.utils import timezone

from applications.registries import associations, companies, schools
from applications.registries.numbers import WrongRna, WrongSiret, WrongUai

NOBODY_IS_ASKED = ["tests.applications.registries.doubles.NeverAsked"]


def test_an_establishment_is_found_by_its_siret_as_people_write_it() -> None:
    record = companies.find("999 100 027 00013")

    assert record is not None
    assert record.name == "Lycée privé Les Ajoncs"
    assert record.siren == "999100027"
    assert record.uai == "0350990L"
    assert record.family == "lycee-prive"
    assert record.depends_on == "99910001900010"
    assert record.source
    assert not record.is_closed


def test_a_record_says_when_its_register_said_so(time_machine) -> None:
    time_machine.move_to("2026-11-20T10:00:00+01:00", tick=False)
    record = companies.find("99910002700013")
    assert record is not None
    assert record.retrieved_at == timezone.now()


def test_a_closed_establishment_is_given_and_says_since_when() -> None:
    record = companies.find("99910009200017")
    assert record is not None
    assert record.is_closed
    assert record.closed_on == date(2023, 12, 31)


def test_an_association_is_found_by_its_rna() -> None:
    record = associations.find("w969004303")
    assert record is not None
    assert record.siret == "99910004300010"
    assert record.published_on is not None
    assert not record.is_public_body


def test_a_commune_is_a_public_body() -> None:
    record = companies.find("99910005000015")
    assert record is not None
    assert record.is_public_body


def test_a_school_is_found_by_its_uai() -> None:
    record = schools.find(" 0350990l ")
    assert record is not None
    assert record.siret == "99910002700013"
    assert schools.find("0350024L") is None


@pytest.mark.parametrize(
    "typed", ["", "9991000270001", "99910002700014", "٩٩٩١٠٠٠٢٧٠٠٠١٣", "siret", "9991000270001x"]
)
def test_a_wrong_siret_is_refused_before_anybody_is_asked(settings, typed: str) -> None:
    settings.COMPANY_REGISTERS = NOBODY_IS_ASKED
    with pytest.raises(WrongSiret, match="14"):
        companies.find(typed)


@pytest.mark.parametrize("typed", ["356 000 000 00048", "35600000049837"])
def test_the_sirets_of_la_poste_have_a_key_of_their_own(typed: str) -> None:
    assert companies.find(typed) is None


@pytest.mark.parametrize("typed", ["", "W35301234", "X353012345", "W3530123456", "W35301234é"])
def test_a_wrong_rna_is_refused_before_anybody_is_asked(settings, typed: str) -> None:
    settings.ASSOCIATION_REGISTERS = NOBODY_IS_ASKED
    with pytest.raises(WrongRna):
        associations.find(typed)


@pytest.mark.parametrize("typed", ["W2A1000123", "w9r 400 1234", "W9C1001234", "W9M0000123"])
def test_corsican_and_overseas_rna_are_right(typed: str) -> None:
    assert associations.find(typed) is None


@pytest.mark.parametrize("typed", ["", "0350990M", "350990L", "6200001I"])
def test_a_wrong_uai_is_refused_before_anybody_is_asked(settings, typed: str) -> None:
    settings.SCHOOL_REGISTERS = NOBODY_IS_ASKED
    with pytest.raises(WrongUai):
        schools.find(typed)


@pytest.mark.parametrize("typed", ["6200001G", "7200009X", "9740001H"])
def test_schools_of_corsica_and_overseas_have_their_numbers_too(typed: str) -> None:
    assert schools.find(typed) is None
