"""Drawn answers: valid, varied, and the same for the same draw."""

from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from applications.formbuilder.base import FieldType
from applications.formbuilder.compiler import CompiledForm, compile_form
from applications.formbuilder.field_types import field_types
from applications.formbuilder.sampling import SampleImpossible, sample_answers, sample_criteria
from applications.formbuilder.schema import Comparison, Criterion, FormSchema
from tests.factories.any_form import forms
from tests.factories.formbuilder import form_of, form_with, question

INPUTS = [
    pytest.param(field_type, id=field_type.code)
    for field_type in field_types
    if field_type.is_input and not field_type.is_file
]
VARIED = (
    "integer",
    "decimal",
    "amount",
    "percentage",
    "date",
    "yes_no",
    "choice",
    "multiple_choice",
    "linked_choice",
    "repeated_group",
    "table",
    "financing_plan",
)


def drawn(schema: FormSchema, seed: int = 1, **facts: str) -> dict[str, Any]:
    return sample_answers(compile_form(schema, "fr"), facts, Random(seed))


def given_files(compiled: CompiledForm) -> list[str]:
    files = [key for key, item in compiled.questions.items() if item.type.is_file]
    return [*files, *compiled.documents]


@pytest.mark.parametrize("field_type", INPUTS)
def test_every_variant_of_every_type_is_a_valid_answer(field_type: FieldType[Any]) -> None:
    asked = question(field_type.code)
    compiled = compile_form(form_of(asked), "fr")
    for seed in range(30):
        value = field_type.variant(asked, Random(seed))
        assert compiled.missing({asked.id: value}) == [], value
        assert value == field_type.variant(asked, Random(seed))


@pytest.mark.parametrize("code", VARIED)
def test_what_can_vary_does(code: str) -> None:
    asked, field_type = question(code), field_types.get(code)
    assert len({str(field_type.variant(asked, Random(seed))) for seed in range(30)}) > 1


@pytest.mark.parametrize("field_type", INPUTS)
def test_a_form_with_any_type_can_be_filled(field_type: FieldType[Any]) -> None:
    schema = form_with(field_type.code)
    compiled = compile_form(schema, "fr")
    assert compiled.missing(drawn(schema), given_files(compiled)) == []
    assert drawn(schema, 7) == drawn(schema, 7)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=25)
@given(st.data())
def test_any_form_is_filled_or_said_to_be_impossible(data: Any) -> None:
    """What is drawn may be filed, and comes again with the same draw."""
    schema = data.draw(forms([one.code for one in field_types]))
    compiled = compile_form(schema, "fr")
    try:
        answers = drawn(schema)
    except SampleImpossible:
        return
    assert compiled.missing(answers, given_files(compiled)) == []
    assert drawn(schema) == answers


def test_branches_and_options_of_every_kind_are_taken() -> None:
    away = Comparison(question="q-yes_no", operator="equals", value=True)
    schema = form_of(
        question("yes_no"),
        question("text", visible_if=away),
        question("email", is_required=False),
    )
    shapes = {frozenset(drawn(schema, seed)) for seed in range(40)}
    assert shapes == {
        frozenset({"q-yes_no", *text, *mail})
        for text in ((), ("q-text",))
        for mail in ((), ("q-email",))
    }


def test_an_option_that_is_not_offered_is_never_drawn() -> None:
    away = Comparison(question="q-yes_no", operator="equals", value=True)
    options = [
        {"id": "o-here", "label": "Ici"},
        {"id": "o-away", "label": "Ailleurs", "visible_if": away.model_dump()},
    ]
    schema = form_of(question("yes_no"), question("choice", settings={"choices": options}))
    chosen = {
        (answers["q-yes_no"], answers["q-choice"])
        for answers in (drawn(schema, seed) for seed in range(40))
    }
    assert chosen == {(True, "o-here"), (True, "o-away"), (False, "o-here")}


def test_what_a_check_refuses_is_drawn_again() -> None:
    start = question("date", id="q-start", settings={})
    end = question("date", id="q-end", settings={})
    rule = Comparison(question="q-end", operator="greater", other="q-start").model_dump()
    check = question("check", settings={"rule": rule, "message": "Fin.", "severity": "error"})
    for seed in range(20):
        answers = drawn(form_of(start, end, check), seed)
        assert answers["q-end"] > answers["q-start"]


def test_an_impossible_form_says_what_stops_it() -> None:
    rule = Comparison(question="q-amount", operator="greater", value="9000").model_dump()
    check = question("check", settings={"rule": rule, "message": "Trop peu.", "severity": "error"})
    with pytest.raises(SampleImpossible) as refusal:
        drawn(form_of(question("amount"), check))
    assert "Trop peu." in refusal.value.words


def test_the_criteria_asked_are_all_met() -> None:
    family = Comparison(question="@family", operator="equals", value="association")
    schema = form_of(
        question("text"),
        criteria=(
            Criterion(id="c-age", label="Âge ?"),
            Criterion(id="c-gone", label="Déjà parti ?", expected="no"),
            Criterion(id="c-board", label="Un bureau ?", visible_if=family),
        ),
    )
    compiled = compile_form(schema, "fr")
    assert sample_criteria(compiled, {"@family": "particulier"}) == {"c-age": "yes", "c-gone": "no"}
    assert "c-board" in sample_criteria(compiled, {"@family": "association"})
