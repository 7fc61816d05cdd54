"""The rules of the house, read from the sources themselves."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("cms", "home", "aids", "applications")
SOURCES = sorted(
    path
    for room in ROOMS
    for path in (ROOT / room).rglob("*.py")
    if "migrations" not in path.parts and "node_modules" not in path.parts
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Mails and PDFs have no content security policy; the admin's allows what Wagtail writes.
POLICED = [path for path in TEMPLATES if not {"emails", "pdf", "gestion"} & set(path.parts)]
MAX_LINES = 400


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_module_stays_readable(path):
    assert len(path.read_text().splitlines()) <= MAX_LINES


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_imports_stand_at_the_top(path):
    lazy = [
        node.lineno
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and function.name != "ready"
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    # manage.py-like entry points alone may import late.
    assert not lazy, f"imports inside functions dodge the floors: lines {lazy}"


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if "services" in path.parts], ids=name_of
)
def test_a_service_never_sees_a_request(path):
    names = {
        argument.arg
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef)
        for argument in [*function.args.args, *function.args.kwonlyargs]
    }
    assert "request" not in names


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_signals_are_received_in_receivers_only_and_none_is_ours(path):
    text = path.read_text()
    assert "django.dispatch import Signal" not in text
    assert "Signal()" not in text
    if path.name != "receivers.py":
        assert ".signals import" not in text


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_texts_are_never_formatted_before_they_are_translated(path):
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}
        ):
            assert not any(isinstance(argument, ast.JoinedStr) for argument in node.args), (
                node.lineno
            )


@pytest.mark.parametrize("path", POLICED, ids=name_of)
def test_no_page_has_inline_script_or_style(path):
    text = path.read_text()
    assert not re.search(r"<style[\s>]", text)
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son[a-z]+=[\"']", text)
    for tag in re.findall(r"<script[^>]*>", text):
        assert "src=" in tag or 'type="application/json"' in tag, tag


@pytest.mark.parametrize("path", TESTS, ids=name_of)
def test_no_test_flushes_the_database(path):
    if path == Path(__file__):
        return
    assert "transaction=True" not in path.read_text(), "use the fresh_db fixture"


def test_lock_files_hold_hashes_and_no_address():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert text.count("--hash=sha256:") > 100


def test_the_project_s_lock_holds_what_production_imports():
    locked = {
        line.split("==")[0].lower()
        for line in (ROOT / "requirements.txt").read_text().splitlines()
        if "==" in line
    }
    assert {"django", "wagtail", "celery", "psycopg", "weasyprint", "gunicorn"} <= locked
