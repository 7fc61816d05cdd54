"""Conditions that can never hold are found, and nothing else is accused."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from applications.formbuilder import checks
from applications.formbuilder.compiler import compile_form
from applications.formbuilder.reachability import Reach
from applications.formbuilder.schema import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    FormSchema,
    Not,
    Question,
    Step,
)
from tests.factories.any_form import Known, answers, forms, trees
from tests.factories.formbuilder import form_of, question


def at(code: str, operator: Any, value: Any = None, other: str = "") -> Comparison:
    return Comparison(question=f"q-{code}", operator=operator, value=value, other=other)


def both(*terms: Condition) -> Condition:
    return AllOf(terms=terms)


def one_of(*terms: Condition) -> Condition:
    return AnyOf(terms=terms)


SEVERAL = [{"id": "m-stage", "label": "Un stage"}, {"id": "m-etudes", "label": "Des études"}]


def under(condition: Condition) -> list[str]:
    """Return what is said of a form whose last question has this condition."""
    schema = form_of(
        question("choice"),
        question("multiple_choice", settings={"choices": SEVERAL}),
        question("amount"),
        question("date"),
        question("yes_no"),
        question("text"),
        question("amount", id="q-hidden", visible_if=at("choice", "equals", "o-stage")),
        question("email", visible_if=condition),
    )
    return [problem.place_id for problem in checks.check(schema)]


STAGE, ETUDES = at("choice", "equals", "o-stage"), at("choice", "equals", "o-etudes")


@pytest.mark.parametrize(
    "condition",
    [
        both(STAGE, ETUDES),
        both(STAGE, Not(term=STAGE)),
        both(STAGE, at("choice", "in", ["o-etudes"])),
        both(at("choice", "not_equals", "o-stage"), at("choice", "not_equals", "o-etudes")),
        both(at("choice", "empty"), STAGE),
        both(at("yes_no", "equals", True), at("yes_no", "equals", False)),
        both(at("multiple_choice", "contains", "m-stage"),
             Not(term=at("multiple_choice", "contains", "m-stage"))),
        at("amount", "greater", "5000"),
        at("amount", "less", "10"),
        at("amount", "equals", "6000"),
        both(at("amount", "greater", "100"), at("amount", "less", "100")),
        both(at("amount", "at_least", "100"), at("amount", "less", "100")),
        at("date", "greater", "2026-12-31"),
        both(at("text", "equals", "a"), at("text", "equals", "b")),
        both(at("text", "equals", "abc"), at("text", "contains", "d")),
        both(at("hidden", "greater", "20"), ETUDES),
        both(ETUDES, one_of(STAGE, both(at("hidden", "greater", "20"),
                                        at("yes_no", "equals", True)))),
    ],
)  # fmt: skip
def test_a_question_that_can_never_be_shown_is_named(condition: Condition) -> None:
    assert under(condition) == ["q-email"]


@pytest.mark.parametrize(
    "condition",
    [
        one_of(STAGE, ETUDES),
        both(STAGE, at("hidden", "greater", "20")),
        both(at("amount", "at_least", "100"), at("amount", "at_most", "100")),
        both(at("choice", "not_equals", "o-stage"), at("yes_no", "equals", True)),
        both(at("hidden", "empty"), ETUDES),
        Not(term=both(STAGE, at("yes_no", "equals", True))),
        both(at("multiple_choice", "contains", "m-stage"),
             at("multiple_choice", "contains", "m-etudes")),
        at("amount", "greater", other="q-hidden"),
    ],
)  # fmt: skip
def test_what_may_happen_is_left_alone(condition: Condition) -> None:
    assert under(condition) == []


def test_a_step_that_can_never_be_shown_is_named_once() -> None:
    schema = FormSchema(
        steps=(
            Step(id="s-1", title="Un", questions=(question("choice"),)),
            Step(
                id="s-2",
                title="Deux",
                visible_if=both(STAGE, ETUDES),
                questions=(question("text"), question("email")),
            ),
        )
    )
    assert [problem.place_id for problem in checks.check(schema)] == ["s-2"]


def test_the_condition_of_the_step_counts_with_that_of_the_question() -> None:
    schema = FormSchema(
        steps=(
            Step(id="s-1", title="Un", questions=(question("choice"),)),
            Step(
                id="s-2",
                title="Deux",
                visible_if=STAGE,
                questions=(question("text", visible_if=ETUDES), question("email")),
            ),
        )
    )
    assert [problem.place_id for problem in checks.check(schema)] == ["q-text"]


def with_options(*conditions: Condition | None) -> Question:
    choices = [
        {"id": f"o-{number}", "label": f"Option {number}"}
        | ({"visible_if": condition.model_dump(mode="json")} if condition else {})
        for number, condition in enumerate(conditions)
    ]
    return question("choice", id="q-offered", settings={"choices": choices})


def test_an_option_that_can_never_be_offered_is_named() -> None:
    schema = form_of(question("choice"), with_options(None, both(STAGE, ETUDES)))
    (problem,) = checks.check(schema)
    assert problem.place_id == "q-offered"
    assert "Option 1" in problem.place


def test_an_answer_needs_its_option_to_be_offered() -> None:
    chosen = Comparison(question="q-offered", operator="equals", value="o-1")
    schema = form_of(
        question("choice"),
        with_options(None, STAGE),
        question("text", visible_if=both(chosen, ETUDES)),
    )
    assert [problem.place_id for problem in checks.check(schema)] == ["q-text"]


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(st.data())
def test_what_some_answers_make_true_is_never_called_impossible(data: Any) -> None:
    schema = data.draw(forms(["choice", "yes_no", "amount", "date", "multiple_choice", "text"]))
    known = Known()
    for step in schema.steps:
        known.around = step.visible_if
        for asked in step.questions:
            known.add(asked)
    condition = data.draw(trees(known.comparable, 2))
    drawn = data.draw(answers(schema))
    compiled = compile_form(schema, "fr")
    state = compiled.state(drawn)
    if any(state.gone_options(key, value) for key, value in drawn.items()):
        return  # Such answers cannot be filed.
    if compiled.evaluator.evaluate(condition, drawn):
        assert Reach(known.places).can_hold(condition)
