"""Recherche d'entreprises, as its answers are documented."""

from datetime import date
from pathlib import Path

import pytest

from applications.registries import associations, companies, schools
from applications.registries.records import Representative
from tests.applications.registries.conftest import Serve, Served

SAMPLES = Path(__file__).parent / "samples"
PROVIDER = "applications.registries.providers.recherche_entreprises.RechercheEntreprises"
SEAT = "99910200700013"
BRANCH = "99910200700021"


@pytest.fixture
def answers(settings, serve: Serve) -> Serve:
    """Serve a sample as Recherche d'entreprises, the only register asked."""

    def start(sample: str) -> Served:
        served = serve((SAMPLES / f"{sample}.json").read_text())
        settings.COMPANY_LOOKUP_URL = f"{served.url}/search"
        settings.COMPANY_REGISTERS = [f"{PROVIDER}Companies"]
        settings.ASSOCIATION_REGISTERS = [f"{PROVIDER}Associations"]
        settings.SCHOOL_REGISTERS = [f"{PROVIDER}Schools"]
        return served

    return start


def test_a_seat_is_read_part_by_part(answers: Serve) -> None:
    served = answers("company")

    record = companies.find(SEAT)

    assert record is not None
    assert (record.siret, record.name, record.acronym) == (SEAT, "LES VOILES DU LARGE", "LVL")
    assert (record.legal_form_code, record.legal_form) == ("9220", "Association déclarée")
    assert (record.naf, record.naf_version) == ("94.99Z", "NAF rév. 2")
    assert (record.family, record.rna) == ("association", "W351234567")
    assert record.address_line == "12 BIS RUE DES ALGUES"
    assert record.address_complement == "BATIMENT C, BP 40"
    assert (record.postcode, record.city, record.city_code) == ("35400", "Saint-Malo", "35288")
    assert record.country == "FR"
    assert record.created_on == date(2010, 3, 1)
    assert record.source == "Recherche d'entreprises"
    assert record.retrieved_at is not None
    assert record.is_exact
    assert not any([record.is_closed, record.is_public_body, record.is_partial])
    assert served.paths == ["/search"]
    assert served.queries == [
        {
            "q": SEAT,
            "minimal": "true",
            "include": "siege,matching_etablissements,dirigeants,complements",
            "per_page": "5",
        }
    ]


def test_people_at_its_head_are_named_auditors_and_bodies_are_not(answers: Serve) -> None:
    answers("company")
    record = companies.find(SEAT)
    assert record is not None
    assert record.representatives == (Representative("", "KERMAREC", "ANNE", "Présidente"),)


def test_another_establishment_has_its_own_address_and_may_be_closed(answers: Serve) -> None:
    answers("company")
    record = companies.find(BRANCH)
    assert record is not None
    assert record.address_line == "3 RUE DU PHARE"
    assert (record.postcode, record.city) == ("29200", "Brest")
    assert record.is_closed
    assert record.closed_on == date(2024, 6, 30)


def test_an_establishment_that_is_not_in_the_answer_is_unknown(answers: Serve) -> None:
    answers("company")
    assert companies.find("35600000000048") is None


def test_an_association_is_found_by_its_own_number_alone(answers: Serve) -> None:
    answers("company")
    record = associations.find("W351234567")
    assert record is not None
    assert record.siret == SEAT
    assert associations.find("W2A1000123") is None


def test_a_school_overseas_is_found_by_its_uai(answers: Serve) -> None:
    served = answers("school")
    record = schools.find("9740001H")
    assert record is not None
    assert (record.siret, record.uai, record.city) == (SEAT, "9740001H", "Saint-Denis")
    assert record.is_public_body
    assert record.family == ""
    assert served.queries[0]["id_uai"] == "9740001H"
    assert schools.find("6200001G") is None


def test_who_asked_for_partial_publication_has_neither_name_nor_street(answers: Serve) -> None:
    answers("partial")
    record = companies.find(SEAT)
    assert record is not None
    assert record.is_partial
    assert (record.name, record.acronym, record.representatives) == ("", "", ())
    assert (record.address_line, record.address_complement, record.postcode) == ("", "", "")
    assert (record.city, record.city_code) == ("Ajaccio", "2A004")
    assert record.family == "entreprise"


def test_an_establishment_abroad_keeps_its_country(answers: Serve) -> None:
    answers("abroad")
    record = companies.find(SEAT)
    assert record is not None
    assert record.address_line == "43 FRIEDRICHSTRASSE"
    assert (record.postcode, record.city, record.country) == ("", "10117 BERLIN", "DE")
    assert record.city_code == ""


def test_a_commune_of_corsica_is_public_and_its_mayor_named(answers: Serve) -> None:
    answers("mayor")
    record = companies.find(SEAT)
    assert record is not None
    assert record.is_public_body
    assert (record.family, record.city) == ("acteur-public", "Porto-Vecchio")
    assert (record.naf, record.naf_version) == ("84.11Y", "NAF 2025")
    assert record.representatives == (Representative("madame", "COSTA", "LISA", "Maire"),)
