"""What a phone shows first, what it can hold, and menus left with the keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import assert_accessible, assert_fits
from tests.e2e.people import sign_in

PHONE = {"width": 390, "height": 800}
SMALL = {"width": 320, "height": 700}


@pytest.mark.parametrize("has_script", [True, False])
def test_the_catalogue_shows_results_before_its_folded_filters(
    page: Page, plain: Page, has_script: bool
):
    page = page if has_script else plain
    page.set_viewport_size(PHONE)
    page.goto("/aides/")
    expect(page.get_by_role("heading", name="Liste des téléservices")).to_be_in_viewport()
    choice = page.get_by_label("Association")
    expect(choice).to_be_hidden()
    page.get_by_text(re.compile(r"^Filtrer et trier")).click()
    choice.check()
    page.get_by_role("button", name="Afficher").click()
    expect(page).to_have_url(re.compile("public=association"))
    expect(page.get_by_text("Filtrer et trier (1)")).to_be_visible()
    expect(page.get_by_role("heading", name="Liste des téléservices")).to_be_in_viewport()
    if has_script:
        assert_accessible(page)


def test_wide_filters_are_always_there(page: Page):
    page.goto("/aides/")
    expect(page.get_by_label("Association")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^Filtrer et trier"))).to_be_hidden()


def test_a_menu_closes_when_the_focus_leaves_it(page: Page):
    page.goto("/")
    menu = page.locator("details.portal-drop:not(.portal-header__menu)", has_text="Assistance")
    menu.locator("summary").first.press("Enter")
    expect(menu).to_have_attribute("open", "")
    menu.get_by_role("link").last.focus()
    page.keyboard.press("Tab")
    expect(menu).not_to_have_attribute("open", "")


def test_amounts_of_a_plan_fit_a_small_screen(page: Page):
    page.set_viewport_size(SMALL)
    sign_in(page, "asso000001")
    page.goto("/espace/dossiers/")
    page.get_by_role("link", name=re.compile(r"Reprendre\s.*PRA-")).click()
    page.goto(f"{page.url}saisie/dossier-8/")
    amounts = page.locator(".form-plan__line").get_by_role("textbox")
    amounts.first.fill("101 500,50")
    widths = amounts.first.evaluate("field => [field.scrollWidth, field.clientWidth]")
    assert widths[0] <= widths[1]
    assert_fits(page)
    assert_accessible(page)
