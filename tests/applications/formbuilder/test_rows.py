"""Rows of one answer: read without losing a word, judged cell by cell, carried, said."""

from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from applications.formbuilder import checks, diff, migration
from applications.formbuilder.compiler import CompiledForm, compile_form
from applications.formbuilder.forms import StepForm
from applications.formbuilder.rendering import Mode, orphan_rows, sections
from applications.formbuilder.rows import MOST_COLUMNS
from applications.formbuilder.schema import Comparison, Question
from cms.core.field_view import error_links
from tests.factories.browser import posted, sent
from tests.factories.formbuilder import CHILDREN, CHOICES, form_of, question

GROUP = question("repeated_group")
TABLE = question("table")
LEA = {"q-nom": "Léa", "q-age": 12, "q-ecole": "Le Bourg"}
PAUL = {"q-nom": "Paul", "q-age": 40, "q-revenu": "1500"}


def row(row_id: str, **answers: Any) -> dict[str, Any]:
    """Return a row; underscores of names stand for hyphens."""
    return {"id": row_id, "answers": {key.replace("_", "-"): one for key, one in answers.items()}}


def typed(name: str, **rows: dict[str, str]) -> QueryDict:
    """Return what a page with these rows sends."""
    data = QueryDict(mutable=True)
    data.appendlist(f"{name}-rows", "")
    for row_id, cells in rows.items():
        data.appendlist(f"{name}-rows", row_id)
        for child, text in cells.items():
            data[f"{name}-{row_id}-{child}"] = text
    return data


def filled(asked: Question, data: QueryDict, **before: Any) -> StepForm:
    return compile_form(form_of(asked), "fr").step_form("s-step", answers=before, data=data)


def page_of(compiled: CompiledForm, answers: dict[str, Any], **options: Any) -> str:
    form = compiled.step_form("s-step", answers=answers, **options)
    return render_to_string("applications/formbuilder/_step_form.html", {"form": form})


# --- Reading ----------------------------------------------------------------------------------


def test_a_word_in_place_of_an_amount_is_kept_in_its_row_and_refused_there() -> None:
    data = typed(GROUP.id, a={"q-nom": "Paul", "q-age": "40", "q-revenu": "beaucoup"})
    form = filled(GROUP, data)
    assert not form.is_valid()
    (kept,) = form.answers()[GROUP.id]
    assert kept["answers"] == {"q-nom": "Paul", "q-age": 40, "raw:q-revenu": "beaucoup"}
    (link,) = error_links([form])
    assert link.target == f"id_{GROUP.id}-a-q-revenu"
    assert "Membre 1" in link.message
    assert "Revenu" in link.message
    again = page_of(form.compiled, form.answers())
    assert 'value="beaucoup"' in again


def test_a_blank_row_is_no_row_and_a_cleared_one_goes() -> None:
    before = {GROUP.id: [{"id": "a", "answers": PAUL}]}
    data = typed(GROUP.id, a=dict.fromkeys(PAUL, ""), b={"q-nom": " "})
    assert filled(GROUP, data, **before).answers() == {GROUP.id: None}


def test_rows_not_on_the_page_are_left_alone() -> None:
    before = {GROUP.id: [{"id": "a", "answers": PAUL}]}
    assert filled(GROUP, QueryDict(""), **before).answers() == before


def test_a_strange_or_repeated_row_id_is_renewed() -> None:
    data = typed(GROUP.id, a={"q-nom": "Paul", "q-age": "40"})
    data.appendlist(f"{GROUP.id}-rows", "a")
    data.appendlist(f"{GROUP.id}-rows", '"><b>')
    found = filled(GROUP, data).answers()[GROUP.id]
    assert [one["id"] for one in found] == ["a"]


def test_the_button_of_a_row_takes_it_away_and_keeps_the_others() -> None:
    data = typed(GROUP.id, a={"q-nom": "Paul", "q-age": "40"}, b={"q-nom": "Léa", "q-age": "30"})
    data[f"{GROUP.id}-remove"] = "a"
    form = filled(GROUP, data)
    assert [one["id"] for one in form.answers()[GROUP.id]] == ["b"]
    assert form.row_button is not None
    assert form.row_button.row == ""


