"""The browser's mirror of conditions and totals says what the server says."""

import json
import random
from base64 import b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from hypothesis import HealthCheck, Phase, given, settings, strategies as st
from playwright.sync_api import Browser, Page

from applications.formbuilder.compiler import compile_form
from applications.formbuilder.field_types import field_types
from applications.formbuilder.numbers import plain
from applications.formbuilder.row_states import amounts_of, row_states
from applications.formbuilder.schema import Comparison, FormSchema
from applications.formbuilder.states import CompiledQuestion, State
from tests.factories.any_form import answers, forms
from tests.factories.formbuilder import form_of, question
from tests.factories.reference_lists import lists_in_memory

CASES = 200
TRIED, FEW = ("required", "options", "computed", "checks", "rows"), 3
READABLE = [one.code for one in field_types if one.is_read_live and not one.is_file]
ROWS = ["repeated_group", "table", "financing_plan"]
OFTEN = ["choice", "multiple_choice", "yes_no", "amount", "date", "computed_value", "check", *ROWS]


def script() -> str:
    return Path(str(finders.find("portal/js/conditions.js"))).read_text()


def expected(schema: FormSchema, drawn: dict[str, Any]) -> dict[str, Any] | None:
    """Return one case for the browser: the last step's payload, the typed values, the results."""
    compiled = compile_form(schema, "fr")
    step = schema.steps[-1]
    form = compiled.step_form(step.id, answers=drawn)
    state = compiled.state(drawn)
    if form.live is None or not state.is_shown(step.id):
        return None
    items = [compiled.questions[item.id] for item in step.questions]
    found = meaning(items, state)
    composites = [item for item in items if item.children and state.is_shown(item.question.id)]
    for item in composites:
        rows = row_states(item, drawn.get(item.question.id), state.values)
        found["rows"][item.question.id] = {
            row["id"]: meaning(item.children, inside) for row, inside in rows
        }
        for name, amount in amounts_of(item, rows).items():
            full = f"{item.question.id}.{name}"
            found["computed"][full] = None if amount is None else plain(amount)
    return {
        "payload": form.live,
        "typed": {key: value for key, value in drawn.items() if ":" not in key},
        **found,
    }


def meaning(items: Iterable[CompiledQuestion], state: State) -> dict[str, Any]:
    """Return what the server finds of some questions, of a step or of a row."""
    shown = [item for item in items if state.is_shown(item.question.id)]
    return {
        "shown": {item.question.id: item in shown for item in items},
        "required": {
            item.question.id: state.is_required(item.question)
            for item in shown
            if item.question.required_if
        },
        "options": {
            item.question.id: sorted(state.hidden_options[item.question.id])
            for item in shown
            if item.question.id in state.hidden_options
        },
        "computed": {
            item.question.id: item.type.compute(item.question, state.values.get)
            for item in shown
            if item.type.is_computed
        },
        "checks": {
            item.question.id: not item.complaint(state.values)
            for item in shown
            if item.question.type == "check"
        },
        "rows": {},
    }


def drawn_cases() -> list[dict[str, Any]]:
    """Draw forms and answers until every part of the engine is tried more than a few times."""
    found: list[dict[str, Any]] = []
    for most in (CASES, 3 * CASES, 9 * CASES):
        found = drawn(most)
        if all(sum(bool(case[name]) for case in found) > FEW for name in TRIED):
            break
    return found


