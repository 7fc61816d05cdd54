"""What helps an editor build a form in the page editor, in a browser."""

import re

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.e2e.conftest import COPY, assert_fits
from tests.e2e.people import sign_in
from tests.e2e.test_gestion import AID, assert_accessible, block, ids, sent, walk

QUESTIONS = "steps-0-value-questions"


def open_palette(page: Page) -> None:
    """Open the chooser at the end of the first step, with the keyboard."""
    questions = block(page, "steps-0").locator('[data-contentpath="questions"]').first
    questions.get_by_role("button", name="Insérer un bloc").last.press("Enter")
    expect(page.get_by_role("combobox", name="Chercher un type de question")).to_be_focused()


def found(page: Page) -> Locator:
    """Return the types the search shows."""
    return page.locator('.w-combobox [role="option"]')


def test_a_type_is_found_by_another_name_and_added_from_the_keyboard(editor: Page) -> None:
    count = int(sent(editor)[f"{QUESTIONS}-count"])
    address = editor.url
    open_palette(editor)
    for family in ("Nombres et dates", "Tableaux et budgets"):
        expect(editor.get_by_text(family, exact=True)).to_be_attached()

    editor.keyboard.press("Enter")
    expect(editor.get_by_role("combobox", name="Chercher un type de question")).to_be_focused()
    assert editor.url == address

    editor.keyboard.type("zzz")
    expect(editor.get_by_text("Aucun résultat")).to_be_visible()
    expect(editor.get_by_role("status").filter(has_text="Aucun type de question")).to_be_attached()
    editor.keyboard.press("Enter")
    assert int(sent(editor)[f"{QUESTIONS}-count"]) == count

    editor.keyboard.press("ControlOrMeta+a")
    editor.keyboard.type("budget")
    expect(found(editor)).to_have_count(1)
    expect(editor.get_by_role("option", name="Plan de financement")).to_be_visible()
    expect(editor.get_by_role("status").filter(has_text="1 type de question")).to_be_attached()

    editor.keyboard.press("ControlOrMeta+a")
    editor.keyboard.type("telephone")
    expect(editor.get_by_role("option", name="Téléphone")).to_be_visible()
    editor.keyboard.press("Enter")

    expect(editor.locator(f'input[name="{QUESTIONS}-count"]')).to_have_value(str(count + 1))
    assert sent(editor)[f"{QUESTIONS}-{count}-type"] == "phone"
    expect(editor.locator(f'[name="{QUESTIONS}-{count}-value-label"]')).to_be_focused()


def test_arrows_choose_and_escape_leaves_the_search_where_it_was_opened(editor: Page) -> None:
    count = int(sent(editor)[f"{QUESTIONS}-count"])
    open_palette(editor)
    editor.keyboard.type("rib")
    editor.keyboard.press("Escape")
    expect(editor.get_by_role("combobox", name="Chercher un type de question")).to_have_count(0)
    expect(editor.locator(":focus")).to_have_attribute("title", "Insérer un bloc")
    assert int(sent(editor)[f"{QUESTIONS}-count"]) == count

    editor.keyboard.press("Enter")
    expect(editor.get_by_role("combobox", name="Chercher un type de question")).to_be_focused()
    editor.keyboard.type("nombre")
    second = found(editor).nth(1)
    expect(second).to_be_visible()
    editor.keyboard.press("ArrowDown")
    expect(second).to_have_attribute("aria-selected", "true")
    editor.keyboard.press("Enter")
    expect(editor.locator(f'input[name="{QUESTIONS}-count"]')).to_have_value(str(count + 1))
    assert_fits(editor)


def test_a_copied_question_is_another_question_with_the_same_settings(editor: Page) -> None:
    before = sent(editor)
    asked = next(
        at
        for at, one in enumerate(ids(before, QUESTIONS))
        if before[f"{QUESTIONS}-{at}-type"] == "choice"
    )
    count = int(before[f"{QUESTIONS}-count"])
    options = ids(before, f"{QUESTIONS}-{asked}-value-choices")

    question = block(editor, f"{QUESTIONS}-{asked}")
    question.get_by_role("button", name="Dupliquer").first.click()
    expect(editor.locator(f'input[name="{QUESTIONS}-count"]')).to_have_value(str(count + 1))

    after = sent(editor)
    assert set(ids(after, QUESTIONS)) > set(ids(before, QUESTIONS))
    assert len(set(ids(after, QUESTIONS))) == count + 1
    made = f"{QUESTIONS}-{count}"
    assert after[f"{made}-value-label"] == before[f"{QUESTIONS}-{asked}-value-label"]
    copies = ids(after, f"{made}-value-choices")
    assert len(copies) == len(options)
    assert set(copies).isdisjoint(options)


def test_a_copied_step_has_a_title_of_its_own(editor: Page) -> None:
    before = sent(editor)
    title, count = before["steps-0-value-title"], int(before["steps-count"])

    for made in (count, count + 1):
        header = block(editor, "steps-0").get_by_role("button", name="Dupliquer").first
        header.click()
        expect(editor.locator('input[name="steps-count"]')).to_have_value(str(made + 1))

    after = sent(editor)
    titles = {after[f"steps-{place}-value-title"] for place in (count, count + 1)}
    assert titles == {f"{title} (copie)", f"{title} (copie 2)"}


