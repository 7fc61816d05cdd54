"""A form on one page, to be tried before it is finished."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import HealthCheck, given, settings, strategies as st

from applications.formbuilder import checks
from applications.formbuilder.field_types import field_types
from applications.formbuilder.previewing import Preview, WholeStep, preview, showable
from applications.formbuilder.schema import Comparison, Criterion, FormSchema, Question, Step
from tests.factories.any_form import forms
from tests.factories.formbuilder import CHOICES, form_of, form_with, question

KIND = question("choice", id="q-kind", label="Nature", settings={"choices": CHOICES})
IS_STAGE = Comparison(question="q-kind", operator="equals", value="o-stage")
quick = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def html_of(shown: Preview) -> str:
    return str(render_to_string("applications/formbuilder/_step_form.html", {"form": shown.form}))


def two_steps() -> FormSchema:
    later = Step(
        id="s-two",
        title="Le stage",
        introduction="Où & quand ?",
        visible_if=IS_STAGE,
        questions=(question("text", id="q-where", label="Où ?"),),
    )
    return FormSchema(
        criteria=(Criterion(id="c-here", label="Ici ?", explanation="Non."),),
        steps=(Step(id="s-one", title="Le projet", questions=(KIND,)), later),
        documents=(question("file", id="d-one", label="Devis", visible_if=IS_STAGE),),
    )


def test_every_part_is_on_the_page_under_its_heading() -> None:
    with translation.override("fr"):
        shown = preview(two_steps(), "fr")

    assert [part.title for part in shown.parts] == [
        "Critères d'éligibilité",
        "Le projet",
        "Le stage",
        "Pièces justificatives",
    ]
    html = html_of(shown)
    for words in ("Ici ?", "Nature", "Où &amp; quand ?", "Où ?", "Devis"):
        assert words in html
    assert not shown.problems


def test_conditions_between_steps_are_followed_in_the_browser() -> None:
    shown = preview(two_steps(), "fr")

    lines = {one["id"]: one for one in shown.form.live["questions"]}
    for node in ("s-two", "q-where", "d-one"):
        assert lines[node]["condition"]["question"] == "q-kind"
    hidden = {item.question.id for item in shown.form.layout if not item.is_shown}
    assert {"s-two", "s-two-introduction", "q-where", "d-one"} == hidden
    assert all(item.is_shown for item in WholeStep.of(shown.form).layout)


def test_what_officers_are_asked_is_not_shown() -> None:
    shown = preview(form_of(KIND, question("text", label="Avis", is_review_only=True)), "fr")

    assert "Avis" not in html_of(shown)


@pytest.mark.parametrize(
    "broken",
    [
        question("text", id="q-bad", visible_if=Comparison(question="gone", operator="empty")),
        question("text", id="q-bad", required_if=Comparison(question="", operator="equals")),
        question(
            "text",
            id="q-bad",
            visible_if=Comparison(question="q-kind", operator="greater", value="o-stage"),
        ),
        question("choice", id="q-bad", settings={"choices": []}),
        question("choice", id="q-bad", settings={"choices": "?"}),
        question("integer", id="q-bad", settings={"minimum": "9", "maximum": "1"}),
        question("integer", id="q-bad", settings={"minimum": "beaucoup"}),
        question("computed_sum", id="q-bad", settings={"terms": ["gone"]}),
        question("computed_value", id="q-bad", settings={"formula": "{gone} +"}),
        question("check", id="q-bad", settings={"rule": IS_STAGE.model_dump()}),
        question("reference_list", id="q-bad", settings={"reference_list": "gone"}),
        question("repeated_group", id="q-bad", questions=()),
        question("text", id="q-bad", label="", default="x" * 500),
        question("text", id="q-bad", settings={"mask": "((("}),
    ],
    ids=lambda one: f"{one.type}-{sorted(one.settings)}",
)
def test_what_is_unfinished_stops_nothing_from_being_shown(broken: Question) -> None:
    on_it = Comparison(question="q-bad", operator="greater", value="3")
    schema = form_of(KIND, broken, question("text", id="q-after", visible_if=on_it))
    assert checks.check(schema)

    shown = preview(schema, "fr")

    assert shown.problems
    html = html_of(shown)
    assert "Nature" in html
    assert 'name="q-after"' in html


def test_an_identifier_used_twice_shows_a_page_all_the_same() -> None:
    twice = form_of(KIND, question("text", id="q-kind", label="Deux fois"))

    shown = preview(twice, "fr")

    assert shown.problems
    assert "Deux fois" in html_of(shown)


@pytest.mark.parametrize("code", [field_type.code for field_type in field_types])
def test_every_type_is_shown(code: str) -> None:
    shown = preview(form_with(code), "fr")

    assert f'data-question="q-{code}"' in html_of(shown)


@quick
@given(forms(), st.data())
def test_any_form_that_lost_some_questions_can_be_shown(
    schema: FormSchema, data: st.DataObject
) -> None:
    """What editors do all day: a question goes, and others still point to it."""
    ids = [item.id for step in schema.steps for item in step.questions]
    gone = data.draw(st.sets(st.sampled_from(ids), max_size=3)) if ids else set()
    left = schema.model_copy(
        update={
            "steps": tuple(
                step.model_copy(
                    update={"questions": tuple(q for q in step.questions if q.id not in gone)}
                )
                for step in schema.steps
            )
        }
    )

    html_of(preview(left, "fr"))

    kept = [item.id for step in left.steps for item in step.questions]
    assert [item.id for step in showable(left).steps for item in step.questions] == kept
