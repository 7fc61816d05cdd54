"""What search engines are told, and the icon browsers ask for."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from PIL import Image
from wagtail.models import Locale, PageViewRestriction

from cms.core.access import AccessPolicy, declared_policy
from cms.core.models import SiteSettings
from home import crawlers
from home.models import ContentPage, HomePage
from tests.factories.aids import AidFactory, french, home_page

pytestmark = pytest.mark.django_db

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def english_home() -> HomePage:
    locale = Locale.objects.get_or_create(language_code="en")[0]
    home = home_page()
    page: HomePage = home.copy_for_translation(locale)
    page.save_revision().publish()
    return page


def listed(client: Client) -> dict[str, dict[str, str]]:
    """Return the addresses of the sitemap, each with its translations."""
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    return {
        entry.findtext("s:loc", "", NAMES): {
            link.attrib["hreflang"]: link.attrib["href"] for link in entry.findall("x:link", NAMES)
        }
        for entry in ET.fromstring(response.content)
    }


def is_open(path: str) -> bool:
    """Tell whether `robots.txt` lets an engine read a path (RFC 9309, `*` included)."""
    rules = re.findall(r"^Disallow: (.+)$", crawlers.robots_text(), re.MULTILINE)
    return not any(
        re.match(".*".join(re.escape(part) for part in rule.split("*")), path) for rule in rules
    )


def test_every_public_page_is_listed_with_its_date(client: Client) -> None:
    AidFactory(page={"slug": "mobilite"})
    response = client.get("/sitemap.xml").content.decode()
    assert set(listed(client)) >= {f"http://localhost:8000{path}" for path in ("/", "/aides/")}
    assert "http://localhost:8000/aides/mobilite/" in response
    assert re.search(r"<lastmod>\d{4}-\d\d-\d\d</lastmod>", response)


def test_a_page_says_its_translations(client: Client) -> None:
    english_home()
    entries = listed(client)
    both = {"fr": "http://localhost:8000/", "en": "http://localhost:8000/en/"}
    assert entries[both["fr"]] == entries[both["en"]] == both


def test_drafts_restricted_pages_and_french_aliases_are_not_listed(client: Client) -> None:
    english = english_home()
    for slug in ("brouillon", "reservee", "publique"):
        page = ContentPage(title=slug, slug=slug, locale=french(), live=slug != "brouillon")
        home_page().add_child(instance=page)
        if slug == "reservee":
            PageViewRestriction.objects.create(page=page, restriction_type="login")
        if slug == "publique":
            page.create_alias(parent=english, update_locale=english.locale)
    addresses = " ".join(listed(client))
    assert "/publique/" in addresses
    for absent in ("brouillon", "reservee", "/en/publique/"):
        assert absent not in addresses


def test_the_sitemap_costs_the_same_whatever_its_length(
    client: Client, django_assert_max_num_queries: object
) -> None:
    for _number in range(12):
        AidFactory(schema=None)
    with django_assert_max_num_queries(12):
        assert len(listed(client)) >= 13


def views(resolver: URLResolver, prefix: str = "/") -> Iterator[tuple[str, object]]:
    for pattern in resolver.url_patterns:
        route = prefix + re.sub(r"<\w+:?\w*>", "un-exemple", str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from views(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback


def test_what_is_not_public_is_closed_to_engines_in_every_language() -> None:
    english_home()
    closed = [
        route
        for route, view in views(get_resolver())
        if declared_policy(view) not in {AccessPolicy.PUBLIC, None} and "(" not in route
    ]
    assert "/espace/dossiers/un-exemple/" in closed
    assert [path for path in closed if is_open(path) or is_open(f"/en{path}")] == []


@pytest.mark.parametrize("path", ["/", "/aides/", "/aides/mobilite/", "/contact/", "/en/aides/"])
def test_what_is_public_is_open_to_engines(path: str) -> None:
    english_home()
    assert is_open(path)


def test_the_filters_of_the_catalogue_are_no_maze() -> None:
    assert not is_open("/aides/?public=association&theme=culture")


def test_robots_are_told_where_the_sitemap_is(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "Sitemap: http://localhost:8000/sitemap.xml" in response.content.decode()
    assert not response.cookies


def test_the_icon_wears_the_colours_of_the_region(client: Client) -> None:
    settings = SiteSettings.load()
    settings.brand_colour = "#7a1f3d"
    settings.save()
    home_page()
    icon = client.get("/favicon.svg")
    assert icon["Content-Type"] == "image/svg+xml"
    assert 'fill="#7a1f3d"' in icon.content.decode()
    assert 'rel="icon" href="/favicon.svg"' in client.get("/").content.decode()


def test_the_icon_of_older_readers_is_a_file_of_three_sizes(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    path = finders.find("portal/favicon.ico")
    assert answer["Location"].endswith("portal/favicon.ico")
    with Image.open(path) as icon:
        assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