def test_the_button_that_adds_names_the_row_to_show() -> None:
    data = typed(GROUP.id)
    data[f"{GROUP.id}-add"] = "1"
    button = filled(GROUP, data).row_button
    assert button is not None
    assert button.question_id == GROUP.id
    page = page_of(compile_form(form_of(GROUP), "fr"), {}, added={GROUP.id: button.row})
    assert f'id="q-{GROUP.id}-{button.row}"' in page


def test_what_is_shown_is_what_is_read() -> None:
    before = {GROUP.id: [{"id": "a", "answers": LEA}, {"id": "b", "answers": PAUL}]}
    compiled = compile_form(form_of(GROUP), "fr")
    shown = compiled.step_form("s-step", answers=before)
    assert compiled.step_form("s-step", answers={}, data=posted(shown)).answers() == before


def test_a_locked_group_shows_no_button_and_changes_nothing() -> None:
    compiled = compile_form(form_of(GROUP), "fr")
    before = {GROUP.id: [{"id": "a", "answers": PAUL}]}
    page = page_of(compiled, before, locked=[GROUP.id])
    assert "data-row-add" not in page
    assert not sent(page).get(f"{GROUP.id}-a-q-nom")
    form = compiled.step_form(
        "s-step", answers=before, data=typed(GROUP.id, a={"q-nom": "Autre"}), locked=[GROUP.id]
    )
    assert form.answers() == {}


# --- Judging ----------------------------------------------------------------------------------


def test_a_condition_looks_at_its_own_row() -> None:
    data = typed(GROUP.id, a={"q-nom": "Léa", "q-age": "12"}, b={"q-nom": "Paul", "q-age": "40"})
    form = filled(GROUP, data)
    (link,) = error_links([form])
    assert link.target == f"id_{GROUP.id}-a-q-ecole"


def test_a_condition_looks_at_the_form_around() -> None:
    hidden = Question(
        id="q-detail",
        type="text",
        label="Détail",
        visible_if=Comparison(question="q-yes_no", operator="equals", value=True),
    )
    group = GROUP.model_copy(update={"questions": (CHILDREN["repeated_group"][0], hidden)})
    compiled = compile_form(form_of(question("yes_no"), group), "fr")
    answers = {GROUP.id: [row("a", q_nom="Paul", q_detail="oui")], "q-yes_no": False}
    assert compiled.filed_answers(answers)[GROUP.id] == [row("a", q_nom="Paul")]
    assert [one.label for one in compiled.dropped(answers)] == ["Question repeated_group – Détail"]
    assert compiled.filed_answers({**answers, "q-yes_no": True})[GROUP.id] == answers[GROUP.id]


def test_the_number_of_rows_and_a_sum_of_rows_can_be_compared_and_added() -> None:
    many = Comparison(question=f"{GROUP.id}.rows", operator="at_least", value=2)
    rich = Comparison(question=f"{GROUP.id}.q-revenu", operator="greater", value="2000")
    schema = form_of(
        GROUP,
        question("text", visible_if=many),
        question("email", visible_if=rich),
        question("computed_sum", settings={"terms": [f"{GROUP.id}.q-revenu"]}),
    )
    assert checks.check(schema) == []
    compiled = compile_form(schema, "fr")
    one = compiled.state({GROUP.id: [{"id": "a", "answers": PAUL}]})
    assert not one.is_shown("q-text")
    both = compiled.state({GROUP.id: [{"id": name, "answers": PAUL} for name in "ab"]})
    assert both.is_shown("q-text")
    assert both.is_shown("q-email")
    assert compiled.computed(both) == {"q-computed_sum": "3000"}
    assert compiled.state({}).values[f"{GROUP.id}.rows"] == 0


def test_a_row_hides_what_counts_for_nothing() -> None:
    amount = Question(
        id="q-bourse",
        type="amount",
        label="Bourse",
        visible_if=Comparison(question="q-age", operator="less", value=25),
    )
    asked = GROUP.model_copy(update={"questions": (CHILDREN["repeated_group"][1], amount)})
    total = question("computed_sum", settings={"terms": [f"{GROUP.id}.q-bourse"]})
    compiled = compile_form(form_of(asked, total), "fr")
    rows = [row("a", q_age=12, q_bourse="100"), row("b", q_age=40, q_bourse="900")]
    assert compiled.computed({GROUP.id: rows}) == {"q-computed_sum": "100"}


