"""Conditions: three results, in one pass, and what they do to what is asked and filed."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from applications.formbuilder.compiler import compile_form
from applications.formbuilder.conditions import (
    VISIBILITY,
    Test as Condition_,
    Visibility,
    conjunction,
    disjunction,
    negation,
)
from applications.formbuilder.schema import AllOf, AnyOf, Comparison, Not, Step
from tests.factories.formbuilder import form_of, question

TRUTH = {True: 1.0, None: 0.5, False: 0.0}
results = st.sampled_from([True, False, None])


def constant(result: bool | None) -> Condition_:
    return lambda _values: result


@given(st.lists(results, min_size=1, max_size=4))
def test_and_or_and_not_follow_kleene(drawn: list[bool | None]) -> None:
    tests = [constant(result) for result in drawn]
    found = conjunction(tests)({}), disjunction(tests)({})
    assert TRUTH[found[0]] == min(TRUTH[result] for result in drawn)
    assert TRUTH[found[1]] == max(TRUTH[result] for result in drawn)
    assert TRUTH[negation(tests[0])({})] == 1 - TRUTH[drawn[0]]


ASKED = [
    question("choice"),
    question("multiple_choice"),
    question("amount", settings={}),
    question("date", settings={}),
    question("yes_no"),
    question("text"),
    question("siret"),
]
ANSWERS = {
    "q-choice": "o-stage",
    "q-multiple_choice": ["o-stage"],
    "q-amount": "1500.5",
    "q-date": "2026-03-03",
    "q-yes_no": False,
    "q-text": "Un Projet ",
    "q-siret": "99910002700013",
}


@pytest.mark.parametrize(
    ("asked", "operator", "value", "result"),
    [
        ("choice", "equals", "o-stage", True),
        ("choice", "not_equals", "o-stage", False),
        ("choice", "in", ["o-stage", "o-etudes"], True),
        ("choice", "in", ["o-etudes"], False),
        ("choice", "empty", None, False),
        ("multiple_choice", "contains", "o-stage", True),
        ("multiple_choice", "contains", "o-etudes", False),
        ("amount", "equals", "1500.50", True),
        ("amount", "greater", "1500", True),
        ("amount", "less", "1500.5", False),
        ("date", "less", "2026-03-04", True),
        ("date", "greater", "2026-03-03", False),
        ("yes_no", "equals", False, True),
        ("yes_no", "equals", True, False),
        ("text", "equals", "un projet", True),
        ("text", "contains", "PROJET", True),
        ("siret", "equals", "999 100 027 00013", True),
    ],
)
def test_comparisons(asked: str, operator: Any, value: Any, result: bool) -> None:
    compiled = compile_form(form_of(*ASKED), "fr")
    condition = Comparison(question=f"q-{asked}", operator=operator, value=value)
    assert compiled.evaluate(condition, ANSWERS) is VISIBILITY[result]
    without = Visibility.SHOWN if operator == "empty" else Visibility.UNDETERMINED
    assert compiled.evaluate(condition, {}) is without
    assert compiled.evaluate(Not(term=condition), ANSWERS) is VISIBILITY[not result]


def test_what_cannot_be_read_counts_for_no_answer() -> None:
    compiled = compile_form(form_of(*ASKED), "fr")
    condition = Comparison(question="q-date", operator="less", value="2026-03-04")
    assert compiled.evaluate(condition, {"q-date": "hier"}) is Visibility.UNDETERMINED


def followed_by_two() -> Any:
    """A chain: the second is shown by the first, the third by the second."""
    first = question("yes_no", id="q-1")
    second = question(
        "yes_no", id="q-2", visible_if=Comparison(question="q-1", operator="equals", value=True)
    )
    third = question(
        "text", id="q-3", visible_if=Comparison(question="q-2", operator="equals", value=True)
    )
    return compile_form(form_of(first, second, third), "fr")


def test_hidden_answers_are_kept_counted_for_nothing_and_dropped_at_filing() -> None:
    compiled = followed_by_two()
    answers = {"q-1": False, "q-2": True, "q-3": "gardée"}
    state = compiled.state(answers)
    assert state.visibility["q-2"] is Visibility.HIDDEN
    assert state.visibility["q-3"] is Visibility.UNDETERMINED
    assert compiled.filed_answers(answers) == {"q-1": False}
    assert [item.id for item in compiled.dropped(answers)] == ["q-2", "q-3"]
    assert compiled.missing(answers) == []
    assert compiled.filed_answers({**answers, "q-1": True}) == {
        "q-1": True,
        "q-2": True,
        "q-3": "gardée",
    }


def test_an_undetermined_question_is_neither_asked_nor_missed() -> None:
    compiled = followed_by_two()
    assert [item.question_id for item in compiled.missing({})] == ["q-1"]
    assert [item.id for item in compiled.visible_questions("s-step", {})] == ["q-1"]


def test_steps_and_documents_have_conditions_too() -> None:
    shown_by_yes = Comparison(question="q-1", operator="equals", value=True)
    schema = form_of(
        question("yes_no", id="q-1"), documents=(question("file", visible_if=shown_by_yes),)
    )
    more = Step(
        id="s-more", title="Suite", visible_if=shown_by_yes, questions=(question("text", id="q-2"),)
    )
    compiled = compile_form(schema.model_copy(update={"steps": (*schema.steps, more)}), "fr")
    assert [step.id for step in compiled.visible_steps({})] == ["s-step"]
    assert [step.id for step in compiled.visible_steps({"q-1": True})] == ["s-step", "s-more"]
    assert compiled.visible_documents({"q-1": False}) == []
    missing = compiled.missing({"q-1": True})
    assert [(item.step_id, item.question_id) for item in missing] == [
        ("s-more", "q-2"),
        ("", "q-file"),
    ]
    assert [item.question_id for item in compiled.missing({"q-1": True}, {"q-file"})] == ["q-2"]


def test_totals_and_checks() -> None:
    schema = form_of(
        question("amount", id="q-first", settings={}),
        question("amount", id="q-second", settings={}),
        question("amount", id="q-third", settings={}, is_required=False),
        question(
            "computed_sum",
            id="q-sum",
            settings={"terms": ["q-first", "q-second"], "minus": ["q-third"]},
        ),
        question(
            "check",
            settings={
                "rule": Comparison(
                    question="q-first", operator="equals", other="q-sum"
                ).model_dump(),
                "message": "Non.",
            },
        ),
        question(
            "text",
            is_required=False,
            visible_if=AllOf(
                terms=(
                    Comparison(question="q-sum", operator="greater", value="10"),
                    AnyOf(terms=(Comparison(question="q-third", operator="empty"),)),
                )
            ),
        ),
    )
    compiled = compile_form(schema, "fr")
    assert compiled.computed({}) == {}
    answers = {"q-first": "10", "q-second": "0.5"}
    assert compiled.computed(answers) == {"q-sum": "10.5"}
    assert compiled.state(answers).values["q-sum"] == Decimal("10.5")
    assert compiled.state(answers).is_shown("q-text")
    assert [item.message for item in compiled.missing(answers)] == ["Non."]
    assert compiled.missing({**answers, "q-third": "0.50"}) == []
    assert compiled.filed_answers(answers) == {**answers, "q-sum": "10.5"}
    form = compiled.step_form("s-step", answers={}, data={"q-first": "10", "q-second": "0,5"})
    assert not form.is_valid()
    assert form.non_field_errors() == ["Non."]
    assert form.has_faults
