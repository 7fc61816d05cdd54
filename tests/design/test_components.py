"""The components: documented, declared, shown in the gallery, and neutral to the visitor."""

import re
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
DOCUMENT = (ROOT / "docs" / "components.md").read_text()
VISITOR = re.compile(r"\b(request|user|messages|csrf_token|session|perms)\b")


def tag_of(path: Path) -> str:
    return f"c-{path.stem.replace('_', '-')}"


def render(source: str, **context: object) -> str:
    template = engines["django"].from_string(CottonCompiler().process(source))
    return template.render(context)


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_says_what_it_is_for(path):
    text = path.read_text()
    assert "{% comment %}" in text
    assert f"<{tag_of(path)}" in text
    assert tag_of(path) in DOCUMENT


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_every_parameter_has_a_default(path):
    declared = re.search(r"<c-vars\s([^>]*)/>", path.read_text())
    for parameter in declared.group(1).split() if declared else []:
        if re.match(r"^:?[a-z_]+$", parameter):
            pytest.fail(f"{parameter} would be read from the page")


@pytest.mark.parametrize(
    "path",
    [*COMPONENTS, TEMPLATES / "base.html", *(TEMPLATES / "errors").glob("*.html")],
    ids=lambda path: path.stem,
)
def test_what_every_page_shares_reads_nothing_of_the_visitor(path):
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.DOTALL)
    code = " ".join(re.findall(r"{[{%].*?[}%]}", text))
    words = re.sub(r"(\"[^\"]*\"|'[^']*')", "", code)
    assert not VISITOR.search(words)


class Forbidden:
    """Stands for what belongs to one visitor."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"a shared page read {name}")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["404.html", "403.html", "errors/csrf.html", "errors/refused.html"]
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_shared_pages_render_for_nobody(name, language):
    request = RequestFactory().get("/aides/")
    request.user = Forbidden()
    request.session = Forbidden()
    with translation.override(language):
        html = engines["django"].get_template(name).render({"error": "Non."}, request)
    assert html.count("<h1") == 1
    assert "csrfmiddlewaretoken" not in html
    prefix = "" if language == "fr" else "/en"
    assert f'data-fragment-url="{prefix}/espace/fragments/entete/"' in html
    assert f'href="{prefix}/accessibilite/"' in html


def test_the_last_resort_page_needs_no_context():
    html = engines["django"].get_template("500.html").render()
    assert html.count("<h1") == 1
    assert "portal/css/portal" in html


@pytest.mark.parametrize(
    ("context", "starts"),
    [({"form_has_errors": True}, True), ({}, False)],
)
@pytest.mark.django_db
def test_the_title_says_there_is_an_error(context, starts):
    request = RequestFactory().get("/")
    html = engines["django"].get_template("404.html").render(context, request)
    title = re.search(r"<title>(.*?)</title>", html).group(1)
    assert title.startswith(("Erreur", "Error")) is starts


def test_words_given_to_a_component_are_escaped_once():
    html = render('<c-tag :label="state" />', state="<b>L'aide</b>")
    assert "&lt;b&gt;L&#x27;aide&lt;/b&gt;" in html
    html = render('<c-tag label="{{ state }}" />', state="<b>L'aide</b>")
    assert "&lt;b&gt;L&#x27;aide&lt;/b&gt;" in html


def test_a_component_never_borrows_from_the_page():
    html = render(
        '<c-aid-card title="Vélo" href="#" />', summary="page", state="page", theme="page"
    )
    assert "page" not in html


def test_pages_of_results_keep_the_search():
    page = Paginator(range(100), 10).page(2)
    html = render(
        '<c-pagination :page="page" :query="query" />',
        page=page,
        query=QueryDict("q=vélo&theme=a&theme=b&page=2"),
    )
    assert 'href="?q=v%C3%A9lo&amp;theme=a&amp;theme=b"' in html
    assert 'href="?q=v%C3%A9lo&amp;theme=a&amp;theme=b&amp;page=3"' in html
    assert 'aria-current="page"' in html


def test_one_page_of_results_has_no_pagination():
    assert "nav" not in render('<c-pagination :page="page" />', page=Paginator([1], 10).page(1))


def test_no_error_shows_no_summary():
    assert "govuk-error-summary" not in render("<c-error-summary />")


def test_a_locked_step_is_no_link():
    html = render('<c-task id="t" title="Récapitulatif" href="/x" state="locked" />')
    assert "<a" not in html


@pytest.mark.django_db
def test_the_gallery_shows_every_component(client):
    answer = client.get("/galerie/")
    assert answer.status_code == 200
    html = answer.content.decode()
    assert html.count("<h1") == 2  # The heads of the home page and of an aid, side by side.
    gallery = (TEMPLATES / "gallery" / "index.html").read_text()
    base = "".join(path.read_text() for path in COMPONENTS) + (TEMPLATES / "base.html").read_text()
    unseen = {"c-account-menu", "c-step-header", "c-confirmation", "c-back-link"}
    for path in COMPONENTS:
        if tag_of(path) not in unseen:
            assert f"<{tag_of(path)}" in gallery + base
