"""The administration in a browser: what officers and editors see and do there."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import COPY, assert_fits
from tests.e2e.people import sign_in

WAGTAIL_S = [".Draftail-Editor", "[data-draftail-editor-wrapper]"]
"""Parts drawn by Wagtail, whose faults are its own: the rich text editor has no name."""
AID = "Contrat d'accès à la qualification"


def assert_accessible(page: Page) -> None:
    """Fail on any violation axe finds on a screen, Wagtail's own parts left out."""
    page.wait_for_load_state("load")
    found = Axe().run(page, context={"exclude": [[part] for part in WAGTAIL_S]})
    violations = [
        (one["id"], [node["html"][:160] for node in one["nodes"]][:3])
        for one in found.response["violations"]
    ]
    assert not violations, f"{page.url}\n{json.dumps(violations, indent=1, ensure_ascii=False)}"


def walk(page: Page, paths: list[str]) -> None:
    for path in paths:
        page.goto(path)
        assert_accessible(page)
        assert_fits(page)


def open_first_dossier(page: Page) -> None:
    page.goto("/gestion/dossiers/")
    page.get_by_role("rowheader").get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/gestion/dossiers/[A-Z0-9-]+/$"))


@pytest.mark.parametrize("size", ["page", "phone"])
def test_officers_screens_are_accessible_and_fit(size: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(size)
    sign_in(page, "instruct01")
    walk(page, ["/gestion/", "/gestion/dossiers/", "/gestion/dossiers/?q=rien-de-tel"])
    open_first_dossier(page)
    assert_accessible(page)
    assert_fits(page)


def test_editors_screens_are_accessible_and_fit(page: Page) -> None:
    sign_in(page, "publieur01")
    walk(
        page,
        [
            "/gestion/",
            "/gestion/aides/campagnes/",
            "/gestion/aides/campagnes/new/",
            "/gestion/aides/reglements/",
            "/gestion/aides/reglements/new/",
            "/gestion/aides/themes/",
            "/gestion/courriels-types/",
            "/gestion/courriels-types/new/",
        ],
    )


def test_an_officer_goes_from_the_home_to_a_dossier(page: Page) -> None:
    sign_in(page, "instruct01")
    page.goto("/gestion/")
    expect(page).to_have_title(re.compile("– Portail des aides"))
    expect(page.get_by_role("heading", name="Dossiers à traiter")).to_be_visible()
    expect(page.locator("#wagtail-sidebar").get_by_text("Rapports")).to_have_count(0)

    page.get_by_role("link", name=re.compile("à prendre en charge")).first.click()
    page.get_by_role("rowheader").get_by_role("link").first.click()

    expect(page.get_by_role("button", name="Prendre en charge")).to_be_visible()


# --- The form in the page editor --------------------------------------------------------------


def sent(page: Page) -> dict[str, str]:
    """Return what the editor would send of the form."""
    return dict(
        page.evaluate(
            """[...new FormData(document.querySelector("#page-edit-form"))]
            .filter(([name]) => /^(steps|documents)-/.test(name))"""
        )
    )


def block(page: Page, name: str) -> Locator:
    """Return a block by the name of what it sends (« steps-0-value-questions-2 »)."""
    return page.locator(f'[data-streamfield-child]:has(> input[name="{name}-id"])')


def add(page: Page, within: Locator, kind: str) -> None:
    """Add a block of a kind at the end of a stream."""
    within.get_by_role("button", name="Insérer un bloc").last.click()
    page.get_by_role("option", name=kind, exact=True).last.click()


def ids(fields: dict[str, str], list_name: str) -> list[str]:
    """Return the ids of the blocks of a stream, or of the options of a list."""
    return [fields[f"{list_name}-{at}-id"] for at in range(int(fields[f"{list_name}-count"]))]


def test_folded_questions_send_what_open_ones_do(editor: Page) -> None:
    folded = sent(editor)
    toggles = "[data-panel-toggle][aria-expanded=false]"
    assert editor.locator(toggles).count() > 10

    editor.evaluate(f"document.querySelectorAll('{toggles}').forEach((one) => one.click())")

    assert sent(editor) == folded


def test_a_copied_step_points_to_its_own_questions(editor: Page) -> None:
    before = sent(editor)
    questions = "steps-0-value-questions"
    condition = next(
        name.removesuffix("-question")
        for name, value in before.items()
        if name.endswith("-value-question") and value in ids(before, questions)
    )
    asked = ids(before, questions).index(before[f"{condition}-question"])
    choices = f"{questions}-{asked}-value-choices"
    chosen = ids(before, choices).index(before[f"{condition}-value"])
    place = int(before["steps-count"])

    block(editor, "steps-0").get_by_role("button", name="Dupliquer").first.click()
    expect(editor.locator('input[name="steps-count"]')).to_have_value(str(place + 1))

    after = sent(editor)

    def copied(name: str) -> str:
        return name.replace("steps-0-", f"steps-{place}-", 1)

    assert set(ids(after, copied(questions))).isdisjoint(ids(before, questions))
    assert after[copied(f"{condition}-question")] == ids(after, copied(questions))[asked]
    assert after[copied(f"{condition}-value")] == ids(after, copied(choices))[chosen]
    assert {name: after[name] for name in before if name.startswith("steps-0-value")} == {
        name: value for name, value in before.items() if name.startswith("steps-0-value")
    }

    editor.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(editor.get_by_role("status").filter(has_text=COPY)).to_be_visible()
    editor.get_by_role("tab", name="Formulaire").click()
    expect(editor.get_by_text("Rien à corriger.", exact=True)).to_be_visible()


def test_a_condition_is_chosen_among_earlier_questions_and_their_options(editor: Page) -> None:
    before = sent(editor)
    questions = ids(before, "steps-0-value-questions")
    last = len(questions) - 1
    question = block(editor, f"steps-0-value-questions-{last}")
    question.locator("[data-panel-toggle]").first.click()
    settings = question.locator('[data-contentpath="settings"]')
    add(editor, settings, "Afficher seulement si")
    add(editor, settings.locator('[data-contentpath="terms"]').last, "Condition")

    picker = settings.get_by_role("combobox", name="Question").last
    picker.focus()
    offered = picker.locator("option").evaluate_all("(all) => all.map((one) => one.value)")
    assert questions[last] not in offered
    assert set(ids(before, "steps-1-value-questions")).isdisjoint(offered)
    choice = next(
        one
        for at, one in enumerate(questions)
        if before[f"steps-0-value-questions-{at}-type"] == "choice"
    )
    picker.select_option(choice)

    values = settings.get_by_role("combobox", name="Réponse attendue").last
    values.focus()
    at = questions.index(choice)
    options = ids(before, f"steps-0-value-questions-{at}-value-choices")
    shown = values.locator("option").evaluate_all("(all) => all.map((one) => one.value)")
    assert shown == ["", *options]
    values.select_option(options[0])

    fields = sent(editor)
    comparison = next(
        name.removesuffix("-question")
        for name, value in fields.items()
        if name.startswith(f"steps-0-value-questions-{last}-") and value == choice
    )
    assert fields[f"{comparison}-value"] == options[0]
