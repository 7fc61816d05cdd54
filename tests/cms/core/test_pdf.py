"""PDF files: tagged, read by machines, drawn without a box where people typed an emoji."""

from io import BytesIO
from typing import Any

import pytest
from django.template.loader import get_template
from pypdf import PdfReader

from cms.core import pdf

pytestmark = pytest.mark.skipif(not pdf.is_available(), reason="WeasyPrint's libraries are missing")

EMOJI_FACE = "Noto-Emoji"


class Page:
    """A template that is its own text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __call__(self, _name: str, context: dict[str, Any]) -> str:
        return (
            f'<html lang="{context["language"]}"><head><title>Demande</title></head>'
            f"<body><h1>Demande</h1><p>{self.text}</p></body></html>"
        )


def drawn(monkeypatch: pytest.MonkeyPatch, text: str) -> PdfReader:
    stylesheet = get_template("pdf/print.css").render()
    page = Page(text)
    monkeypatch.setattr(
        pdf,
        "render_to_string",
        lambda name, context=None: page(name, context) if context else stylesheet,
    )
    return PdfReader(BytesIO(pdf.render_pdf("demande.html", {}, language="fr")))


def faces(reader: PdfReader) -> dict[str, Any]:
    """Return the typefaces of the first page, by name without the mark of a subset."""
    fonts = reader.pages[0]["/Resources"]["/Font"]
    found = (fonts[name].get_object() for name in fonts)
    return {str(font["/BaseFont"]).split("+")[-1]: font for font in found}


@pytest.mark.parametrize("emoji", ["🎉", "👋", "✅", "🇫🇷", "👍🏽", "1️⃣"])
def test_an_emoji_is_drawn_and_read(monkeypatch: pytest.MonkeyPatch, emoji: str) -> None:
    reader = drawn(monkeypatch, f"Notre projet {emoji} avance")
    face = faces(reader)[EMOJI_FACE]
    assert "/ToUnicode" in face
    descriptor = face["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
    assert "/FontFile2" in descriptor
    assert emoji[0] in reader.pages[0].extract_text()


def test_a_document_with_emoji_stays_accessible_and_light(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = drawn(monkeypatch, "Notre fête 🎉 des 20 ans 👩‍🚜")
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert reader.stream.seek(0, 2) < 60_000


def test_a_document_without_emoji_holds_no_typeface_for_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert EMOJI_FACE not in faces(drawn(monkeypatch, "Été 2026 : 1 200 €"))


def test_letters_and_figures_keep_the_typeface_of_documents(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = faces(drawn(monkeypatch, "Été 2026"))
    assert set(faces(drawn(monkeypatch, "Été 2026 🎉"))) == {*plain, EMOJI_FACE}


@pytest.mark.parametrize("address", ["https://exemple.example/a.ttf", "file:///etc/hosts"])
def test_only_the_typeface_of_emoji_is_read(address: str) -> None:
    with pytest.raises(ValueError, match="fetches nothing"):
        pdf._fetch_emoji(address)
