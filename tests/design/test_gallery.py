"""The gallery in a real browser: accessible, narrow, by keyboard, without scripts, with any colour.

Its pages and files are handed to the browser by Django's own test client, in this process. A thread
asks for them: inside a browser's event loop, every request would open a connection of its own.
"""

import mimetypes
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route

from cms.core.generation import renew_generation
from cms.core.models import SiteSettings
from tests.e2e.conftest import assert_accessible, assert_fits

ORIGIN = "http://localhost"
WIDTHS = (1280, 390, 320)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.usefixtures("fresh_db"),
]

server = ThreadPoolExecutor(max_workers=1, thread_name_prefix="gallery")


def ask(path: str) -> HttpResponse:
    """Ask the portal for a page, and give the connection back."""
    try:
        return Client(headers={"host": "localhost"}).get(path)
    finally:
        connection.close()


def answer(route: Route) -> None:
    """Answer a request of the browser from this process."""
    path = urlsplit(route.request.url).path
    if path.startswith("/static/"):
        found = finders.find(path.removeprefix("/static/"))
        if not isinstance(found, str):
            route.fulfill(status=HTTPStatus.NOT_FOUND)
            return
        kind = mimetypes.guess_type(found)[0] or "font/woff2"
        route.fulfill(path=found, content_type=kind)
        return
    if path.startswith("/espace/"):
        route.fulfill(status=HTTPStatus.NO_CONTENT)
        return
    page = server.submit(ask, path).result()
    route.fulfill(status=page.status_code, body=page.content, headers=dict(page.headers.items()))


class Visit:
    """Opens the gallery in browsers of several kinds."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.opened: list[BrowserContext] = []
        self.messages: list[str] = []

    def __call__(self, width: int = 1280, path: str = "/galerie/", **options: object) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, locale="fr-FR", **options
        )
        self.opened.append(context)
        page = context.new_page()
        page.on("console", lambda message: self.messages.append(f"{message.type} {message.text}"))
        page.on("pageerror", lambda error: self.messages.append(f"error {error}"))
        page.route("**/*", answer)
        page.goto(f"{ORIGIN}{path}")
        return page

    @property
    def complaints(self) -> list[str]:
        return [line for line in self.messages if line.startswith(("error", "warning"))]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    visit = Visit(browser)
    yield visit
    for context in visit.opened:
        context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_every_component_is_accessible_and_fits(visit, width):
    page = visit(width)
    assert_accessible(page)
    assert_fits(page)
    assert not visit.complaints


@pytest.mark.parametrize("colour", ["#8a1538", "#000000", "#ffcc00"])
def test_every_colour_stays_accessible(visit, colour):
    settings = SiteSettings.load()
    settings.brand_colour = colour
    settings.save()
    renew_generation()
    assert_accessible(visit())


def test_without_scripts_everything_is_there(visit):
    page = visit(390, java_script_enabled=False)
    page.get_by_text("Menu", exact=True).click()
    assert page.locator("#recherche-menu").is_visible()
    assert page.locator("#id_ok-password").is_visible()
    assert page.locator("#id_ok-file").is_visible()
    assert page.locator("button[aria-controls='id_ok-password']").is_hidden()


def test_the_keyboard_skips_the_header_and_sees_where_it_is(visit):
    page = visit(path="/page-qui-n-existe-pas/")
    page.keyboard.press("Tab")
    link = page.locator(".govuk-skip-link")
    assert link.evaluate("element => element === document.activeElement")
    assert link.is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"
    assert_accessible(page)


def test_menus_open_and_close_by_keyboard(visit):
    page = visit()
    summary = page.locator(".portal-header__wide details.portal-drop > summary").first
    summary.focus()
    page.keyboard.press("Enter")
    menu = page.locator(".portal-header__wide details.portal-drop").first
    assert menu.get_attribute("open") is not None
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert summary.evaluate("element => element === document.activeElement")


def test_an_error_leads_to_its_field(visit):
    page = visit()
    page.locator(".govuk-error-summary a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_password"


def test_a_password_can_be_shown_and_a_text_is_counted(visit):
    page = visit()
    page.locator("#id_ok-password").fill("portail-de-demonstration")
    page.locator("button[aria-controls='id_ok-password']").click()
    assert page.locator("#id_ok-password").get_attribute("type") == "text"
    page.locator("#id_ok-story").fill("x" * 410)
    page.wait_for_function(
        "[...document.querySelectorAll('.govuk-character-count__message')]"
        ".some(element => element.textContent.includes('10'))"
    )


@pytest.mark.parametrize("options", [{"forced_colors": "active"}, {"reduced_motion": "reduce"}])
def test_people_s_own_settings_are_followed(visit, options):
    page = visit(**options)
    assert_fits(page)
    shown = page.locator(".govuk-button").first
    assert shown.is_visible()


def test_printing_keeps_the_text_and_drops_the_tools(visit):
    page = visit()
    page.emulate_media(media="print")
    assert page.locator(".portal-header__wide").is_hidden()
    assert page.locator(".portal-filters").is_hidden()
    assert page.locator("#recapitulatif").is_visible()
    assert page.locator(".portal-footer__legal").is_visible()


def test_text_twice_as_large_still_fits(visit):
    page = visit(640)
    page.evaluate(
        "const sheet = new CSSStyleSheet(); sheet.replaceSync('html { font-size: 200% }');"
        "document.adoptedStyleSheets = [sheet]"
    )
    assert_fits(page)
