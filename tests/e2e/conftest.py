"""A real portal (web, worker, scheduler) on a clone of the demonstration, and a real browser."""

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import databases
from tests.e2e import made_aids
from tests.e2e.editor import FormEditor
from tests.e2e.people import sign_in

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
START_SECONDS = 90
COPY, COPIED = "Une copie à modifier", "Contrat d'accès à la qualification"
PATIENCE_MS = 30_000  # A busy machine is slow, not wrong.
expect.set_options(timeout=PATIENCE_MS)

People = Callable[[str], Page]


@dataclass(slots=True)
class Portal:
    """A running portal."""

    url: str
    process: subprocess.Popen[bytes]
    clone: databases.Clone

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(f"the portal ended: {self.process.returncode}")
            try:
                with urllib.request.urlopen(f"{self.url}/sante/pret/", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.2)
        raise AssertionError("the portal does not answer")


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    """Serve a clone of the demonstration for the whole session."""
    with databases.clone("demo") as clone:
        port = free_port()
        environment = {**clone.environment, "DJANGO_SETTINGS_MODULE": "cms.settings.demo"}
        environment["PUBLIC_URL"] = f"http://127.0.0.1:{port}"
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", f"--port={port}"],
            cwd=databases.ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        running = Portal(f"http://127.0.0.1:{port}", process, clone)
        try:
            running.wait_until_ready()
            yield running
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


@pytest.fixture
def context(browser: Browser, portal: Portal) -> Iterator[BrowserContext]:
    """A desktop browser of its own, French, on the portal."""
    fresh = browser.new_context(base_url=portal.url, viewport=DESKTOP, locale="fr-FR")
    fresh.set_default_timeout(PATIENCE_MS)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def phone(browser: Browser, portal: Portal) -> Iterator[Page]:
    """A phone-sized browser of its own."""
    fresh = browser.new_context(
        base_url=portal.url, viewport=PHONE, locale="fr-FR", is_mobile=True, has_touch=True
    )
    fresh.set_default_timeout(PATIENCE_MS)
    yield fresh.new_page()
    fresh.close()


@pytest.fixture
def plain(browser: Browser, portal: Portal) -> Iterator[Page]:
    """A browser without JavaScript."""
    fresh = browser.new_context(
        base_url=portal.url, viewport=DESKTOP, locale="fr-FR", java_script_enabled=False
    )
    fresh.set_default_timeout(PATIENCE_MS)
    yield fresh.new_page()
    fresh.close()


@pytest.fixture
def people(browser: Browser, portal: Portal) -> Iterator[People]:
    """Give each person a browser of their own, signed in."""
    opened = []

    def arrive(username: str) -> Page:
        context = browser.new_context(base_url=portal.url, viewport=DESKTOP, locale="fr-FR")
        context.set_default_timeout(PATIENCE_MS)
        opened.append(context)
        page = context.new_page()
        sign_in(page, username)
        return page

    yield arrive
    for context in opened:
        context.close()


@pytest.fixture
def editor(page: Page, portal: Portal) -> Page:
    """Somebody at the form of an aid of their own: the administration saves as they work."""
    aid = made_aids.copy(portal.clone, COPY, of=COPIED)
    sign_in(page, "publieur01")
    FormEditor(page, COPY, aid.number).open()
    return page


def assert_accessible(page: Page) -> None:
    """Fail on any violation axe finds on the page as it stands."""
    result = Axe().run(page)
    violations = [
        (violation["id"], [node["html"][:160] for node in violation["nodes"]][:3])
        for violation in result.response["violations"]
    ]
    assert not violations, f"{page.url}\n{json.dumps(violations, indent=1, ensure_ascii=False)}"


def assert_fits(page: Page) -> None:
    """Fail when the page scrolls sideways."""
    page.wait_for_load_state("load")
    width = page.locator("html").evaluate("(html) => html.scrollWidth")
    assert width <= page.viewport_size["width"], f"{page.url} is {width} px wide"
