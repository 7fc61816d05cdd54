"""What a new version would do to drafts, counted on their answers."""

from typing import Any

from applications.formbuilder.compiler import compile_form
from applications.formbuilder.effects import DraftSurvey, EffectKind, Effects, risks
from applications.formbuilder.schema import Comparison, FormSchema, Question
from tests.factories.formbuilder import CHOICES, form_of, question, samples

Drafts = list[dict[str, Any]]


def count(old: FormSchema, new: FormSchema, drafts: Drafts, given: set[str] | None = None) -> Any:
    survey = DraftSurvey(compile_form(old, "fr"), compile_form(new, "fr"))
    for answers in drafts:
        survey.read(answers, given or set())
    return survey.effects()


def said(effects: Effects) -> dict[tuple[str, str], int]:
    return {(str(line.kind), line.question_id): line.drafts for line in effects.lines}


def test_a_removed_question_counts_the_drafts_that_answered_it() -> None:
    old, new = form_of(question("text"), question("email")), form_of(question("text"))
    drafts: Drafts = [
        {"q-text": "x", "q-email": "a@exemple.example"},
        {"q-text": "x", "raw:q-email": "pas une adresse"},
        {"q-text": "x", "q-email": None},
    ]

    effects = count(old, new, drafts)

    assert said(effects) == {("removed", "q-email"): 2}
    assert (effects.drafts, effects.touched) == (3, 2)
    (line,) = effects.destructive
    assert (line.label, line.place) == ("Question email", "Votre projet")


def test_a_changed_type_counts_answers_whatever_becomes_of_them() -> None:
    old, new = form_of(question("text", id="q")), form_of(question("integer", id="q", settings={}))

    effects = count(old, new, [{"q": "12"}, {"q": "douze"}, {}])

    assert said(effects) == {("retyped", "q"): 2}


def test_a_removed_option_counts_those_who_chose_it_alone() -> None:
    old = form_of(question("choice"))
    new = form_of(question("choice", settings={"choices": CHOICES[1:]}))

    effects = count(old, new, [{"q-choice": "o-stage"}, {"q-choice": "o-etudes"}])

    assert said(effects)["part", "q-choice"] == 1
    assert effects.touched == 1


def test_what_rows_lose_and_what_they_must_answer_counts() -> None:
    group = question("repeated_group")
    removed, *kept = group.questions
    fewer = group.model_copy(update={"questions": tuple(kept)})
    more = group.model_copy(
        update={"questions": (*group.questions, question("email", id="c-email"))}
    )
    rows = [{"id": "row-1", "answers": {removed.id: "Léa", "q-age": 12}}]
    answers = {group.id: rows}

    assert said(count(form_of(group), form_of(fewer), [answers, {}])) == {("part", group.id): 1}
    assert said(count(form_of(group), form_of(more), [answers])) == {("required", group.id): 1}
    assert [one.kind for one in risks(form_of(group), form_of(fewer))] == [EffectKind.PART]
    assert [one.kind for one in risks(form_of(group), form_of(more))] == [EffectKind.REQUIRED]


def test_a_line_of_a_budget_that_goes_counts_those_who_filled_it() -> None:
    plan = question("financing_plan")
    schema = form_of(plan)
    first, *others = plan.settings["expenses"]
    shorter = {**first, "lines": first["lines"][1:]}
    fewer = plan.model_copy(update={"settings": {**plan.settings, "expenses": [shorter, *others]}})

    effects = count(schema, form_of(fewer), [samples(schema)])

    assert said(effects) == {("part", plan.id): 1}
    assert [one.kind for one in risks(schema, form_of(fewer))] == [EffectKind.PART]


def test_a_question_that_becomes_required_counts_drafts_begun_and_blank() -> None:
    old = form_of(question("text"), question("email", is_required=False))
    new = form_of(question("text"), question("email"))
    drafts: Drafts = [{"q-text": "x"}, {"q-text": "x", "q-email": "a@b.example"}, {}]

    assert said(count(old, new, drafts)) == {("required", "q-email"): 1}


def test_a_new_required_question_counts_every_draft_begun() -> None:
    old = form_of(question("text"))
    new = form_of(question("text"), question("email"), question("phone", is_required=False))

    effects = count(old, new, [{"q-text": "x"}, {}, {"@family": "particulier"}])

    assert said(effects) == {("required", "q-email"): 1}


def test_an_answer_that_a_condition_hides_is_told_and_takes_no_choice() -> None:
    stage = Comparison(question="q-choice", operator="equals", value="o-stage")
    old = form_of(question("choice"), question("text"))
    new = form_of(question("choice"), question("text", visible_if=stage))

    effects = count(
        old,
        new,
        [
            {"q-choice": "o-etudes", "q-text": "x"},
            {"q-choice": "o-stage", "q-text": "x"},
            {"q-choice": "o-etudes"},
        ],
    )

    assert said(effects) == {("hidden", "q-text"): 1}
    assert effects.destructive == []


def test_a_document_counts_by_the_files_given() -> None:
    document = question("file", id="d-rib", label="RIB")
    with_it = form_of(question("text"), documents=(document,))
    without = form_of(question("text"))

    assert said(count(with_it, without, [{"q-text": "x"}], {"d-rib"})) == {("removed", "d-rib"): 1}
    assert said(count(with_it, without, [{"q-text": "x"}])) == {}
    assert said(count(without, with_it, [{"q-text": "x"}])) == {("required", "d-rib"): 1}


def test_nothing_happens_to_drafts_when_only_words_or_order_change() -> None:
    old = form_of(question("text"), question("choice"))
    new = form_of(question("choice", label="Autre"), question("text", help="Aide"))

    effects = count(old, new, [{"q-text": "x", "q-choice": "o-stage"}])

    assert effects.lines == ()
    assert effects.touched == 0


def test_counts_are_kept_as_plain_data() -> None:
    old, new = form_of(question("text"), question("email")), form_of(question("text"))
    effects = count(old, new, [{"q-email": "a@exemple.example"}])

    assert Effects.from_json(effects.to_json()) == effects


def test_the_risks_of_a_change_are_told_without_any_draft() -> None:
    def kinds(old: FormSchema, new: FormSchema) -> list[EffectKind]:
        return [one.kind for one in risks(old, new)]

    def form(*questions: Question) -> FormSchema:
        return form_of(question("choice"), *questions)

    text, optional = question("text"), question("text", is_required=False)
    shown = Comparison(question="q-choice", operator="equals", value="o-stage")
    assert kinds(form(text), form()) == [EffectKind.REMOVED]
    assert kinds(form(), form(text)) == [EffectKind.REQUIRED]
    assert kinds(form(), form(optional)) == []
    assert kinds(form(optional), form(text)) == [EffectKind.REQUIRED]
    assert kinds(form(text), form(optional)) == []
    assert kinds(form(text), form(question("email", id="q-text"))) == [EffectKind.RETYPED]
    assert kinds(form(text.model_copy(update={"visible_if": shown})), form(text)) == [
        EffectKind.REQUIRED
    ]
    fewer = question("choice", settings={"choices": CHOICES[:1]})
    assert kinds(form(text), form_of(fewer, text)) == [EffectKind.PART]
    assert kinds(form(text), form(text.model_copy(update={"label": "Autre"}))) == []
