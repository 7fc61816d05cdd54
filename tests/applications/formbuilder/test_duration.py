"""The time a form takes, worked out from what it asks."""

import pytest
from django.utils import translation

from applications.formbuilder import duration
from applications.formbuilder.compiler import compile_form
from applications.formbuilder.field_types import field_types
from applications.formbuilder.schema import Comparison, Criterion, FormSchema, SwornStatement
from tests.factories.formbuilder import form_of, form_with, question


def test_an_empty_form_takes_no_time() -> None:
    assert duration.minutes(FormSchema(preamble="<p>Rien à demander.</p>")) == 0


def test_each_answer_takes_its_own_time_and_reading_is_added() -> None:
    short = form_of(question("yes_no", label="Oui ?"))
    long = form_of(question("yes_no", label="Oui ?"), question("long_text", label="Pourquoi ?"))
    helped = form_of(question("yes_no", label="Oui ?", help="mot " * 200))

    assert duration.seconds(long) - duration.seconds(short) >= 120
    assert duration.seconds(helped) - duration.seconds(short) == 60


def test_tags_of_rich_text_are_not_read_aloud() -> None:
    html = '<p class="a b c">Trois mots ici</p>'
    note = question("note", label="", settings={"html": html})
    asked = question("yes_no", label="Oui ?")

    assert list(duration.read_texts(form_of(note)))[-1] == html
    one_word = form_of(asked, question("note", label="", settings={"html": "<p>Mot</p>"}))
    assert duration.seconds(form_of(asked, note)) - duration.seconds(one_word) <= 1


def test_questions_of_some_cases_criteria_documents_and_statements_count() -> None:
    asked = question("yes_no", label="A ?", id="q-one")
    shown = Comparison(question="q-one", operator="equals", value=True)
    base = duration.seconds(form_of(asked))
    more = {
        "criteria": {"criteria": (Criterion(id="c-one", label="Ici ?"),)},
        "documents": {"documents": (question("file", id="d-one"),)},
        "statements": {"statements": (SwornStatement(id="s-one", text="Je certifie."),)},
    }

    assert duration.seconds(form_of(asked, question("file", visible_if=shown))) > base + 60
    for part in more.values():
        assert duration.seconds(form_of(asked, **part)) > base


def test_officers_questions_cost_applicants_nothing() -> None:
    asked = question("long_text", id="q-one")
    schema = form_of(asked, question("long_text", id="q-two", is_review_only=True))

    assert compile_form(schema, "fr").minutes == duration.minutes(form_of(asked))


def test_rows_cost_what_is_asked_in_as_few_as_the_question_takes() -> None:
    group = field_types.get("repeated_group")
    one = question("repeated_group", settings={"row_label": "Membre"})
    three = question("repeated_group", settings={"row_label": "Membre", "minimum_rows": 3})
    row = sum(field_types.get(child.type).seconds(child) for child in one.questions)

    assert group.seconds(one) == group.answer_seconds + row
    assert group.seconds(three) == group.answer_seconds + 3 * row


@pytest.mark.parametrize("code", [field_type.code for field_type in field_types])
def test_what_asks_nothing_takes_no_time_and_the_rest_some(code: str) -> None:
    field_type = field_types.get(code)
    (asked,) = form_with(code).steps[0].questions[2:]

    assert (field_type.seconds(asked) > 0) == field_type.is_input


def test_time_is_rounded_up_to_five_minutes() -> None:
    assert duration.minutes(form_of(question("yes_no"))) == 5
    texts = [question("long_text", id=f"q-{index}", label="") for index in range(3)]
    assert duration.minutes(form_of(*texts)) == 10


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (5, "environ 5 minutes"),
        (55, "environ 55 minutes"),
        (60, "environ 1 heure"),
        (65, "environ 1 h 05"),
        (150, "environ 2 h 30"),
        (180, "environ 3 heures"),
    ],
)
def test_time_is_said_in_minutes_then_in_hours(minutes: int, words: str) -> None:
    with translation.override("fr"):
        assert duration.words(minutes).replace("\u00a0", " ") == words