def drawn(most: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []

    @settings(
        max_examples=most,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def draw(data: Any) -> None:
        schema = data.draw(forms(READABLE + OFTEN * 5 + ["check"] * 20, with_facts=True))
        case = expected(schema, data.draw(answers(schema)))
        if case is not None:
            found.append(case)

    with lists_in_memory():
        draw()
    return found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page without a portal behind: the engine alone is tried."""
    fresh = browser.new_context(locale="fr-FR")
    fresh.set_default_timeout(10_000)
    yield fresh.new_page()
    fresh.close()


def test_the_browser_and_the_server_agree(page: Page) -> None:
    cases = drawn_cases()
    assert len(cases) > 10
    random.Random(1).shuffle(cases)
    address = f"data:text/javascript;base64,{b64encode(script().encode()).decode()}"
    results = page.evaluate(
        """async ([address, cases]) => {
            const { plain, settle } = await import(address);
            const said = (found) => {
                for (const [id, value] of Object.entries(found.computed)) {
                    found.computed[id] = value === null ? null : plain(value);
                }
                for (const hidden of Object.values(found.options)) {
                    hidden.sort();
                }
                Object.values(found.rows).flatMap(Object.values).forEach(said);
                return found;
            };
            const rowsOf = (rows) => rows.map(({ id, answers }) =>
                ({ id, isBlank: false, read: (child) => answers[child.id] ?? null }));
            return JSON.parse(cases).map(({ payload, typed }) =>
                said(settle(payload, ({ id, rows }) =>
                    rows ? rowsOf(typed[id] ?? []) : typed[id] ?? null)));
        }""",
        [address, json.dumps(cases)],
    )
    for case, result in zip(cases, results, strict=True):
        for name in ("shown", "required", "options", "computed", "checks", "rows"):
            assert result[name] == case[name], name
    for name in TRIED:
        assert sum(bool(case[name]) for case in cases) > FEW, f"no case tries {name}"


ONLY_WITH_STAGE = Comparison(question="q-choice", operator="equals", value="o-stage").model_dump()
SOME_UNDER_CONDITION = [
    {"id": "o-always", "label": "Toujours là"},
    {"id": "o-sometimes", "label": "Parfois", "visible_if": ONLY_WITH_STAGE},
]


@pytest.fixture
def step_page(page: Page) -> Page:
    """A step with a question shown by a choice, one by a date, and a total with its check."""
    schema = form_of(
        question("choice"),
        question(
            "text",
            visible_if=Comparison(question="q-choice", operator="equals", value="o-stage"),
        ),
        question("date", settings={}),
        question(
            "email",
            visible_if=Comparison(question="q-date", operator="greater", value="2026-03-03"),
        ),
        question("amount", id="q-first", settings={}),
        question("amount", id="q-second", settings={}),
        question("computed_sum", id="q-sum", settings={"terms": ["q-first", "q-second"]}),
        question(
            "check",
            settings={
                "rule": Comparison(
                    question="q-first", operator="equals", other="q-second"
                ).model_dump(),
                "message": "Non",
            },
        ),
        question(
            "computed_value",
            settings={"formula": "{q-first} / {q-second} * 100", "shown_as": "percentage"},
        ),
        question(
            "phone",
            is_required=False,
            required_if=Comparison(question="q-choice", operator="equals", value="o-stage"),
        ),
        question("multiple_choice", settings={"choices": SOME_UNDER_CONDITION}),
    )
    form = compile_form(schema, "fr").step_form("s-step", answers={})
    step = render_to_string("applications/formbuilder/_step_form.html", {"form": form})
    page.set_content(
        f'<form>{step}<button name="action" value="actualiser">Actualiser</button></form>',
        wait_until="load",
    )
    return page


def test_questions_and_totals_follow_what_is_typed(step_page: Page) -> None:
    text = step_page.locator('[data-question="q-text"]')
    email = step_page.locator('[data-question="q-email"]')
    total = step_page.locator('[data-total="q-sum"]')
    check = step_page.locator('[data-check="q-check"]')
    rate = step_page.locator('[data-total="q-computed_value"]')
    phone = step_page.locator('label[for="id_q-phone"]')
    refresh = step_page.locator('[value="actualiser"]')
    sometimes = step_page.get_by_label("Parfois")
    assert not text.is_visible()
    assert refresh.is_visible()
    step_page.add_script_tag(content=script(), type="module")
    refresh.wait_for(state="hidden")
    assert not sometimes.is_visible()
    step_page.get_by_label("Un stage").check()
    assert text.is_visible()
    assert sometimes.is_visible()
    assert phone.inner_text() == "Question phone *"
    sometimes.check()
    step_page.get_by_label("Des études").check()
    assert not text.is_visible()
    assert phone.inner_text().strip() == "Question phone"
    assert sometimes.is_visible(), "what is chosen stays, to be changed"
    sometimes.uncheck()
    assert not sometimes.is_visible()
    for part, typed in (("day", "4"), ("month", "3"), ("year", "2026")):
        step_page.fill(f'[name="q-date_{part}"]', typed)
    assert email.is_visible()
    step_page.fill('[name="q-date_month"]', "13")
    assert not email.is_visible()
    step_page.fill('[name="q-date_month"]', "févr.")
    assert not email.is_visible()
    step_page.fill('[name="q-date_month"]', "Août")
    assert email.is_visible()
    step_page.fill('[name="q-first"]', "1 500,50 €")
    step_page.fill('[name="q-second"]', "0,2")
    assert total.inner_text() == "1\u00a0500,70\u00a0€"
    assert check.is_visible()
    assert rate.inner_text() == "750\u00a0250\u00a0%"
    step_page.fill('[name="q-second"]', "1500.50")
    assert not check.is_visible()
    assert rate.inner_text() == "100\u00a0%"
    step_page.fill('[name="q-second"]', "0")
    assert rate.inner_text() == "–"