# --- The screens about the form ---------------------------------------------------------------


@pytest.mark.parametrize("size", ["page", "phone"])
def test_the_screens_that_change_a_form_are_accessible_and_fit(
    size: str, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(size)
    sign_in(page, "editrice01")
    page.goto("/gestion/")
    page.get_by_role("link", name=AID, exact=True).last.click()
    page.wait_for_url(re.compile(r"/pages/\d+/edit/"))
    number = re.findall(r"/pages/(\d+)/", page.url)[0]
    desk = f"/gestion/aides/formulaires/{number}/"
    walk(page, [f"{desk}organisation/", f"{desk}reprise/", f"{desk}reprise/?q=rien-de-tel"])

    page.goto(f"{desk}reprise/?q=lycee")
    page.get_by_role("link", name="Lycée-Projets Trajectoires").click()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("checkbox").last.check()
    page.get_by_role("button", name="Voir ce qui est repris").click()
    expect(page.get_by_role("button", name="Les ajouter au brouillon")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)


def test_a_question_changes_step_from_the_keyboard_alone(editor: Page) -> None:
    page = editor
    page.get_by_role("link", name="Réorganiser le formulaire").last.click()
    page.get_by_label("Étape de « Contrat prévu »").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    moved = "est maintenant dans l'étape « La personne pressentie »"
    expect(page.get_by_text(moved)).to_be_visible()
    expect(page.get_by_text("Cet ordre casse quelque chose")).to_be_visible()
    page.get_by_role("button", name="Modifier cet ordre").press("Enter")
    expect(page.get_by_label("Étape de « Contrat prévu »")).to_have_value(re.compile(".+"))
    chosen = page.get_by_label("Étape de « Contrat prévu »").locator("option:checked")
    expect(chosen).to_have_text(re.compile("La personne pressentie"))


# --- The form to try, beside the editor -------------------------------------------------------


def open_preview(page: Page, mode: str) -> FrameLocator:
    """Open the preview panel in a mode."""
    page.locator('[data-side-panel-toggle="preview"]').first.click()
    preview = page.frame_locator("#w-preview-iframe")
    expect(preview.get_by_role("heading", name=COPY).first).to_be_visible()
    page.get_by_label("Mode prévisualisation").select_option(label=mode)
    return preview


def choose_size(page: Page, width: int) -> None:
    """Look at the preview as on a screen of this width."""
    page.locator(f'input[name="preview-size"][data-device-width="{width}"]').check(force=True)


def test_the_form_is_tried_beside_the_editor_while_it_is_written(editor: Page) -> None:
    sent: list[str] = []
    editor.on(
        "request",
        lambda request: sent.append(request.url) if request.method != "GET" else None,
    )
    preview = open_preview(editor, "Formulaire")
    choice = preview.get_by_role("group", name=re.compile("Contrat prévu"))
    months = preview.get_by_label(re.compile("Durée du contrat"))
    expect(choice).to_be_visible()
    expect(months).to_be_hidden()

    choice.get_by_role("radio").last.check()
    expect(months).to_be_visible()
    months.fill("12")
    months.press("Enter")
    expect(months).to_have_value("12")

    title = editor.locator('[name="steps-0-value-title"]')
    title.fill("Le poste que vous ouvrez")
    expect(preview.get_by_role("heading", name="Le poste que vous ouvrez")).to_be_visible()
    expect(months).to_have_value("12")
    expect(choice.get_by_role("radio").last).to_be_checked()

    for width in (375, 1280):
        choose_size(editor, width)
        expect(preview.locator("html")).to_have_js_property("clientWidth", width)
        expect(preview.locator("html")).to_have_js_property("scrollWidth", width)
    assert any("/edit/preview/" in url for url in sent)
    assert all("/gestion/" in url for url in sent), sent


def test_no_tab_lies_under_the_button_that_folds_everything(editor: Page) -> None:
    editor.set_viewport_size({"width": 1280, "height": 900})
    open_preview(editor, "Formulaire")
    fold = editor.locator(".w-minimap__collapse-all--floating")
    expect(fold).to_be_visible()
    editor.wait_for_function(
        """() => {
            const fold = document.querySelector(".w-minimap__collapse-all--floating");
            const { left, bottom } = fold.getBoundingClientRect();
            return [...document.querySelectorAll("#page-edit-form .w-tabs__tab")].every((tab) => {
                const box = tab.getBoundingClientRect();
                return box.right <= left || box.top >= bottom;
            });
        }"""
    )


def test_every_question_may_be_read_whatever_the_case(editor: Page) -> None:
    preview = open_preview(editor, "Formulaire, tous les cas")

    expect(preview.get_by_label(re.compile("Durée du contrat"))).to_be_visible()
    expect(preview.get_by_text("questions de tous les cas")).to_be_visible()
