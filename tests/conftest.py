"""Fixtures every test may use."""

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connections
from django.utils import timezone, translation
from hypothesis import settings
from playwright.sync_api import Browser, Playwright, sync_playwright

from cms.core import jobs
from cms.core.models.job import Job, JobState
from tests import databases

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
IN_BROWSER = Path(__file__).parent / "e2e"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run browser tests one after the other, in one process; skip them without a browser.

    On CI a missing browser is a failure, never a skip (see the `browser` fixture).
    """
    for item in items:
        if IN_BROWSER in item.path.parents:
            item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("browser") is not None:
            item.add_marker(pytest.mark.xdist_group("browser"))
            if CHROMIUM is None and os.environ.get("CI") != "true":
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One driver of browsers for the whole session."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for the whole session; each test opens its own context in it."""
    if CHROMIUM is None:
        pytest.fail("Chromium is missing: CI must run the browser tests")
    chromium = playwright.chromium.launch(
        executable_path=CHROMIUM,
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    )
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """Give this process its own clone of the migrated template, in place of migrations."""
    with databases.clone("empty") as clone, django_db_blocker.unblock():
        _use(clone.name)
        yield
        _close()


@pytest.fixture
def fresh_db(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[databases.Clone]:
    """Give the test a database of its own, for real transactions, threads and processes.

    `pytest.mark.parametrize("fresh_db", ["demo"], indirect=True)` clones the demonstration.
    """
    request.getfixturevalue("django_db_setup")
    content = getattr(request, "param", "empty")
    with databases.clone(content) as clone, django_db_blocker.unblock():
        before = connections.settings["default"]["NAME"]
        _use(clone.name)
        try:
            yield clone
        finally:
            _use(before)


@pytest.fixture(autouse=True)
def _fresh_process_state() -> Iterator[None]:
    """Start every test in French, with empty caches."""
    for cache in caches.all(initialized_only=True):
        cache.clear()
    translation.activate("fr")
    yield
    translation.activate("fr")


@pytest.fixture(autouse=True)
def _offline(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def connect_locally(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test reached for the network: {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_locally)


@pytest.fixture
def run_jobs() -> Any:
    """Return a function that runs every due job until none is left, and counts them."""

    def run_all() -> int:
        count = 0
        while due := list(
            Job.objects.filter(state=JobState.QUEUED, run_after__lte=timezone.now())
            .order_by("created_at")
            .values_list("id", flat=True)
        ):
            for job_id in due:
                jobs.run(job_id)
                count += 1
            if count > 500:
                raise AssertionError("jobs never end")
        return count

    return run_all


def _close() -> None:
    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()


def _use(name: str) -> None:
    """Point every connection of this process, in every thread, to another database.

    The name first: a pool another thread opens meanwhile is the new one, or is closed here.
    """
    connections.settings["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name
    _close()


settings.register_profile("ci", max_examples=30, deadline=None, derandomize=True, database=None)
settings.register_profile("nightly", max_examples=500, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_configure(config: pytest.Config) -> None:
    """Let synchronous Django run beside a browser's event loop."""
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
