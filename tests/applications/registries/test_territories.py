"""The embedded registers: all of France, found as people write it."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from applications.registries import data_files
from applications.registries.territories import activities, territories


def test_every_commune_of_france_is_there_with_its_source():
    known = territories()

    assert len(known.communes) > 34_000
    assert len(known.epci) > 1_200
    assert len(known.departements) == 109
    assert len(known.regions) == 26
    assert known.source.startswith("@etalab/decoupage-administratif ")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("rennes", "35238"),
        ("st malo", "35288"),
        ("35400", "35288"),
        ("l'hay les roses", "94038"),
        ("ajaccio", "2A004"),
        ("nouméa", "98818"),
    ],
)
def test_a_commune_is_found_by_name_or_postcode(typed, code):
    assert territories().communes.search(typed, limit=1)[0].code == code


def test_a_commune_says_where_it_is():
    found = territories().communes.find
    assert found("35288").label == "Saint-Malo (35400)"
    assert found("35238").label == "Rennes (35)"
    assert found("35238").group == "35"


@pytest.mark.parametrize(
    ("postcode", "city", "code"),
    [
        ("35400", "saint malo", "35288"),
        ("75011", "PARIS", "75056"),
        ("35400", "Rennes", None),
        ("96100", "Port-Aigrette", None),
    ],
)
def test_a_postcode_and_a_name_make_a_commune(postcode, city, code):
    found = territories().commune_at(postcode, city)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("35288", "Saint-Malo"),
        ("2A004", "Ajaccio"),
        ("97411", "Saint-Denis"),
        ("75114", "Paris"),
        ("13201", "Marseille"),
        ("69389", "Lyon"),
        ("96001", ""),
        ("", ""),
    ],
)
def test_a_code_names_its_commune_that_of_an_arrondissement_too(code, name):
    assert territories().commune_named_by(code) == name


def test_larger_territories_are_found_too():
    known = territories()
    assert known.lookup("epci").search("rennes metropole", limit=1)[0].code == "243500139"
    assert known.lookup("departement").search("finistere", limit=1)[0].code == "29"
    assert known.lookup("region").search("bretagne", limit=1)[0].code == "53"
    with pytest.raises(KeyError):
        known.lookup("canton")


def test_activities_are_found_by_code_or_words():
    assert len(activities()) == 732
    assert activities().search("boulang", limit=1)[0].code.startswith("10.71")
    assert activities().find("94.99Z").label.startswith("94.99Z – Autres organisations")
    assert activities().search("9499Z", limit=1)[0].code == "94.99Z"


def package(folder: Path, name: str, **files: object) -> None:
    target = folder / name
    for path, content in {"package.json": {"name": name, "version": "1.2.3"}, **files}.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_text(json.dumps(content))


def test_the_files_are_rebuilt_from_their_packages(tmp_path, monkeypatch, capsys):
    commune = {
        "departement": "35",
        "type": "commune-actuelle",
        "codesPostaux": ["35400"],
        "siren": "213502883",
        "typeLiaison": 0,
    }
    member = {"code": "35288", "populationTotale": 5}
    epci = {"code": "243500782", "nom": "CA du Pays", "type": "CA", "membres": [member]}
    package(
        tmp_path,
        "@etalab/decoupage-administratif",
        **{
            "data/communes.json": [
                {"code": "35001", "nom": "Acigné", "population": 3, **commune},
                {"code": "35288", "nom": "Saint-Malo", "population": 5, **commune},
                {"code": "35999", "nom": "Paramé", "type": "commune-deleguee"},
            ],
            "data/epci.json": [epci],
            "data/ept.json": [],
            "data/departements.json": [{"code": "35", "nom": "Ille-et-Vilaine", "region": "53"}],
            "data/regions.json": [{"code": "53", "nom": "Bretagne"}],
        },
    )
    naf = [{"id": "01", "label": "Culture"}, {"id": "01.11Z", "label": "Culture de céréales"}]
    package(tmp_path, "@socialgouv/codes-naf", **{"index.json": naf})
    monkeypatch.setattr(data_files, "FOLDER", tmp_path / "out")

    call_command("embed_registers", tmp_path)
    first = (tmp_path / "out" / "territories.json.gz").read_bytes()
    call_command("embed_registers", tmp_path)

    assert (tmp_path / "out" / "territories.json.gz").read_bytes() == first
    written = data_files.read("territories")
    assert written["source"] == "@etalab/decoupage-administratif 1.2.3"
    assert written["communes"] == [
        ["35288", "Saint-Malo", "35", "243500782", "35400"],
        ["35001", "Acigné", "35", "", "35400"],
    ]
    assert written["epci"] == [["243500782", "CA du Pays", "35"]]
    assert data_files.read("activities")["activities"] == [["01.11Z", "Culture de céréales"]]
    bodies = data_files.read("public_bodies")
    assert ["213502883", "35288", 0] in bodies["communes"]
    assert bodies["groups"] == [["243500782", "CA du Pays", "7348"]]
    assert "1.2.3" in capsys.readouterr().out
