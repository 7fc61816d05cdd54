"""A form as a file: the same form comes back, and what is no form is refused with its place."""

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from applications.formbuilder import checks, exchange, texts
from applications.formbuilder.exchange import FormRefused
from applications.formbuilder.field_types import field_types
from applications.formbuilder.schema import FormSchema
from tests.factories.aids import small_schema
from tests.factories.any_form import forms
from tests.factories.formbuilder import form_of, form_with, question

VALIDATOR = jsonschema.Draft202012Validator(exchange.json_schema())


def refused(text: str) -> list[tuple[str, str]]:
    with pytest.raises(FormRefused) as caught:
        exchange.read(text)
    return [(problem.place, str(problem.message)) for problem in caught.value.problems]


def document(**changes: Any) -> dict[str, Any]:
    return {**json.loads(exchange.write(small_schema())), **changes}


@given(forms())
def test_any_form_comes_back_from_its_file_and_its_file_matches_the_schema(
    schema: FormSchema,
) -> None:
    text = exchange.write(schema)

    assert exchange.parse(text) == schema
    assert exchange.write(exchange.parse(text)) == text
    VALIDATOR.validate(json.loads(text))


@pytest.mark.parametrize("code", [one.code for one in field_types])
def test_each_type_passes_the_schema_with_its_settings_and_no_other(code: str) -> None:
    data = json.loads(exchange.write(form_with(code)))
    VALIDATOR.validate(data)

    data["steps"][0]["questions"][-1]["settings"]["inconnu"] = 1

    assert not VALIDATOR.is_valid(data)


def test_the_schema_is_one_and_refuses_unknown_types() -> None:
    jsonschema.Draft202012Validator.check_schema(exchange.json_schema())
    data = document()
    data["steps"][0]["questions"][0]["type"] = "sorcellerie"

    assert not VALIDATOR.is_valid(data)


def test_a_good_file_is_read_ids_kept() -> None:
    schema = small_schema()

    found = exchange.read(exchange.write(schema))

    assert found == schema
    assert texts.digests(found) == texts.digests(schema)
    assert checks.check(found) == []


def test_what_is_not_json_is_refused_with_its_line() -> None:
    assert refused('{"steps": [\n  {,]}') == [("Ligne 2, colonne 4", "Ce n'est pas du JSON.")]


@pytest.mark.parametrize("text", ["[]", "3", '"x"', "null", '{"format": 2}'])
def test_what_is_no_form_is_refused(text: str) -> None:
    assert len(refused(text)) == 1


def test_a_form_too_deep_or_too_long_is_refused() -> None:
    assert len(refused("[" * 100_000)) == 1
    assert len(refused(" " * (exchange.MOST_CHARACTERS + 1))) == 1


def test_an_unknown_key_a_missing_one_and_a_wrong_value_are_named_with_their_place() -> None:
    data = document()
    question_of = data["steps"][0]["questions"][1]
    question_of["couleur"] = "bleu"
    del data["steps"][1]["title"]
    data["criteria"][0]["effect"] = "mortel"

    places = dict(refused(json.dumps(data)))

    assert any("Nature du projet" in place and "couleur" in place for place in places)
    assert any(place.startswith("steps › 2") and "title" in place for place in places)
    assert any("Habitez-vous" in place and "effect" in place for place in places)


def test_a_form_that_could_not_be_filled_is_refused_with_its_place() -> None:
    data = document()
    data["steps"][0]["questions"][2]["visible_if"]["question"] = "nulle-part"

    ((place, _message),) = refused(json.dumps(data))

    assert "Pays du séjour" in place


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<p onclick="x()">a</p>',
        '<a href="javascript:x()">a</a>',
        '<a href="//ailleurs.example/">a</a>',
        "<iframe src='/x'></iframe>",
        "<style>p{}</style>",
        "<!-- x -->",
    ],
)
def test_html_no_editor_writes_is_refused_wherever_it_stands(html: str) -> None:
    assert refused(json.dumps(document(preamble=html)))
    noted = form_of(question("text"), question("note", settings={"html": html}))
    assert refused(exchange.write(noted))


def test_the_html_editors_write_is_taken() -> None:
    html = (
        '<h3>À lire</h3><p data-block-key="x1">Le <b>règlement</b>, <i>la</i> '
        '<a href="/aides/">liste</a>, <a href="https://region.example/">le site</a>, '
        '<a href="mailto:a@region.example">nous</a></p><ol><li>Un</li></ol><hr/>'
    )
    assert exchange.read(json.dumps(document(preamble=html))).preamble == html


def test_settings_nobody_can_read_and_unknown_types_are_named_with_their_place() -> None:
    data = document()
    data["steps"][0]["questions"][1]["settings"]["choices"] = 3
    ((place, _message),) = refused(json.dumps(data))
    assert "Nature du projet" in place
    assert "choices" in place
    rows = json.loads(exchange.write(form_of(question("repeated_group"))))
    rows["steps"][0]["questions"][0]["questions"][0]["type"] = "sorcellerie"
    ((place, message),) = refused(json.dumps(rows))
    assert "Nom" in place
    assert "sorcellerie" in message