@pytest.mark.parametrize(("count", "is_refused"), [(1, True), (2, False), (4, False), (5, True)])
def test_there_are_neither_too_few_rows_nor_too_many(count: int, is_refused: bool) -> None:
    settings = {"minimum_rows": 2, "maximum_rows": 4}
    compiled = compile_form(form_of(GROUP.model_copy(update={"settings": settings})), "fr")
    rows = [{"id": f"r{index}", "answers": PAUL} for index in range(count)]
    assert bool(compiled.missing({GROUP.id: rows})) is is_refused


def test_every_row_written_by_the_editor_must_be_filled() -> None:
    compiled = compile_form(form_of(TABLE), "fr")
    (missing,) = compiled.missing({TABLE.id: [row("r-2025", q_produits="12")]})
    assert missing.place == "r-2026-q-produits"
    assert "2026" in missing.message
    optional = compile_form(form_of(TABLE.model_copy(update={"is_required": False})), "fr")
    assert optional.missing({}) == []


def test_a_table_adds_its_columns_up() -> None:
    compiled = compile_form(form_of(TABLE), "fr")
    rows = [row("r-2025", q_produits="12.5"), row("r-2026", q_produits="30")]
    page = page_of(compiled, {TABLE.id: rows})
    assert f'data-total="{TABLE.id}.q-produits">42,50\u00a0€' in page
    assert 'scope="col"' in page
    assert 'scope="row"' in page


# --- Editing ----------------------------------------------------------------------------------


def problems(*questions: Question) -> list[str]:
    return [one.message for one in checks.check(form_of(*questions))]


def test_a_group_must_ask_something_and_only_what_a_row_can_hold() -> None:
    assert len(problems(GROUP.model_copy(update={"questions": ()}))) == 1
    inside = GROUP.model_copy(update={"questions": (question("file"),)})
    assert len(problems(inside)) == 1
    nested = TABLE.model_copy(update={"questions": (question("long_text"),)})
    assert len(problems(nested)) == 1


def test_what_a_row_asks_is_not_seen_from_outside() -> None:
    outside = question("text", visible_if=Comparison(question="q-age", operator="greater", value=3))
    (message,) = problems(GROUP, outside)
    assert "Âge" in message


def test_a_row_sees_only_what_comes_before_in_it() -> None:
    children = CHILDREN["repeated_group"]
    backwards = GROUP.model_copy(update={"questions": (children[2], children[1])})
    assert len(problems(backwards)) == 1


# --- Versions ---------------------------------------------------------------------------------


def carry(new: Question, rows: list[dict[str, Any]], old: Question = GROUP) -> dict[str, Any]:
    return migration.carry({old.id: rows}, form_of(old), form_of(new))


def test_a_question_a_row_no_longer_asks_stays_readable_with_its_place() -> None:
    fewer = GROUP.model_copy(update={"questions": CHILDREN["repeated_group"][:2]})
    carried = carry(fewer, [{"id": "a", "answers": LEA}])
    assert carried[GROUP.id] == [row("a", q_nom="Léa", q_age=12)]
    (orphan,) = orphan_rows(carried)
    assert orphan.label == "Question repeated_group – Membre 1 – École"
    assert orphan.value == "Le Bourg"


def test_what_no_cell_could_read_stays_readable_too() -> None:
    fewer = GROUP.model_copy(update={"questions": CHILDREN["repeated_group"][:1]})
    carried = carry(fewer, [{"id": "a", "answers": {"q-nom": "Léa", "raw:q-age": "douze"}}])
    assert orphan_rows(carried)[0].value == "douze"


def test_an_option_a_column_lost_stays_readable() -> None:
    state = TABLE.questions[1].model_copy(update={"settings": {"choices": CHOICES[1:]}})
    fewer = TABLE.model_copy(update={"questions": (TABLE.questions[0], state)})
    rows = [row("r-2025", q_produits="12", q_etat="o-stage")]
    carried = carry(fewer, rows, TABLE)
    assert carried[TABLE.id] == [row("r-2025", q_produits="12")]
    assert orphan_rows(carried)[0].value == "Un stage"


