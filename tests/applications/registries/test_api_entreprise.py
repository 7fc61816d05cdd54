"""API Entreprise and API Associations, on the answers the State publishes for those who call."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from applications.registries import associations, companies
from applications.registries.errors import RegisterRefused, RegisterUnreadable
from tests.applications.registries.conftest import Serve, Served

SAMPLES = Path(__file__).parent / "samples"
PROVIDERS = "applications.registries.providers"
RED_CROSS = "77567227221138"
CLOSED = "35005144700018"
UNKNOWN = '{"errors": [{"code": "01003", "title": "Entité non trouvée", "detail": "…"}]}'
Answers = Callable[..., Served]


@pytest.fixture
def answers(settings, serve: Serve) -> Answers:
    """Serve an answer as API Entreprise, the only register asked."""

    def start(body: str, status: int = 200) -> Served:
        served = serve(body, status)
        settings.API_ENTREPRISE_URL = served.url
        settings.API_ENTREPRISE_TOKEN = "a-secret"
        settings.API_ENTREPRISE_RECIPIENT = "23350001600040"
        settings.COMPANY_REGISTERS = [f"{PROVIDERS}.api_entreprise.ApiEntrepriseCompanies"]
        settings.ASSOCIATION_REGISTERS = [
            f"{PROVIDERS}.api_associations.ApiAssociationsAssociations"
        ]
        return served

    return start


def sample(name: str) -> Any:
    return json.loads((SAMPLES / f"{name}.json").read_text())


def test_an_establishment_is_read_whole(answers: Answers) -> None:
    served = answers(json.dumps(sample("establishment")))

    record = companies.find(RED_CROSS)

    assert record is not None
    assert (record.siret, record.name, record.acronym) == (
        RED_CROSS,
        "CROIX ROUGE FRANCAISE",
        "CRF",
    )
    assert record.legal_form == "Association déclarée, reconnue d'utilité publique"
    assert (record.legal_form_code, record.family) == ("9230", "association")
    assert (record.naf, record.naf_version) == ("88.99B", "NAF rév. 2")
    assert record.rna == "W751004076"
    assert record.address_line == "98 RUE DIDOT"
    assert record.address_complement == "SITE CROIX ROUGE"
    assert (record.postcode, record.city, record.city_code) == ("75014", "Paris", "75114")
    assert record.created_on == date(2006, 1, 25)
    assert record.source == "API Entreprise"
    assert not any([record.is_closed, record.is_public_body, record.is_partial])
    assert served.paths == [f"/v4/insee/sirene/etablissements/diffusibles/{RED_CROSS}"]


def test_who_asks_and_why_is_told_with_the_token(answers: Answers) -> None:
    served = answers(json.dumps(sample("establishment")))
    companies.find(RED_CROSS)
    assert served.tokens == ["Bearer a-secret"]
    assert served.queries == [
        {
            "recipient": "23350001600040",
            "context": "aides-publiques",
            "object": "portail-des-aides",
        }
    ]


def test_a_closed_establishment_is_given_with_its_day(answers: Answers) -> None:
    answers(json.dumps(sample("closed_establishment")))
    record = companies.find(CLOSED)
    assert record is not None
    assert record.is_closed
    assert record.closed_on == date(1995, 11, 15)
    assert (record.naf, record.naf_version) == ("70.2C", "NAF 1993")
    assert record.created_on is None
    assert record.family == "entreprise"


def test_an_association_without_siren_has_its_rna_and_no_siret(answers: Answers) -> None:
    served = answers(json.dumps(sample("association_without_siren")))

    record = associations.find("W604004799")

    assert record is not None
    assert (record.rna, record.siret, record.siren) == ("W604004799", "", "")
    assert record.name == "POLE POSITION : LA SECURITE ROUTIERE EN PREMIERE LIGNE"
    assert record.family == "association"
    assert record.address_line == "11 RUE Bachaumont"
    assert (record.postcode, record.city, record.city_code) == ("75002", "Paris", "75102")
    assert record.created_on is None
    assert record.published_on == date(2003, 5, 3)
    assert record.declared_on == date(2017, 1, 30)
    assert record.is_closed
    assert record.source == "API Associations"
    assert served.paths == ["/v4/djepva/api-association/associations/open_data/W604004799"]


@pytest.mark.parametrize("status", [404, 451])
def test_what_the_register_does_not_know_or_may_not_tell_is_nothing(
    answers: Answers, status: int
) -> None:
    answers(UNKNOWN, status)
    assert companies.find(RED_CROSS) is None
    assert associations.find("W604004799") is None


def test_a_person_who_asked_for_partial_publication_is_not_named(answers: Answers) -> None:
    found = sample("establishment")
    unit = found["data"]["unite_legale"]
    unit["type"] = "personne_physique"
    unit["status_diffusion"] = "partiellement_diffusible"
    unit["personne_physique_attributs"] |= {"prenom_1": "AURELIE", "nom_naissance": "MOREAU"}
    answers(json.dumps(found))
    record = companies.find(RED_CROSS)
    assert record is not None
    assert record.is_partial
    assert (record.name, record.acronym) == ("", "")
    assert (record.address_line, record.address_complement, record.postcode) == ("", "", "")
    assert record.city == "Paris"


def test_a_person_who_publishes_is_named(answers: Answers) -> None:
    found = sample("establishment")
    unit = found["data"]["unite_legale"]
    unit["type"] = "personne_physique"
    unit["personne_physique_attributs"] |= {
        "prenom_1": "AURELIE",
        "nom_naissance": "MOREAU",
        "nom_usage": "D'ARGENT",
    }
    answers(json.dumps(found))
    record = companies.find(RED_CROSS)
    assert record is not None
    assert record.name == "AURELIE D'ARGENT"


def test_an_establishment_abroad_keeps_its_country(answers: Answers) -> None:
    found = sample("establishment")
    found["data"]["adresse"] |= {
        "code_postal": None,
        "code_commune": None,
        "libelle_commune": None,
        "libelle_commune_etranger": "LONDON",
        "code_pays_etranger": "99132",
        "libelle_pays_etranger": "ROYAUME-UNI",
    }
    answers(json.dumps(found))
    record = companies.find(RED_CROSS)
    assert record is not None
    assert (record.city, record.country, record.postcode) == ("LONDON", "GB", "")


def test_a_siret_that_was_replaced_gives_the_one_in_force(answers: Answers) -> None:
    found = sample("establishment")
    found["meta"]["redirect_from_siret"] = CLOSED
    answers(json.dumps(found))
    record = companies.find(CLOSED)
    assert record is not None
    assert record.siret == RED_CROSS


def test_an_answer_about_another_body_is_not_believed(answers: Answers) -> None:
    answers(json.dumps(sample("establishment")))
    with pytest.raises(RegisterUnreadable):
        companies.find(CLOSED)
    answers(json.dumps(sample("association_without_siren")))
    with pytest.raises(RegisterUnreadable):
        associations.find("W2A1000123")


def test_a_token_refused_is_said_and_not_written_down(
    answers: Answers, caplog: pytest.LogCaptureFixture
) -> None:
    answers('{"errors": [{"code": "00101"}]}', 401)
    with pytest.raises(RegisterRefused):
        companies.find(RED_CROSS)
    assert "ApiEntrepriseCompanies: register_refused" in caplog.text
    assert "a-secret" not in caplog.text
    assert RED_CROSS not in caplog.text


@pytest.mark.parametrize("name", ["siret", "etat_administratif", "unite_legale", "adresse"])
def test_an_answer_without_what_it_must_hold_is_unreadable(answers: Answers, name: str) -> None:
    found = sample("establishment")
    del found["data"][name]
    answers(json.dumps(found))
    with pytest.raises(RegisterUnreadable):
        companies.find(RED_CROSS)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("date_creation", 10**30),
        ("date_creation", True),
        ("date_creation", "yesterday"),
        ("etat_administratif", "Z"),
        ("siret", 77567227221138),
        ("siret", None),
        ("siret", "7756722722113"),
        ("enseigne", {"not": "used"}),
    ],
)
def test_a_value_of_another_kind_is_unreadable_unless_unused(
    answers: Answers, name: str, value: object
) -> None:
    found = sample("establishment")
    found["data"][name] = value
    answers(json.dumps(found))
    if name == "enseigne":
        assert companies.find(RED_CROSS) is not None
    else:
        with pytest.raises(RegisterUnreadable):
            companies.find(RED_CROSS)


@pytest.mark.parametrize("older", ["0751P0604005880", "751004076", "N/A"])
def test_a_number_that_is_no_rna_is_left_out(answers: Answers, older: str) -> None:
    found = sample("establishment")
    found["data"]["unite_legale"]["rna"] = older
    answers(json.dumps(found))
    record = companies.find(RED_CROSS)
    assert record is not None
    assert record.rna == ""


def test_texts_are_on_one_line_without_signs_nobody_sees(answers: Answers) -> None:
    found = sample("establishment")
    found["data"]["unite_legale"]["personne_morale_attributs"]["raison_sociale"] = (
        " L'ÉTÉ\x00\n DES   ŒUVRES "
    )
    answers(json.dumps(found))
    record = companies.find(RED_CROSS)
    assert record is not None
    assert record.name == "L'ÉTÉ DES ŒUVRES"
