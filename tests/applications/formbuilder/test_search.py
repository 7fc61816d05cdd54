"""What a browser asks while words are typed, and what a page shows without scripts."""

import re

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from applications.formbuilder.compiler import compile_form
from applications.registries.address_search import AddressSearch
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.browser import posted
from tests.factories.formbuilder import form_of, question


def url(source: str) -> str:
    return reverse("formbuilder:search", args=[source])


def labels(answer) -> list[str]:
    return [one["label"] for one in answer.json()["results"]]


def test_words_are_searched_on_the_server(client: Client) -> None:
    answer = client.post(url("territories"), {"q": "st malo", "scope": "commune"})
    assert labels(answer)[0] == "Saint-Malo (35400)"
    assert len(labels(answer)) <= 10
    within = client.post(url("territories"), {"q": "saint", "scope": "commune|22"})
    assert all("(22" in label for label in labels(within))
    assert labels(client.post(url("activities"), {"q": "boulang"}))[0].startswith("10.71")
    assert labels(client.post(url("lists"), {"q": "zola", "scope": "schools"})) == [
        "Lycée Émile-Zola"
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("source", "scope", "status"),
    [("inconnu", "", 404), ("territories", "canton", 404), ("lists", "autre", 404)],
)
def test_what_is_not_there_is_not_found(
    client: Client, source: str, scope: str, status: int
) -> None:
    assert client.post(url(source), {"q": "x", "scope": scope}).status_code == status


def test_words_are_never_taken_from_an_address(client: Client) -> None:
    assert client.get(url("territories"), {"q": "rennes", "scope": "commune"}).status_code == 405


@pytest.mark.django_db
def test_addresses_are_for_people_signed_in(client: Client) -> None:
    asked = {"q": "3 rue du Phare 35400"}
    assert client.post(url("addresses"), asked).status_code == 403
    sign_in(client, UserFactory())
    (result,) = [
        one
        for one in client.post(url("addresses"), asked).json()["results"]
        if one["label"] == "3 rue du Phare, 35400 Saint-Malo"
    ]
    assert result["details"] == {
        "line": "3 rue du Phare",
        "postcode": "35400",
        "city": "Saint-Malo",
        "country": "FR",
        "proof": result["code"],
    }


# --- Without scripts ------------------------------------------------------------------------


def step(code: str, data: QueryDict | None = None, answers=None):
    compiled = compile_form(form_of(question(code)), "fr")
    return compiled.step_form("s-step", answers=answers or {}, data=data)


def html(form) -> str:
    (name,) = form.fields
    return str(form[name].as_field_group())


def sent(**values: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(values)
    return data


def test_words_lead_to_results_then_to_one_answer() -> None:
    form = step("territory", sent(**{"q-territory": "vitr"}))
    assert not form.is_valid()
    assert not form.has_faults
    stored = form.answers()
    assert stored["raw:q-territory"] == {"text": "vitr", "code": ""}
    again = step("territory", answers=stored)
    shown = html(again)
    assert 'value="vitr"' in shown
    assert "Vitré (35500)" in shown
    data = posted(again)
    data["q-territory_code"] = "35360"
    chosen = step("territory", data, answers=stored)
    assert chosen.is_valid(), chosen.errors
    answers = {key: value for key, value in chosen.answers().items() if value is not None}
    assert answers == {"q-territory": {"code": "35360", "label": "Vitré (35500)"}}
    kept = posted(step("territory", answers=answers))
    assert kept["q-territory_code"] == "35360"
    kept["q-territory"] = "bruz"
    changed = step("territory", kept, answers=answers)
    assert changed.is_valid()
    assert changed.answers()["q-territory"]["label"] == "Bruz (35170)"


def test_an_address_chosen_among_results_fills_its_lines() -> None:
    form = step("address", sent(**{"q-address_search": "3 rue du Phare 35400 saint malo"}))
    assert not form.is_valid()
    data = posted(step("address", answers=form.answers()))
    found = AddressSearch().search("3 rue du Phare 35400 saint malo", limit=1)[0]
    data["q-address_search_code"] = found.code
    chosen = step("address", data)
    assert chosen.is_valid(), chosen.errors
    value = chosen.answers()["q-address"]
    assert (value["line"], value["city_code"]) == ("3 rue du Phare", "35288")
    assert not value["is_verified"]


def test_an_address_a_register_knows_stays_known_until_it_is_changed() -> None:
    known = {
        "line": "3 rue du Phare",
        "complement": "",
        "postcode": "35400",
        "city": "Saint-Malo",
        "city_code": "35288",
        "country": "FR",
        "is_verified": True,
    }
    data = posted(step("address", answers={"q-address": known}))
    same = step("address", data)
    assert same.is_valid(), same.errors
    assert same.answers()["q-address"] == known
    data["q-address_line"] = "4 rue du Phare"
    other = step("address", data)
    assert other.is_valid(), other.errors
    assert other.answers()["q-address"]["is_verified"] is False
    data["q-address_proof"] = "inventée"
    assert step("address", data).answers()["q-address"]["is_verified"] is False


def test_the_second_list_follows_the_first_after_a_refresh() -> None:
    form = step("linked_choice", sent(**{"q-linked_choice_first": "o-culture"}))
    assert not form.is_valid()
    assert not form.has_faults
    shown = html(step("linked_choice", answers=form.answers()))
    assert "Théâtre" in shown
    assert ">Judo<" not in shown
    assert ">Judo<" in html(step("linked_choice"))


@pytest.mark.parametrize(
    ("code", "script"),
    [("territory", "lookup"), ("address", "lookup"), ("linked_choice", "linked")],
)
def test_a_step_loads_the_scripts_its_questions_need(code: str, script: str) -> None:
    (tag,) = step(code).media.render_js()
    assert f"portal/js/{script}" in tag
    assert 'type="module"' in tag
    assert step("text").media.render_js() == []


def test_what_was_typed_and_refused_is_shown_again_part_by_part() -> None:
    data = sent(**{"q-person_last_name": "Martin", "q-person_first_name": "<Camille>"})
    form = step("person", data)
    assert not form.is_valid()
    for shown in (html(form), html(step("person", answers=form.answers()))):
        assert 'value="Martin"' in shown
        assert 'value="&lt;Camille&gt;"' in shown
    data["q-person_civility"] = "sir"
    data["q-person_first_name"] = ""
    (wrong,) = re.findall(r'<input[^>]*aria-invalid="true"[^>]*>', html(step("person", data)))
    assert 'id="id_q-person_first_name"' in wrong
