"""What is refused before publication, with its place."""

import pytest

from applications.formbuilder import building, checks, texts
from applications.formbuilder.schema import (
    AllOf,
    Comparison,
    Condition,
    Criterion,
    FormSchema,
    Question,
    Step,
    SwornStatement,
)
from tests.factories.formbuilder import form_of, question


def problems(schema: FormSchema) -> list[str]:
    return [problem.place_id for problem in checks.check(schema)]


def guarded(condition: Condition) -> FormSchema:
    return form_of(
        question("choice"),
        question("amount", settings={}),
        question("text", id="q-guarded", visible_if=condition),
        question("yes_no", id="q-later"),
    )


def test_a_sound_form_has_no_problem() -> None:
    assert (
        problems(guarded(Comparison(question="q-choice", operator="equals", value="o-stage"))) == []
    )


@pytest.mark.parametrize(
    "condition",
    [
        Comparison(question="q-gone", operator="equals", value="x"),
        Comparison(question="q-later", operator="equals", value=True),
        Comparison(question="q-guarded", operator="equals", value="x"),
        Comparison(question="q-choice", operator="greater", value="o-stage"),
        Comparison(question="q-choice", operator="equals", value="o-autre"),
        Comparison(question="q-choice", operator="equals", value=""),
        Comparison(question="q-choice", operator="in", value=[]),
        Comparison(question="q-amount", operator="greater", value="douze"),
        AllOf(terms=()),
    ],
)
def test_a_broken_condition_is_named(condition: Condition) -> None:
    assert problems(guarded(condition)) == ["q-guarded"]


def test_a_cycle_is_named_as_such() -> None:
    schema = form_of(
        question("text", id="q-1", visible_if=Comparison(question="q-2", operator="empty")),
        question("text", id="q-2", visible_if=Comparison(question="q-1", operator="empty")),
    )
    (problem,) = checks.check(schema)
    assert "Question text" in problem.place
    assert problem.place_id == "q-1"
    later = form_of(
        question("text", id="q-1", visible_if=Comparison(question="q-2", operator="empty")),
        question("text", id="q-2"),
    )
    assert checks.check(later)[0].message != problem.message


@pytest.mark.parametrize(
    "broken",
    [
        question("text", label=""),
        question("choice", settings={}),
        question("choice", settings={"choices": [{"id": "o-1", "label": ""}]}),
        question("amount", settings={"minimum": "beaucoup"}),
        question("amount", settings={"minimum": "3", "maximum": "2"}),
        question("date", settings={"earliest": "2026-02-01", "latest": "2026-01-01"}),
        question("computed_sum", settings={"terms": ["q-before"]}),
        question("computed_sum", settings={}),
        question("computed_value", settings={"formula": "{q-before} * 2"}),
        question("computed_value", settings={"formula": "2 * 3"}),
        question("computed_value", settings={"formula": "2 *"}),
        question("check", settings={"message": "Non."}),
        Question(id="q-unknown", type="unknown", label="Inconnue"),
    ],
)
def test_a_broken_question_is_named(broken: Question) -> None:
    assert problems(form_of(question("text", id="q-before"), broken)) == [broken.id]


def test_the_rest_of_the_form_is_checked_too() -> None:
    schema = FormSchema(
        criteria=(Criterion(id="c-1", label=""), Criterion(id="c-2", label="Oui ?")),
        steps=(Step(id="s-1", title="", questions=()),),
        documents=(question("file", id="c-1"),),
        statements=(SwornStatement(id="a-1", text=""),),
    )
    assert problems(schema) == ["c-1", "c-1", "c-2", "s-1", "s-1", "c-1", "a-1"]


def titled(*titles: str) -> FormSchema:
    steps = (
        Step(id=f"s-{place}", title=title, questions=(question("text", id=f"q-{place}"),))
        for place, title in enumerate(titles)
    )
    return FormSchema(steps=tuple(steps))


def test_two_steps_of_the_same_title_are_refused_and_both_are_named() -> None:
    (problem,) = checks.check(titled("Le projet", "Le budget", "le  projet"))
    assert problem.place_id == "s-2"
    assert "Étape 3 «\u00a0le  projet\u00a0»" in problem.place
    assert "étape 1 «\u00a0Le projet\u00a0»" in problem.message
    assert problems(titled("Le projet", "Le budget")) == []


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (
            Comparison(question="q-choice", operator="equals", value=""),
            "choisissez la réponse attendue",
        ),
        (Comparison(question="q-choice", operator="in", value=[]), "choisissez la réponse"),
        (Comparison(question="q-amount", operator="greater", value=""), "écrivez la réponse"),
        (Comparison(question="q-choice", operator="equals", value="o-gone"), "n'est pas une de"),
        (Comparison(question="q-amount", operator="greater", value="douze"), "n'est pas un nombre"),
    ],
)
def test_a_condition_half_filled_says_what_is_still_to_choose(
    condition: Condition, words: str
) -> None:
    (problem,) = checks.check(guarded(condition))
    assert words in problem.message


def test_a_condition_added_and_left_empty_is_named() -> None:
    rule = {"type": "visible_if", "id": "x", "value": {"mode": "all", "terms": []}}
    asked = {"type": "text", "id": "q-1", "value": {"label": "Un mot"}}
    value = {"title": "Le projet", "questions": [asked], "settings": [rule]}
    schema = building.build_schema(steps=[{"type": "step", "id": "s-1", "value": value}])
    (problem,) = checks.check(schema)
    assert problem.place_id == "s-1"
    assert "Une condition est vide" in problem.message


def test_a_name_nobody_bears_in_a_formula_is_quoted() -> None:
    wrong = question("computed_value", settings={"formula": "{Nombre de part} * 2"})
    (problem,) = checks.check(form_of(question("amount", label="Nombre de parts"), wrong))
    assert "«\u00a0Nombre de part\u00a0»" in problem.message


def test_an_unfinished_draft_builds_and_its_problems_are_listed() -> None:
    raw = [
        {
            "type": "step",
            "id": "s-1",
            "value": {
                "title": None,
                "questions": [
                    {"type": "choice", "id": "q-1", "value": {}},
                    {
                        "type": "amount",
                        "id": "q-2",
                        "value": {
                            "label": "Montant",
                            "settings": [
                                {"type": "minimum", "id": "x", "value": None},
                                {
                                    "type": "visible_if",
                                    "id": "y",
                                    "value": {
                                        "mode": "all",
                                        "terms": [{"type": "comparison", "id": "z", "value": {}}],
                                    },
                                },
                            ],
                        },
                    },
                ],
            },
        }
    ]
    schema = building.build_schema(steps=raw)
    assert problems(schema) == ["s-1", "q-1", "q-1", "q-2"]
    assert texts.digests(schema)
