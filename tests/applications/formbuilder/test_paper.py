"""The printed form: every type has room to be answered, and nothing reserved is printed."""

from typing import Any

import pytest
from django.template.loader import render_to_string

from applications.formbuilder.base import FieldType
from applications.formbuilder.compiler import compile_form, compile_review_form
from applications.formbuilder.field_types import field_types
from applications.formbuilder.paper import PaperItem, paper_documents, paper_form
from applications.formbuilder.paper_space import MOST_TICKS
from applications.formbuilder.schema import Comparison, FormSchema, Question, Step
from tests.factories.formbuilder import form_of, form_with, question

ALL = [pytest.param(field_type, id=field_type.code) for field_type in field_types]
STAY = Comparison(question="q-choice", operator="equals", value="o-etudes")


def items(schema: FormSchema) -> list[PaperItem]:
    return list(paper_form(compile_form(schema, "fr")).steps[0].items)


def html(item: PaperItem) -> str:
    found = render_to_string("applications/formbuilder/paper/_item.html", {"item": item})
    return " ".join(found.split()).replace("\u00a0", " ")


@pytest.mark.parametrize("field_type", ALL)
def test_every_type_is_printed_with_room_for_its_answer(field_type: FieldType[Any]) -> None:
    printed = items(form_with(field_type.code))
    assert len(printed) == 3 - (field_type.layout == "check")
    if field_type.layout == "check":
        return
    shown = html(printed[-1])
    if field_type.is_labelled:
        assert f"Question {field_type.code}" in shown
    if field_type.is_input:
        assert any(
            room in shown
            for room in ("paper-line", "paper-box", "paper-cell", "<td></td>", "paper-open")
        ), shown
    else:
        assert "paper-box" not in shown


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("text", "line"),
        ("long_text", "lines"),
        ("date", "cells"),
        ("yes_no", "ticks"),
        ("multiple_choice", "ticks"),
        ("consent", "tick"),
        ("file", "joined"),
        ("person", "parts"),
        ("period", "parts"),
        ("territory", "line"),
        ("country", "line"),
    ],
)
def test_the_room_fits_the_answer(code: str, kind: str) -> None:
    assert items(form_of(question(code)))[0].space.kind == kind


def test_choices_are_boxes_with_room_for_words_and_the_cases_of_each() -> None:
    options = [
        {"id": "o-stage", "label": "Un stage"},
        {"id": "o-etudes", "label": "Des études", "visible_if": STAY.model_dump()},
    ]
    first = question("choice")
    second = question(
        "multiple_choice", settings={"choices": options, "other_label": "Autre, précisez"}
    )
    shown = html(items(form_of(first, second))[1])
    assert shown.count("paper-box") == 3
    assert "paper-open" in shown
    assert "Plusieurs réponses sont possibles." in shown
    assert "Des études <span" in shown
    assert "(si vous répondez « Des études » à « Question choice »)" in shown


def test_an_option_among_too_many_is_written_and_not_ticked() -> None:
    many = [{"id": f"o-{number}", "label": f"Option {number}"} for number in range(MOST_TICKS + 1)]
    assert items(form_of(question("choice", settings={"choices": many})))[0].space.kind == "line"
    few = question("choice", settings={"choices": many[:-1]})
    assert len(items(form_of(few))[0].space.ticks) == MOST_TICKS


def test_an_address_is_written_line_by_line_without_its_search() -> None:
    parts = items(form_of(question("address")))[0].space.parts
    assert [part.label for part in parts][:1] == ["Numéro et voie"]
    assert all(part.space.kind == "line" for part in parts)


def test_linked_lists_print_what_each_answer_opens() -> None:
    (item,) = items(form_of(question("linked_choice")))
    second = item.space.parts[1].space
    assert [tick.label for tick in second.ticks] == ["Sport", "Culture"]
    assert [tick.label for tick in second.ticks[1].ticks] == ["Danse", "Théâtre"]


def test_conditions_are_said_on_steps_questions_and_requirements() -> None:
    schema = FormSchema(
        steps=(
            Step(id="s-1", title="Projet", questions=(question("choice"),)),
            Step(
                id="s-2",
                title="Séjour",
                visible_if=STAY,
                questions=(
                    question("text", visible_if=STAY),
                    question("email", is_required=False, required_if=STAY),
                ),
            ),
        )
    )
    step = paper_form(compile_form(schema, "fr")).steps[1]
    words = "vous répondez « Des études » à « Question choice »"
    assert step.condition.replace("\u00a0", " ") == words
    assert f"À remplir si {words}." in html(step.items[0])
    assert f"Obligatoire si {words}." in html(step.items[1])


