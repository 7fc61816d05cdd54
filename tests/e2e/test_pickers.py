"""In the page editor, what a condition or a calculation looks at is chosen by its words."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from applications.formbuilder.checks import derived
from applications.formbuilder.facts import facts
from applications.formbuilder.field_types import field_types
from applications.formbuilder.schema import FormSchema, Question, Step
from tests.e2e import made_aids
from tests.e2e.conftest import Portal
from tests.e2e.editor import FormEditor
from tests.e2e.people import sign_in, spaced
from tests.factories.formbuilder import question

ASKED = re.compile("^Question")
TITLE = "Une aide pleine de lignes"
MEMBERS, STATES, BUDGET = "Membres du foyer", "État des lieux", "Budget du projet"


def schema() -> FormSchema:
    """Return a form with a group, a table, a financing plan, then a question after them."""
    return FormSchema(
        steps=(
            Step(
                id="s-rows",
                title="Des lignes",
                questions=(
                    question("amount", id="q-first", label="Montant", settings={}),
                    question("repeated_group", label=MEMBERS),
                    question("table", label=STATES),
                    question("financing_plan", label=BUDGET),
                    question("computed_value", label="Part", settings={"formula": "{q-first}"}),
                ),
            ),
            Step(
                id="s-end",
                title="La suite",
                questions=(question("text", id="q-end", label="Un dernier mot"),),
            ),
        )
    )


def earlier(form: FormSchema) -> list[Question]:
    """Return what the last question may look at, as the server knows it."""
    asked = form.steps[0].questions
    known = [one for item in asked for one in (item, *derived(item))]
    return [one for one in known if field_types.get(one.type).operators]


@pytest.fixture
def editor(page: Page, portal: Portal) -> FormEditor:
    """Somebody at the form of an aid of their own: the administration saves as they work."""
    aid = made_aids.publish(portal.clone, TITLE, schema())
    sign_in(page, "publieur01")
    editor = FormEditor(page, TITLE, aid.number)
    editor.open()
    return editor


def options(picker: Locator) -> dict[str, str]:
    """Return what a list offers: the words of each id."""
    picker.focus()
    found = picker.locator("option").evaluate_all(
        "(all) => all.map((one) => [one.value, one.label])"
    )
    return {key: words for key, words in found if key}


def add_comparison(editor: FormEditor, block: Locator) -> Locator:
    """Add « Afficher seulement si » with one comparison; return its list of questions."""
    settings = block.locator("[data-contentpath=settings]").last
    editor.add(settings, "Afficher seulement si")
    editor.add(settings.locator("[data-contentpath=terms]").last, "Condition")
    return settings.get_by_role("combobox", name=ASKED).last


def test_a_condition_is_offered_what_the_server_takes_grouped_by_question(
    editor: FormEditor,
) -> None:
    picker = add_comparison(editor, editor.block("q-end"))

    offered = options(picker)

    assert [key for key in offered if key not in facts] == [one.id for one in earlier(schema())]
    groups = picker.locator("optgroup").evaluate_all("(all) => all.map((one) => one.label)")
    assert groups == [f"Des lignes › {label}" for label in (MEMBERS, STATES, BUDGET)]


def test_in_a_row_the_earlier_questions_of_that_row_are_offered_too(editor: FormEditor) -> None:
    editor.block("q-repeated_group")
    income = editor.block("q-revenu")

    offered = options(add_comparison(editor, income))

    inside = [one.id for one in question("repeated_group").questions]
    assert [key for key in offered if key not in facts] == ["q-first", *inside[:-1]]
    assert {key for key in offered if key.startswith("q-repeated_group")} == set()
    groups = income.get_by_role("combobox", name=ASKED).last.locator("optgroup")
    expect(groups).to_have_attribute("label", f"Des lignes › {MEMBERS}")


def test_a_column_just_added_is_offered_and_its_total_kept_once_saved(editor: FormEditor) -> None:
    page = editor.page
    table = editor.block("q-table")
    columns = table.locator("[data-contentpath=questions]")
    editor.add(columns, "Montant en euros")
    column = columns.locator("[data-streamfield-child]").last
    column.get_by_label("Intitulé").fill("Dépenses")
    picker = add_comparison(editor, editor.block("q-end"))
    offered = options(picker)
    said = spaced("total « Dépenses »")
    (total,) = (key for key, words in offered.items() if said.fullmatch(words))
    picker.select_option(total)
    block = editor.block("q-end")
    block.get_by_role("combobox", name="Comparaison").select_option(
        label="vaut au moins, ou n'est pas avant"
    )
    block.get_by_role("textbox", name="Réponse attendue").fill("1500")
    chosen = f"Des lignes › {STATES} – total « Dépenses »"
    expect(picker.locator("option:checked")).to_have_text(spaced(chosen))

    editor.save()

    page.get_by_role("tab", name="Formulaire").click()
    expect(page.get_by_text("Rien à corriger.")).to_be_visible()
    block = editor.block("q-end")
    picker = block.get_by_role("combobox", name=ASKED).last
    expect(picker).to_have_value(total)
    expect(picker.locator("option:checked")).to_have_text(spaced(chosen))
    expect(block.get_by_role("textbox", name="Réponse attendue")).to_have_value("1500")


def test_the_line_of_the_aid_asked_is_chosen_among_the_resources(editor: FormEditor) -> None:
    plan = editor.block("q-financing_plan")
    picker = plan.get_by_role("combobox", name="Ligne de l'aide demandée")

    expect(picker.locator("option:checked")).to_have_text("74 – Subventions – Région")
    offered = options(picker)

    assert offered == {"l-region": "Région", "l-commune": "Commune"}
    expect(picker.locator("optgroup")).to_have_attribute("label", "74 – Subventions")


def test_a_calculation_inserts_a_total_by_its_words(editor: FormEditor) -> None:
    part = editor.block("q-computed_value")
    editor_of_formula = part.get_by_role("textbox", name="Calcul")
    editor_of_formula.fill("")
    names = part.get_by_role("combobox", name="Insérer une réponse…")
    names.focus()
    words = f"{BUDGET} – aide demandée"

    names.select_option(label=words)

    expect(editor_of_formula).to_have_value(f"{{{words}}}")
    stored = part.locator("textarea[name$='-formula']")
    expect(stored).to_have_value("{q-financing_plan.requested}")
