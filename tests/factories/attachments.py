"""Files for tests: real ones, of every format the portal reads."""

import hashlib
import io
import zipfile
from typing import Any

import factory
import pillow_heif
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from applications.attachments.models import Attachment, ScanState

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def upload(name: str, content: bytes = PDF) -> SimpleUploadedFile:
    """Return a file as a browser sends it, with a type nobody should believe."""
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def image(kind: str = "PNG", size: tuple[int, int] = (8, 6)) -> bytes:
    """Return a small picture."""
    buffer = io.BytesIO()
    picture = Image.new("RGB", size, "#0b5c6b")
    if kind == "HEIF":
        pillow_heif.from_pillow(picture).save(buffer, format="HEIF")
    else:
        picture.save(buffer, format=kind)
    return buffer.getvalue()


def package(parts: dict[str, bytes]) -> bytes:
    """Return a zip of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(**more: bytes) -> bytes:
    """Return the smallest thing a word processor would open."""
    return package(
        {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>", **more}
    )


def odt() -> bytes:
    """Return the smallest OpenDocument text."""
    return package(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": b"<content/>",
            "META-INF/manifest.xml": b"<manifest/>",
        }
    )


class AttachmentFactory(factory.django.DjangoModelFactory[Attachment]):
    """A PDF given for a dossier; traits say what the antivirus thought of it."""

    class Meta:
        model = Attachment
        skip_postgeneration_save = True

    class Params:
        pending = factory.Trait(scan_state=ScanState.PENDING)
        clean = factory.Trait(scan_state=ScanState.CLEAN)
        infected = factory.Trait(scan_state=ScanState.INFECTED, file="")

    owner_type = "submission"
    owner_id = "1"
    slot = "document"
    original_name = "justificatif.pdf"
    content_type = "application/pdf"
    size = len(PDF)
    sha256 = hashlib.sha256(PDF).hexdigest()
    scan_state = ScanState.UNSCANNED
    uploaded_at = factory.LazyFunction(timezone.now)

    @factory.lazy_attribute
    def file(self) -> Any:
        """Return the content kept in the private storage."""
        return ContentFile(PDF, name="justificatif.pdf")
