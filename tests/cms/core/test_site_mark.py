"""The region's logo in the header of every page."""

import io
import re

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image as Picture
from wagtail.images import get_image_model

from cms.core.models import SiteSettings
from home.models import ContentPage
from tests.factories.aids import french, home_page

# Wagtail leaves the temporary files of its renditions to the collector.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:Unclosed file")]

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="300" viewBox="0 0 900 300">'
    b'<rect width="900" height="300" fill="#0b5c6b"/></svg>'
)


def png() -> bytes:
    file = io.BytesIO()
    Picture.new("RGB", (1200, 900), "#0b5c6b").save(file, "PNG")
    return file.getvalue()


def picture(name: str, content: bytes) -> object:
    image = get_image_model()(title=name)
    image.file.save(name, ContentFile(content), save=False)
    image.width, image.height = (900, 300) if name.endswith(".svg") else (1200, 900)
    image.save()
    return image


def header_of(client: Client) -> str:
    home_page()
    html = client.get("/").content.decode()
    return html[html.index("<header") : html.index("</header>")]


@pytest.mark.parametrize(
    ("name", "content"), [("logo.png", png()), ("logo.svg", SVG)], ids=["PNG", "SVG"]
)
def test_the_logo_stands_in_the_header_and_says_the_name_of_the_region(
    client: Client, name: str, content: bytes
) -> None:
    settings = SiteSettings.load()
    settings.region_name, settings.name = "Région d'essai", "Portail des aides"
    settings.logo = picture(name, content)
    settings.save()
    header = header_of(client)
    found = re.search(r"<img[^>]*>", header)
    assert found is not None
    tag = found[0]
    assert 'class="portal-identity__logo"' in tag
    assert 'alt="Région d&#x27;essai"' in tag
    assert name[-4:] in tag
    width, height = (int(re.search(rf'{side}="(\d+)', tag)[1]) for side in ("width", "height"))
    assert (width, height) == ((288, 96) if name.endswith(".svg") else (149, 112))
    # The logo says the name: it is not written a second time beside it.
    assert header.count("Région d&#x27;essai") == 1
    assert "Portail des aides" in header
    address = re.search(r'src="([^"]*)"', tag)[1]
    answer = client.get(address)
    assert answer.status_code == 200
    assert b"".join(answer)


def test_without_a_logo_the_mark_is_silent_and_the_name_is_written(client: Client) -> None:
    settings = SiteSettings.load()
    settings.region_name, settings.name = "Région d'essai", "Portail des aides"
    settings.save()
    header = header_of(client)
    assert "<img" not in header
    assert 'class="portal-identity__mark"' in header
    assert header.count("Région d&#x27;essai") == 1


def test_a_drawing_in_a_page_is_shown_as_it_is(client: Client) -> None:
    page = ContentPage(title="Plan", slug="plan", locale=french())
    page.body = [("image", picture("plan.svg", SVG))]
    home_page().add_child(instance=page)
    html = client.get("/plan/").content.decode()
    assert ".svg" in html[html.index("<main") : html.index("</main>")]