def test_rows_are_blank_and_within_their_bounds() -> None:
    group, table, plan = items(
        form_of(question("repeated_group"), question("table"), question("financing_plan"))
    )
    assert [name for name, _items in group.groups] == ["Membre 1", "Membre 2"]
    assert html(group).count("École") == 2
    assert table.rows == ("2025", "2026", "", "", "")
    assert table.has_totals
    assert "<td></td>" in html(table)
    shown = html(plan)
    for words in ("60 – Achats", "Fournitures", "Total des", "50 %", "Autres aides publiques"):
        assert words in shown, words


def test_a_computed_value_asks_nothing_and_a_check_is_not_printed() -> None:
    amounts = [
        question("amount", id=key, label=key, settings={}) for key in ("q-first", "q-second")
    ]
    shown = items(form_of(*amounts, question("computed_sum"), question("check")))
    assert len(shown) == 3
    assert "Calculé pour vous" in html(shown[2])


RESERVED = [{"is_manager_only": True}, {"is_review_only": True}]


@pytest.mark.parametrize("reserved", RESERVED, ids=["manager", "review"])
@pytest.mark.parametrize("compile_with", [compile_form, compile_review_form])
def test_nothing_reserved_is_printed(reserved: dict[str, bool], compile_with: Any) -> None:
    """Not even through a condition, a row or a list of documents, whoever the form is for."""
    secret = question("yes_no", label="Avis réservé", **reserved)
    inside = question("yes_no", id="q-in", label="Cellule réservée", **reserved)
    follows = Comparison(question="q-yes_no", operator="equals", value=True)
    schema = form_of(
        secret,
        question("text", visible_if=follows, staff_note="Note réservée"),
        question("repeated_group", questions=(question("text", id="q-row"), inside)),
        documents=(question("file", label="Pièce réservée", **reserved),),
    )
    if reserved.get("is_review_only") and compile_with is compile_form:
        schema = form_of(*schema.steps[0].questions[2:], secret, documents=schema.documents)
    form = paper_form(compile_with(schema, "fr"))
    shown = " ".join(html(item) for step in form.steps for item in step.items)
    assert "réserv" not in shown.lower()
    assert form.documents == ()


def test_a_step_left_without_question_is_not_printed() -> None:
    secret = Step(
        id="s-2", title="Budget réservé", questions=(question("text", is_manager_only=True),)
    )
    schema = form_of(question("yes_no"))
    schema = schema.model_copy(update={"steps": (*schema.steps, secret)})
    assert [step.title for step in paper_form(compile_form(schema, "fr")).steps] == ["Votre projet"]


def test_the_documents_of_the_steps_come_first_with_every_case_said() -> None:
    template = {"document": 7, "title": "Mandat type", "url": "/documents/7/mandat.pdf"}
    model = {"template": template}
    of_step = Question(id="q-quote", type="file", label="Devis", visible_if=STAY)
    schema = FormSchema(
        steps=(
            Step(id="s-1", title="Projet", questions=(question("choice"),)),
            Step(
                id="s-2",
                title="Séjour",
                visible_if=Comparison(question="q-choice", operator="empty"),
                questions=(of_step,),
            ),
        ),
        documents=(
            question("file", label="Identité", help="Recto et verso"),
            question(
                "file",
                id="d-2",
                label="Mandat",
                is_required=False,
                required_if=STAY,
                settings=model,
            ),
        ),
    )
    quote, identity, mandate = paper_documents(compile_form(schema, "fr"))
    assert quote.condition.replace("\u00a0", " ") == (
        "« Question choice » est sans réponse "
        "et si vous répondez « Des études » à « Question choice »"
    )
    assert not quote.is_always_required
    assert identity.is_always_required
    assert identity.help == "Recto et verso"
    assert "PDF. 2 Mo" in identity.limits.replace("\u00a0", " ")
    assert 'href="/documents/7/mandat.pdf"' in mandate.limits
    assert mandate.required_if
    assert not mandate.is_required


def test_what_is_not_translated_is_marked_as_french() -> None:
    compiled = compile_form(form_of(question("text")), "en", {"q-text.label": "Your project"})
    step = paper_form(compiled).steps[0]
    assert step.title == '<span lang="fr">Votre projet</span>'
    assert step.items[0].label == "Your project"