def test_a_row_the_editor_removed_stays_readable() -> None:
    settings = {**TABLE.settings, "rows": TABLE.settings["rows"][1:]}
    without = TABLE.model_copy(update={"settings": settings})
    carried = carry(without, [row("r-2025", q_produits="12")], TABLE)
    assert carried[TABLE.id] is None
    assert "2025" in orphan_rows(carried)[0].label


def test_a_change_of_type_loses_no_row() -> None:
    text = question("text", id=GROUP.id, settings={})
    carried = carry(text, [{"id": "a", "answers": LEA}])
    assert "Léa" in orphan_rows(carried)[0].value
    back = migration.carry({GROUP.id: "Un mot"}, form_of(text), form_of(GROUP))
    assert "Un mot" in orphan_rows(back)[0].value


def test_each_change_inside_a_row_is_said() -> None:
    fewer = GROUP.model_copy(update={"questions": CHILDREN["repeated_group"][:3]})
    assert [one.kind for one in diff.describe(form_of(GROUP), form_of(fewer))] == ["removed"]
    assert [one.kind for one in diff.describe(form_of(fewer), form_of(GROUP))] == ["added"]
    renamed = TABLE.settings["rows"][0] | {"label": "An passé"}
    settings = {**TABLE.settings, "rows": [renamed]}
    changed = TABLE.model_copy(update={"settings": settings})
    kinds = [one.kind for one in diff.describe(form_of(TABLE), form_of(changed))]
    assert sorted(kinds) == ["removed", "reworded"]


# --- Reading again ----------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [Mode.RECAP, Mode.PDF, Mode.STAFF])
def test_rows_are_read_in_every_mode(mode: Mode) -> None:
    compiled = compile_form(form_of(GROUP, TABLE), "fr")
    answers = {
        GROUP.id: [{"id": "a", "answers": {**PAUL, "q-nom": "<b>Paul</b>"}}],
        TABLE.id: [row("r-2025", q_produits="12.5"), row("r-2026", q_produits="30")],
    }
    found = sections(compiled, answers, mode=mode)
    page = render_to_string(
        "applications/formbuilder/_sections.html", {"sections": found, "mode": mode.value}
    )
    assert "&lt;b&gt;Paul" in page
    assert "42,50\u00a0€" in page
    assert '<th scope="col"' in page
    assert "École" not in page


def test_a_masked_copy_hides_the_rows_of_a_sensitive_group() -> None:
    asked = GROUP.model_copy(update={"is_sensitive": True})
    (section,) = sections(
        compile_form(form_of(asked), "fr"),
        {GROUP.id: [{"id": "a", "answers": PAUL}]},
        mode=Mode.PDF,
        is_masked=True,
    )
    assert section.rows[0].is_masked
    assert "Paul" not in section.rows[0].value


def test_an_iban_in_a_row_hides_it_all_from_a_masked_copy() -> None:
    asked = GROUP.model_copy(update={"questions": (question("iban"),)})
    rows = [row("a", **{"q-iban": "FR7630006000011234567890189"})]
    (section,) = sections(
        compile_form(form_of(asked), "fr"), {GROUP.id: rows}, mode=Mode.PDF, is_masked=True
    )
    assert "0189" not in section.rows[0].value


def test_a_table_of_many_columns_is_read_row_by_row_with_its_totals() -> None:
    columns = tuple(
        Question(id=f"q-{number}", type="amount", label=f"Année {number}")
        for number in range(MOST_COLUMNS + 1)
    )
    row = {"id": "r-2025", "answers": {one.id: "10" for one in columns}}

    def read(asked: tuple[Question, ...]) -> str:
        compiled = compile_form(form_of(question("table", questions=asked)), "fr")
        section = sections(compiled, {"q-table": [row]}, mode=Mode.PDF)[0]
        return str(section.rows[0].value)

    assert "<table" in read(columns[:-1])
    tall = read(columns)
    assert "<table" not in tall
    assert tall.count("Année 4") == 2, "once in the row, once in the totals"
