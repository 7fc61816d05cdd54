"""An editor is led to what she has to mend, and comes back where she was."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import COPY, assert_fits
from tests.e2e.editor import FormEditor

FIRST = "steps-0-value-questions-0-value-label"


def spoil(page: Page) -> None:
    """Take the label of the first question away, and save from the tab of the form."""
    question = FormEditor(page, COPY).block_of("steps-0-value-questions-0")
    question.locator("[data-panel-toggle]").first.click()
    page.locator(f'[name="{FIRST}"]').fill("")
    save(page)


def save(page: Page) -> None:
    """« Enregistrer le brouillon », and read that it is done."""
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_role("status").filter(has_text=COPY)).to_be_visible()


def expect_led_to_the_question(page: Page) -> None:
    """See the first question open in the tab of the form, its label ready to be written."""
    expect(page.get_by_role("tab", name="Formulaire")).to_have_attribute("aria-selected", "true")
    label = page.locator(f'[name="{FIRST}"]')
    expect(label).to_be_focused()
    expect(label).to_be_in_viewport()


def test_each_thing_to_correct_leads_to_its_place_from_the_check_and_beside_the_form(
    editor: Page,
) -> None:
    spoil(editor)
    problem = editor.locator(".help-warning").get_by_role("link").first
    problem.click()
    expect_led_to_the_question(editor)
    editor.get_by_role("tab", name="Contacts").click()
    editor.get_by_role("tab", name="Formulaire").click()
    problem.click()
    expect_led_to_the_question(editor)

    FormEditor(editor, COPY).check()
    editor.get_by_role("heading", name="Ce qui doit être corrigé").wait_for()
    editor.locator(".help-critical").get_by_role("link").first.click()
    editor.wait_for_url(re.compile(r"/pages/\d+/edit/"))
    expect_led_to_the_question(editor)


def test_saving_comes_back_to_the_tab_and_says_what_is_left_to_correct(editor: Page) -> None:
    spoil(editor)

    expect(editor.get_by_role("tab", name="Formulaire")).to_have_attribute("aria-selected", "true")
    told = editor.get_by_role("status").filter(has_text="à corriger dans le formulaire")
    expect(told).to_be_in_viewport()
    expect(told.get_by_role("link", name="Vérifier le formulaire")).to_be_visible()


def test_a_refused_publication_says_what_to_mend_and_leads_there(editor: Page) -> None:
    spoil(editor)
    FormEditor(editor, COPY).press_publish()

    told = editor.get_by_role("status").filter(has_text="La page n'est pas publiée.")
    expect(told).to_be_in_viewport()
    expect(told).to_contain_text("Votre brouillon est gardé tel quel.")
    assert_fits(editor)
    editor.get_by_role("tab", name="Contacts").click()
    told.get_by_role("link", name=re.compile("Étape 1")).first.click()
    expect_led_to_the_question(editor)
