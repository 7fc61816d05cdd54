"""What answers and facts make of others: required, offered, checked, asked of somebody else."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from applications.formbuilder import building, checks, diff, texts
from applications.formbuilder.answers_schema import answers_schema
from applications.formbuilder.compiler import compile_form, compile_review_form
from applications.formbuilder.facts import Fact, facts
from applications.formbuilder.prefill import (
    DEFAULT,
    PrefillSource,
    first_answers,
    origin_of,
    prefill_sources,
)
from applications.formbuilder.rendering import Mode, dropped_rows, sections
from applications.formbuilder.schema import (
    Comparison,
    Condition,
    Criterion,
    FormSchema,
    Question,
    Step,
    for_applicants,
)
from cms.core.field_view import error_links
from tests.factories.formbuilder import CHOICES, form_of, question

YES = Comparison(question="q-yes_no", operator="equals", value=True)
STAGE = Comparison(question="q-choice", operator="equals", value="o-stage")


def page_of(form: Any) -> str:
    return render_to_string("applications/formbuilder/_step_form.html", {"form": form})


def problems(schema: FormSchema) -> list[str]:
    return [problem.place_id for problem in checks.check(schema)]


# --- Required in some cases -----------------------------------------------------------------


def test_an_answer_is_required_only_when_its_condition_holds() -> None:
    asked = question("text", is_required=False, required_if=YES)
    compiled = compile_form(form_of(question("yes_no"), asked), "fr")
    assert [one.question_id for one in compiled.missing({"q-yes_no": True})] == ["q-text"]
    assert compiled.missing({"q-yes_no": False}) == []
    assert [one.question_id for one in compiled.missing({})] == ["q-yes_no"]
    sent = compiled.step_form("s-step", answers={}, data=QueryDict("q-yes_no=yes&q-text="))
    assert "Question text" in sent.errors["q-text"][0]
    assert not sent.has_faults
    assert compiled.step_form(
        "s-step", answers={}, data=QueryDict("q-yes_no=no&q-text=")
    ).is_valid()


def test_a_required_mark_follows_the_answers() -> None:
    asked = question("text", is_required=False, required_if=YES)
    compiled = compile_form(form_of(question("yes_no"), asked), "fr")
    assert "Question text *" in page_of(compiled.step_form("s-step", answers={"q-yes_no": True}))
    assert "Question text *" not in page_of(
        compiled.step_form("s-step", answers={"q-yes_no": False})
    )


def test_a_document_is_required_in_some_cases() -> None:
    document = question("file", is_required=False, required_if=YES)
    compiled = compile_form(form_of(question("yes_no"), documents=(document,)), "fr")
    assert [one.question_id for one in compiled.missing({"q-yes_no": True})] == ["q-file"]
    assert compiled.missing({"q-yes_no": True}, {"q-file"}) == []
    assert compiled.missing({"q-yes_no": False}) == []


# --- Options --------------------------------------------------------------------------------

UNDER_CONDITION = [
    {"id": "o-always", "label": "Toujours"},
    {"id": "o-stage-only", "label": "Avec un stage", "visible_if": STAGE.model_dump(mode="json")},
]


@pytest.mark.parametrize("is_list", [False, True])
def test_an_option_is_offered_in_some_cases(is_list: bool) -> None:
    given = {"choices": UNDER_CONDITION} | ({"is_list": True} if is_list else {})
    offered = question("choice", id="q-offered", settings=given)
    compiled = compile_form(form_of(question("choice"), offered), "fr")
    hidden = compiled.state({"q-choice": "o-etudes"}).hidden_options
    assert hidden == {"q-offered": frozenset({"o-stage-only"})}
    assert not compiled.state({"q-choice": "o-stage"}).hidden_options["q-offered"]
    page = page_of(compiled.step_form("s-step", answers={"q-choice": "o-etudes"}))
    shown = page_of(compiled.step_form("s-step", answers={"q-choice": "o-stage"}))
    assert page.count(" hidden") == shown.count(" hidden") + 1


def test_a_chosen_option_taken_away_is_named_and_kept() -> None:
    offered = question("choice", id="q-offered", settings={"choices": UNDER_CONDITION})
    compiled = compile_form(form_of(question("choice"), offered), "fr")
    answers = {"q-choice": "o-etudes", "q-offered": "o-stage-only"}
    (missing,) = compiled.missing(answers)
    assert "Avec un stage" in missing.message
    form = compiled.step_form(
        "s-step", answers={}, data=QueryDict("q-choice=o-etudes&q-offered=o-stage-only")
    )
    assert form.has_faults
    assert form.answers() == answers
    assert page_of(form).count("checked") == 2


def test_the_editor_keeps_conditions_of_options_together() -> None:
    both = [
        {"id": f"o-{n}", "label": str(n), "visible_if": STAGE.model_dump(mode="json")}
        for n in range(2)
    ]
    schema = form_of(
        question("choice"), question("choice", id="q-offered", settings={"choices": both})
    )
    raw = building.to_stream(schema)
    settings = raw["steps"][0]["value"]["questions"][1]["value"]["settings"]
    (entry,) = next(one["value"] for one in settings if one["type"] == "options_if")
    assert [one["value"] for one in entry["value"]["options"]] == ["o-0", "o-1"]
    assert building.build_schema(steps=raw["steps"]).steps == schema.steps


def test_a_change_of_an_option_s_condition_is_said() -> None:
    before = form_of(question("choice", settings={"choices": CHOICES}))
    after = form_of(
        question("choice", settings={"choices": [CHOICES[0], {**UNDER_CONDITION[1], **CHOICES[1]}]})
    )
    (change,) = diff.describe(before, after)
    assert change.kind == "changed"
    assert "Des études" in change.text


# --- Checks ---------------------------------------------------------------------------------


def checked(rule: Condition, **settings: Any) -> Question:
    return question(
        "check",
        settings={"rule": rule.model_dump(mode="json"), "message": "Dates à revoir.", **settings},
    )


IN_ORDER = Comparison(question="q-end", operator="at_least", other="q-start")
DATES = (
    question("date", id="q-start", is_required=False),
    question("date", id="q-end", is_required=False),
)


def test_a_check_stops_the_filing_with_the_editor_s_words() -> None:
    compiled = compile_form(form_of(*DATES, checked(IN_ORDER)), "fr")
    wrong = {"q-start": "2026-03-02", "q-end": "2026-03-01"}
    assert [one.message for one in compiled.missing(wrong)] == ["Dates à revoir."]
    assert compiled.missing({**wrong, "q-end": "2026-03-02"}) == []
    assert compiled.missing({"q-start": "2026-03-02"}) == []


def test_a_strict_check_speaks_as_soon_as_one_answer_is_there() -> None:
    compiled = compile_form(form_of(*DATES, checked(IN_ORDER, is_strict=True)), "fr")
    assert [one.message for one in compiled.missing({"q-start": "2026-03-02"})]
    assert compiled.missing({}) == []


def test_a_warning_is_shown_and_stops_nothing() -> None:
    compiled = compile_form(form_of(*DATES, checked(IN_ORDER, severity="warning")), "fr")
    wrong = {"q-start": "2026-03-02", "q-end": "2026-03-01"}
    assert compiled.missing(wrong) == []
    form = compiled.step_form("s-step", answers=wrong)
    assert "form-check-warning" in page_of(form)
    assert sections(compiled, wrong, mode=Mode.RECAP)[0].warnings == ["Dates à revoir."]
    assert not sections(compiled, {}, mode=Mode.RECAP)[0].warnings


def test_a_check_leads_to_the_field_it_is_about() -> None:
    rule = checked(IN_ORDER, message="Reste 50 % à financer.")
    compiled = compile_form(form_of(*DATES, rule), "fr")
    sent = "q-start_day=2&q-start_month=3&q-start_year=2026&q-end_day=1&q-end_month=3&q-end_year="
    form = compiled.step_form("s-step", answers={}, data=QueryDict(f"{sent}2026"))
    assert not form.is_valid()
    (link,) = error_links([form])
    assert (link.message, link.target) == ("Reste 50 % à financer.", "id_q-end_0")


def test_a_check_of_totals_leads_to_a_term_of_the_last_one() -> None:
    schema = form_of(
        *(question("amount", id=key, settings={}) for key in ("q-a", "q-b")),
        question("computed_sum", id="q-one", settings={"terms": ["q-a"]}),
        question("computed_sum", id="q-two", settings={"terms": ["q-b"]}),
        checked(Comparison(question="q-one", operator="equals", other="q-two")),
    )
    form = compile_form(schema, "fr").step_form(
        "s-step", answers={}, data=QueryDict("q-a=10&q-b=11")
    )
    assert not form.is_valid()
    assert [link.target for link in error_links([form])] == ["id_q-b"]


@pytest.mark.parametrize(
    "rule",
    [
        Comparison(question="q-end", operator="equals", other="q-later"),
        Comparison(question="q-end", operator="equals", other="q-text"),
        Comparison(question="q-end", operator="equals", other="q-end"),
        Comparison(question="q-end", operator="in", other="q-start"),
        Comparison(question="q-end", operator="greater", value="2026-12-31"),
    ],
)
def test_a_check_that_means_nothing_is_named(rule: Condition) -> None:
    schema = form_of(*DATES, question("text"), checked(rule), question("date", id="q-later"))
    assert problems(schema) == ["q-check"]


# --- Calculations in the editor -------------------------------------------------------------


def test_a_calculation_may_name_answers_by_their_label() -> None:
    schema = form_of(
        question("amount", id="q-asked", label="Montant demandé"),
        question("amount", id="q-whole", label="Budget total"),
        question("computed_value", settings={"formula": "{q-asked} / {q-whole}"}),
    )
    raw = json.loads(json.dumps(building.to_stream(schema)["steps"]))
    value = raw[0]["value"]["questions"][2]["value"]
    value["formula"] = "{ montant demandé } / {Budget total} + {Autre}"
    built = building.build_schema(steps=raw)
    formula = built.steps[0].questions[2].settings["formula"]
    assert formula == "{q-asked} / {q-whole} + {Autre}"
    assert problems(built) == ["q-computed_value"]


@pytest.mark.parametrize(
    ("shown_as", "words"),
    [("amount", "1\u00a0234,50\u00a0€"), ("percentage", "1\u00a0234,5\u00a0%")],
)
def test_a_calculation_is_written_as_what_it_is(shown_as: str, words: str) -> None:
    schema = form_of(
        question("amount", settings={}),
        question("computed_value", settings={"formula": "{q-amount} / 2", "shown_as": shown_as}),
    )
    compiled = compile_form(schema, "fr")
    rows = sections(compiled, {"q-amount": "2469"}, mode=Mode.PDF)[0].rows
    assert rows[1].value == words
    assert compiled.filed_answers({"q-amount": "2469"})["q-computed_value"] == "1234.5"


# --- Facts ----------------------------------------------------------------------------------


@pytest.fixture
def season() -> Iterator[Fact]:
    """A fact of these tests alone."""
    fact = Fact("@season", "Saison", lambda: [("summer", "Été"), ("winter", "Hiver")])
    facts.register(fact)
    yield fact
    del facts._items[fact.code]


def in_season(value: str) -> Comparison:
    return Comparison(question="@season", operator="equals", value=value)


def test_a_fact_shows_questions_and_is_filed_with_them(season: Fact) -> None:
    schema = form_of(question("text", visible_if=in_season("summer")))
    compiled = compile_form(schema, "fr")
    assert checks.check(schema) == []
    filed = compiled.filed_answers({"q-text": "Été", "@season": "summer", "@other": "x"})
    assert filed == {"q-text": "Été", "@season": "summer"}
    assert compiled.filed_answers({"q-text": "Été", "@season": "winter"}) == {"@season": "winter"}
    assert not compiled.state({"q-text": "Été"}).is_shown("q-text")
    assert answers_schema(compiled)["properties"]["@season"] == {"type": "string"}


@pytest.mark.parametrize(
    "condition",
    [
        in_season("spring"),
        Comparison(question="@season", operator="greater", value="summer"),
        Comparison(question="@season", operator="empty"),
        Comparison(question="@unknown", operator="equals", value="x"),
    ],
)
def test_a_fact_is_compared_with_its_own_values(season: Fact, condition: Condition) -> None:
    assert problems(form_of(question("text", visible_if=condition))) == ["q-text"]


def test_a_fact_of_another_step_is_given_to_the_browser(season: Fact) -> None:
    schema = form_of(
        question("yes_no"),
        question("text", visible_if=YES),
        question("email", visible_if=in_season("summer")),
    )
    form = compile_form(schema, "fr").step_form("s-step", answers={"@season": "summer"})
    assert form.live is not None
    assert form.live["outside"] == {"@season": {"kind": "choice", "value": "summer"}}


# --- Criteria -------------------------------------------------------------------------------

MINOR = Comparison(question="c-minor", operator="equals", value=True)
CRITERIA = (
    Criterion(id="c-minor", label="Êtes-vous mineur ?", effect="information"),
    Criterion(
        id="c-agreement", label="Avez-vous l'accord d'un parent ?", explanation="Il le faut.",
        visible_if=MINOR,
    ),
)  # fmt: skip


def test_a_criterion_is_asked_after_certain_answers_only() -> None:
    compiled = compile_form(FormSchema(criteria=CRITERIA), "fr").criteria
    assert [one.id for one in compiled.visible({})] == ["c-minor"]
    assert [one.id for one in compiled.visible({"c-minor": "yes"})] == ["c-minor", "c-agreement"]
    assert compiled.are_answered({"c-minor": "no"})
    assert not compiled.are_answered({"c-minor": "yes"})
    assert [one.criterion.id for one in compiled.outcome({"c-minor": "no"})] == ["c-minor"]
    hidden = {"c-minor": "no", "c-agreement": "no"}
    assert compiled.filed(hidden) == {"c-minor": "no"}
    assert compiled.form({}, QueryDict("c-minor=no")).is_valid()
    refused = compiled.form({}, QueryDict("c-minor=yes"))
    assert list(refused.errors) == ["c-agreement"]
    assert refused.live is not None


def test_a_criterion_looks_at_earlier_ones_and_facts_alone(season: Fact) -> None:
    later = (CRITERIA[1], CRITERIA[0])
    assert problems(FormSchema(criteria=later)) == ["c-agreement"]
    by_fact = CRITERIA[1].model_copy(update={"visible_if": in_season("winter")})
    schema = FormSchema(criteria=(CRITERIA[0], by_fact))
    assert checks.check(schema) == []
    compiled = compile_form(schema, "fr").criteria
    given = {"c-minor": "yes", "c-agreement": "yes", "@season": "winter"}
    assert compiled.filed(given) == given
    looks_at_question = CRITERIA[1].model_copy(update={"visible_if": YES})
    wrong = form_of(question("yes_no"), criteria=(looks_at_question,))
    assert problems(wrong) == ["c-agreement"]


# --- First answers --------------------------------------------------------------------------


@pytest.fixture
def source() -> Iterator[PrefillSource]:
    """A source of these tests alone: what it is asked with is what it gives."""
    one = PrefillSource(
        "tests.given", "Donné", "Repris des essais.", lambda known, asked: known.get(asked.id),
        frozenset({"text", "phone"}),
    )  # fmt: skip
    prefill_sources.register(one)
    yield one
    del prefill_sources._items[one.code]


def test_a_first_answer_comes_from_its_source_or_from_the_default(source: PrefillSource) -> None:
    asked = [
        question("text", prefill="tests.given", default="Par défaut"),
        question("text", id="q-other", prefill="tests.given", default="Par défaut"),
        question("phone", prefill="tests.given"),
        question("amount", default="100"),
        question("email"),
    ]
    known = {"q-text": "Donné", "q-phone": "02 99 27 10 10"}
    found = first_answers(asked, {}, known)
    assert found == {
        "q-text": "Donné", "prefilled:q-text": "tests.given",
        "q-other": "Par défaut", "prefilled:q-other": DEFAULT,
        "q-phone": "+33299271010", "prefilled:q-phone": "tests.given",
        "q-amount": "100", "prefilled:q-amount": DEFAULT,
    }  # fmt: skip
    assert origin_of("q-text", found) == "Repris des essais."
    assert origin_of("q-email", found) == ""


def test_a_first_answer_never_replaces_one_and_is_never_wrong(source: PrefillSource) -> None:
    asked = [question("phone", prefill="tests.given"), question("text", prefill="tests.given")]
    known = {"q-phone": "douze", "q-text": "Donné"}
    assert first_answers(asked, {"q-text": "Écrit"}, known) == {}
    assert "q-text" not in first_answers(asked, {"raw:q-text": "x"}, known)


def test_a_first_answer_says_where_it_comes_from(source: PrefillSource) -> None:
    compiled = compile_form(form_of(question("text", prefill="tests.given")), "fr")
    answers = {"q-text": "Donné", "prefilled:q-text": "tests.given"}
    assert "Repris des essais." in page_of(compiled.step_form("s-step", answers=answers))
    changed = compiled.step_form("s-step", answers=answers, data=QueryDict("q-text=Autre"))
    changed.is_valid()
    assert "Repris des essais." not in page_of(changed)


def test_a_first_answer_that_cannot_be_is_named(source: PrefillSource) -> None:
    schema = form_of(
        question("text", prefill="tests.gone"),
        question("amount", prefill="tests.given"),
        question("choice", default="o-autre"),
        question("consent", default=True),
    )
    assert problems(schema) == ["q-text", "q-amount", "q-choice", "q-consent"]


# --- What is dropped ------------------------------------------------------------------------


def test_hidden_answers_are_listed_and_untouched_first_answers_are_not() -> None:
    compiled = compile_form(
        form_of(
            question("yes_no"),
            question("text", visible_if=YES),
            question("email", visible_if=YES),
        ),
        "fr",
    )
    answers = {
        "q-yes_no": False,
        "q-text": "Un projet",
        "q-email": "a@example.org",
        "prefilled:q-email": "account.email",
    }
    (row,) = dropped_rows(compiled, compiled.state(answers))
    assert (row.label, row.value) == ("Question text", "Un projet")


# --- The review -----------------------------------------------------------------------------

MARK = question("integer", id="q-mark", label="Note", is_review_only=True, settings={})
REVIEWED = form_of(question("text", staff_note="Vérifier le titre."), MARK)


def test_what_is_reserved_to_the_review_is_nowhere_for_applicants() -> None:
    compiled = compile_form(REVIEWED, "fr")
    answers = {"q-text": "Projet", "q-mark": 3}
    page = page_of(compiled.step_form("s-step", answers=answers))
    assert "q-mark" not in page
    assert "Vérifier" not in page
    assert "q-mark" not in json.dumps(compiled.schema.model_dump(mode="json"))
    assert "Vérifier" not in json.dumps(compiled.schema.model_dump(mode="json"))
    assert compiled.filed_answers(answers) == {"q-text": "Projet"}
    assert compiled.missing({"q-text": "Projet"}) == []
    assert "q-mark" not in answers_schema(compiled)["properties"]
    for mode in Mode:
        (section,) = sections(compiled, answers, mode=mode)
        assert [row.question_id for row in section.rows] == ["q-text"]
    assert compiled.review_form(answers=answers) is None


def test_officers_read_and_answer_it() -> None:
    compiled = compile_review_form(REVIEWED, "fr")
    (section,) = sections(compiled, {"q-text": "Projet", "q-mark": 3}, mode=Mode.STAFF)
    assert [(row.value, row.note, row.is_for_review) for row in section.rows] == [
        ("Projet", "Vérifier le titre.", False),
        ("3", "", True),
    ]
    assert not sections(compiled, {"q-text": "x"}, mode=Mode.PDF)[0].rows[0].note
    form = compiled.review_form(answers={"q-text": "Projet"}, data=QueryDict("q-mark=4"))
    assert form is not None
    assert form.is_valid()
    assert form.answers() == {"q-mark": 4}


def test_a_step_of_the_review_alone_is_no_step_of_the_applicant() -> None:
    schema = FormSchema(
        steps=(
            Step(id="s-review", title="Examen", questions=(MARK,)),
            Step(id="s-step", title="Projet", questions=(question("text"),)),
        )
    )
    assert [step.id for step in for_applicants(schema).steps] == ["s-step"]
    assert checks.check(schema) == []


@pytest.mark.parametrize(
    "asked",
    [
        question("text", visible_if=Comparison(question="q-mark", operator="greater", value="3")),
        question("computed_value", id="q-text", settings={"formula": "{q-mark} * 2"}),
        question("text", is_required=False,
                 required_if=Comparison(question="q-mark", operator="empty")),
    ],
)  # fmt: skip
def test_an_applicant_s_question_cannot_look_at_the_review(asked: Question) -> None:
    assert problems(form_of(MARK, asked)) == ["q-text"]
    ours = asked.model_copy(update={"is_review_only": True})
    assert problems(form_of(MARK, ours)) == []


def test_a_note_changes_words_alone_and_applicants_see_no_difference() -> None:
    other = form_of(question("text", staff_note="Autre."), MARK)
    assert texts.digests(REVIEWED)[0] == texts.digests(other)[0]
    assert texts.digests(REVIEWED)[1] != texts.digests(other)[1]
    assert [change.kind for change in diff.describe(REVIEWED, other)] == ["unseen"]
    assert diff.describe(for_applicants(REVIEWED), for_applicants(other)) == []
