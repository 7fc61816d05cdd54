"""Registers help, fail softly and say where a value comes from."""

from datetime import date

import pytest

from applications.registries import companies
from applications.registries.errors import RegisterRefused, RegisterUnavailable
from applications.registries.records import CompanyRecord


class Failing:
    def find_by_siret(self, siret: str) -> CompanyRecord | None:
        raise RegisterUnavailable

    def find_by_rna(self, rna: str) -> CompanyRecord | None:
        raise RegisterRefused


FAILING = "tests.applications.registries.test_companies.Failing"
EMBEDDED = "applications.registries.embedded.EmbeddedCompanyRegister"


def test_the_demonstration_knows_its_structures() -> None:
    record = companies.find_company("999 100 027 00013")
    assert record is not None
    assert record.name == "Lycée privé Les Ajoncs"
    assert record.uai == "0350990L"
    assert record.family == "lycee-prive"
    assert record.depends_on == "99910001900010"
    assert record.source
    assert not record.is_closed


def test_a_closed_establishment_says_since_when() -> None:
    record = companies.find_company("99910009200017")
    assert record is not None
    assert record.is_closed
    assert record.closed_on == date(2023, 12, 31)


def test_an_association_is_found_by_its_rna() -> None:
    record = companies.find_association("w969004303")
    assert record is not None
    assert record.siret == "99910004300010"


def test_an_unknown_number_is_nothing_not_an_error() -> None:
    assert companies.find_company("23350001600040") is None


def test_one_failing_register_does_not_hide_the_next(settings: object) -> None:
    settings.COMPANY_REGISTERS = [FAILING, EMBEDDED]  # type: ignore[attr-defined]
    assert companies.find_company("99910002700013") is not None
    with pytest.raises(RegisterUnavailable):
        companies.find_company("23350001600040")
    with pytest.raises(RegisterRefused):
        companies.find_association("W000000000")
