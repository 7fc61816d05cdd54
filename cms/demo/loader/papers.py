"""Papers people would scan: a sheet with a title, and the mention that it is worth nothing."""

import io
import re
import textwrap
import unicodedata

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

PAGE = (620, 877)
KINDS = {"pdf": "PDF", "jpg": "JPEG", "jpeg": "JPEG", "png": "PNG"}
MENTION = "Document de démonstration, sans valeur"


def paper(title: str, *, footer: str, extension: str) -> "ContentFile[bytes]":
    """Return a one-page document of this title."""
    page = Image.new("RGB", PAGE, "white")
    pen = ImageDraw.Draw(page)
    pen.rectangle((30, 30, PAGE[0] - 30, PAGE[1] - 30), outline="#0b5c6b", width=2)
    pen.multiline_text(
        (60, 80), textwrap.fill(title, 34), fill="#1c1c1c", font=ImageFont.load_default(28)
    )
    small = ImageFont.load_default(16)
    pen.text((60, 300), MENTION, fill="#1c1c1c", font=small)
    pen.text((60, PAGE[1] - 80), footer, fill="#1c1c1c", font=small)
    buffer = io.BytesIO()
    page.save(buffer, format=KINDS[extension])
    return ContentFile(buffer.getvalue(), name=f"{_file_name(title)}.{extension}")


def _file_name(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60]
