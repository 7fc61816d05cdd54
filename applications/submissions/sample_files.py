"""A small genuine file of a format, for the documents of sample dossiers."""

import zipfile
from collections.abc import Sequence
from io import BytesIO

from django.utils.translation import gettext
from PIL import Image

from applications.formbuilder.sampling import SampleImpossible

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PICTURES = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "gif": "GIF", "webp": "WEBP"}
OPEN_DOCUMENTS = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}
TEXTS = ("txt", "csv")


def sample_file(extensions: Sequence[str]) -> tuple[str, bytes]:
    """Return an extension among those accepted and a file of it; raises `SampleImpossible`."""
    if "pdf" in extensions:
        return "pdf", PDF
    for extension in extensions:
        if extension in PICTURES:
            return extension, _picture(PICTURES[extension])
        if extension in OPEN_DOCUMENTS:
            return extension, _open_document(OPEN_DOCUMENTS[extension])
        if extension in TEXTS:
            return extension, b"Exemple\n"
    words = gettext("no sample file can be made in these formats: %(formats)s.")
    raise SampleImpossible(words % {"formats": ", ".join(extensions).upper()})


def _picture(kind: str) -> bytes:
    content = BytesIO()
    Image.new("RGB", (8, 8), "white").save(content, kind)
    return content.getvalue()


def _open_document(kind: str) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", "<office/>")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return content.getvalue()
