"""The demonstration's forms refuse what makes no sense, in words."""

from datetime import date
from random import Random
from typing import Any

import pytest
from django.http import QueryDict

from applications.formbuilder.compiler import compile_form
from applications.formbuilder.sampling import sample_answers
from applications.formbuilder.schema import Question
from applications.submissions import dossier_facts
from cms.demo.loader import data, forms

PAIRS = [("q-debut", "q-fin"), ("q-depart", "q-retour")]
ENTRIES = {entry["slug"]: entry for entry in data.aids()}


def dates_of(question: Question, day: date) -> dict[str, str]:
    return {
        f"{question.id}_day": str(day.day),
        f"{question.id}_month": str(day.month),
        f"{question.id}_year": str(day.year),
    }


def refused(slug: str, step_of: str, answers: dict[str, Any]) -> str:
    """Answer a step of an aid, by readable ids, and return what it refuses."""
    compiled = compile_form(forms.schema_of(ENTRIES[slug]), "fr")
    known = {data.stable_id(slug, name): name for name in forms.readable_ids(ENTRIES[slug]["form"])}
    step = next(
        one
        for one in compiled.schema.steps
        if step_of in {known.get(question.id) for question in one.questions}
    )
    sent: dict[str, str] = {}
    for question in step.questions:
        value = answers.get(known.get(question.id, ""))
        if isinstance(value, date):
            sent |= dates_of(question, value)
        elif value is not None:
            sent[question.id] = value
    typed = QueryDict(mutable=True)
    typed.update(sent)
    form = compiled.step_form(step.id, answers={}, data=typed)
    form.is_valid()
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


def questions_of(slug: str) -> list[dict[str, Any]]:
    steps = (ENTRIES[slug].get("form") or {}).get("steps") or []
    return [question for step in steps for question in step["questions"]]


PERIODS = [
    (slug, first, last)
    for slug in ENTRIES
    for first, last in PAIRS
    if {first, last} <= {question["id"] for question in questions_of(slug)}
]


def refusal_of_order(slug: str, last: str) -> str:
    """Return the words of the check that looks at the last day."""
    return next(
        str(one["settings"]["message"])
        for one in questions_of(slug)
        if one["type"] == "check" and one["settings"]["rule"]["question"] == last
    )


@pytest.mark.parametrize(("slug", "first", "last"), PERIODS)
def test_an_end_never_comes_before_its_start(slug: str, first: str, last: str) -> None:
    early, late = date(2027, 3, 1), date(2027, 5, 28)
    words = refusal_of_order(slug, last)
    assert words in refused(slug, first, {first: late, last: early})
    assert words not in refused(slug, first, {first: early, last: late})


@pytest.mark.parametrize(
    ("slug", "first", "last"),
    [
        ("bourse-sanitaire-et-sociale", "q-debut", "q-fin"),
        ("bourse-mobilite-internationale", "q-depart", "q-retour"),
    ],
)
def test_a_year_or_a_stay_lasts_more_than_a_day(slug: str, first: str, last: str) -> None:
    day = date(2027, 3, 1)
    assert refusal_of_order(slug, last) in refused(slug, first, {first: day, last: day})


@pytest.mark.parametrize(
    ("slug", "name", "right", "wrong"),
    [
        ("bourse-sanitaire-et-sociale", "q-ine", ["1234567890A", "123456789AB"], ["123", "INE"]),
        (
            "aide-individuelle-formation",
            "q-certification",
            ["RNCP37447", "RS5616"],
            ["37447", "RNCP"],
        ),
    ],
)
def test_a_number_of_another_shape_is_refused(
    slug: str, name: str, right: list[str], wrong: list[str]
) -> None:
    question = next(one for one in questions_of(slug) if one["id"] == name)
    message = question["settings"]["pattern_message"]
    for value in right:
        assert message not in refused(slug, name, {name: value})
    for value in wrong:
        assert message in refused(slug, name, {name: value})


@pytest.mark.django_db
@pytest.mark.parametrize("slug", [slug for slug in ENTRIES if ENTRIES[slug].get("form")])
def test_a_form_is_filled_with_examples_whoever_applies(slug: str) -> None:
    compiled = compile_form(forms.schema_of(ENTRIES[slug]), "fr")
    given = [
        *compiled.documents,
        *(key for key, item in compiled.questions.items() if item.type.is_file),
    ]
    for seed, family in enumerate(("particulier", "association", "lycee-prive")):
        facts = {**dossier_facts.family_facts(family), "@campaign": "2026"}
        answers = sample_answers(compiled, facts, Random(seed))
        assert compiled.missing({**answers, **facts}, given) == []
