"""Copying steps from one form into another: new ids, nothing pointing outside, losses named."""

from itertools import count
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given

from applications.formbuilder import checks
from applications.formbuilder.conditions import mentioned
from applications.formbuilder.copying import Copy, copy_steps
from applications.formbuilder.facts import is_fact
from applications.formbuilder.field_types import field_types
from applications.formbuilder.schema import Comparison, FormSchema, Question, Step
from tests.factories.any_form import forms
from tests.factories.formbuilder import CHOICES, form_with, question


@pytest.fixture(autouse=True)
def french() -> Any:
    with translation.override("fr"):
        yield


def step(name: str, *questions: Question, **values: Any) -> Step:
    return Step(id=f"s-{name}", title=name.capitalize(), questions=questions, **values)


def copied(schema: FormSchema, *chosen: str) -> Copy:
    """Copy steps; new ids are « new-1 », « new-2 » and so on."""
    numbers = count(1)
    return copy_steps(schema, chosen, new_id=lambda: f"new-{next(numbers)}")


def ids_in(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["id"]} if isinstance(value.get("id"), str) else set()
        return own.union(*(ids_in(part) for part in value.values()))
    if isinstance(value, list):
        return set().union(*(ids_in(part) for part in value))
    return set()


KIND = question("choice", id="q-kind", label="Nature", settings={"choices": CHOICES})
IS_STAGE = Comparison(question="q-kind", operator="equals", value="o-stage")


def test_conditions_inside_the_copied_steps_point_to_the_copies() -> None:
    where = question("text", id="q-where", label="Où ?", visible_if=IS_STAGE)
    copy = copied(FormSchema(steps=(step("one", KIND, where),)), "s-one")

    kind, shown = copy.steps[0].questions
    assert not copy.lost
    assert isinstance(shown.visible_if, Comparison)
    assert shown.visible_if.question == kind.id != "q-kind"
    assert shown.visible_if.value == kind.settings["choices"][0]["id"] != "o-stage"
    assert kind.settings["choices"][0]["label"] == "Un stage"
    assert not checks.check(FormSchema(steps=copy.steps))


def test_steps_come_in_the_order_of_their_form_and_unknown_ones_are_ignored() -> None:
    schema = FormSchema(steps=(step("one", KIND), step("two", question("text"))))

    assert [one.title for one in copied(schema, "s-two", "gone", "s-one").steps] == ["One", "Two"]
    assert not copied(schema, "gone").steps


def test_what_looks_outside_the_copy_is_left_out_and_named() -> None:
    choices = [{**CHOICES[0], "visible_if": IS_STAGE.model_dump(mode="json")}, CHOICES[1]]
    lost = step(
        "two",
        question("text", id="q-where", label="Où ?", visible_if=IS_STAGE),
        question("text", id="q-why", label="Pourquoi ?", is_required=False, required_if=IS_STAGE),
        question("choice", id="q-how", label="Comment ?", settings={"choices": choices}),
        visible_if=IS_STAGE,
    )
    copy = copied(FormSchema(steps=(step("one", KIND), lost)), "s-two")

    (made,) = copy.steps
    where, why, how = made.questions
    assert made.visible_if is where.visible_if is why.required_if is None
    assert not why.is_required
    assert all("visible_if" not in one for one in how.settings["choices"])
    words = [f"{one.place} : {one.message}" for one in copy.lost]
    assert all("« Nature »" in one.replace("\u00a0", " ") for one in words), words
    assert [one.place.replace("\u00a0", " ") for one in copy.lost] == [
        "Étape « Two »",
        "Two › Où ?",
        "Two › Pourquoi ?",
        "Two › Comment ? › Un stage",
    ]
    assert not checks.check(FormSchema(steps=copy.steps))


def test_calculations_over_what_is_not_copied_go_with_those_that_use_them() -> None:
    schema = FormSchema(
        steps=(
            step("one", question("amount", id="q-far", label="Loin")),
            step(
                "two",
                question("amount", id="q-near", label="Près"),
                question("computed_sum", id="q-sum", settings={"terms": ["q-far", "q-near"]}),
                question(
                    "computed_value",
                    id="q-rate",
                    settings={"formula": "{q-near} / {q-sum} * 100"},
                ),
                question(
                    "text",
                    id="q-shown",
                    visible_if=Comparison(question="q-sum", operator="greater", value="10"),
                ),
            ),
        )
    )
    copy = copied(schema, "s-two")

    assert [item.type for item in copy.steps[0].questions] == ["amount", "text"]
    assert copy.steps[0].questions[1].visible_if is None
    assert len(copy.lost) == 3
    assert not checks.check(FormSchema(steps=copy.steps))

    whole = copied(schema, "s-one", "s-two")
    far, near, total, rate, _shown = (q for one in whole.steps for q in one.questions)
    assert total.settings["terms"] == [far.id, near.id]
    assert rate.settings["formula"] == f"{{{near.id}}} / {{{total.id}}} * 100"
    assert not whole.lost


def test_totals_of_rows_and_facts_of_the_dossier_follow() -> None:
    group = question("repeated_group", id="q-group")
    many = Comparison(question="q-group.rows", operator="greater", value=1)
    of_family = Comparison(question="@family", operator="equals", value="association")
    schema = FormSchema(
        steps=(
            step(
                "one",
                group,
                question("text", id="q-many", visible_if=many),
                question("text", id="q-family", visible_if=of_family),
            ),
        )
    )
    copy = copied(schema, "s-one")

    made, shown, family = copy.steps[0].questions
    assert not copy.lost
    assert isinstance(shown.visible_if, Comparison)
    assert shown.visible_if.question == f"{made.id}.rows"
    assert family.visible_if == of_family
    age, school = made.questions[1], made.questions[2]
    assert isinstance(school.visible_if, Comparison)
    assert school.visible_if.question == age.id != "q-age"


def test_a_text_that_looks_like_an_id_is_left_alone() -> None:
    named = question("text", id="nom", label="nom", help="nom", example="nom")
    note = question("note", id="q-note", label="", settings={"html": "<p>{nom}</p>"})

    text, kept = copied(FormSchema(steps=(step("one", named, note),)), "s-one").steps[0].questions

    assert (text.label, text.help, text.example) == ("nom", "nom", "nom")
    assert text.id != "nom"
    assert kept.settings["html"] == "<p>{nom}</p>"


@pytest.mark.parametrize("code", [field_type.code for field_type in field_types])
def test_every_type_is_copied_whole(code: str) -> None:
    schema = form_with(code)
    copy = copy_steps(schema, ["s-step"])

    assert not copy.lost
    made = FormSchema(steps=copy.steps)
    assert [q.type for q in made.steps[0].questions] == [q.type for q in schema.steps[0].questions]
    assert checks.check(made) == checks.check(schema) == []
    assert ids_in(made.model_dump(mode="json")).isdisjoint(ids_in(schema.model_dump(mode="json")))


@given(forms())
def test_any_steps_of_any_form_stand_by_themselves(schema: FormSchema) -> None:
    for chosen in schema.steps:
        made = FormSchema(steps=copy_steps(schema, [chosen.id]).steps)
        inside = {
            one.id
            for question in made.steps[0].questions
            for one in (question, *question.questions, *checks.derived(question))
        }
        pointed = set(mentioned(made.steps[0].visible_if)).union(
            *(checks.needed(question) for question in made.steps[0].questions)
        )
        assert {one for one in pointed if not is_fact(one)} <= inside
        assert ids_in(made.model_dump(mode="json")).isdisjoint(
            ids_in(schema.model_dump(mode="json"))
        )
