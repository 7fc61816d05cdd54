"""The formats a document may have, and how each is recognised."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from applications.attachments import content


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format: its extension, the type it is served with, the check of its content."""

    extension: str
    content_type: str
    is_genuine: Callable[[BinaryIO], bool]


def _office(kind: str) -> str:
    return f"application/vnd.openxmlformats-officedocument.{kind}"


def _open_document(kind: str) -> str:
    return f"application/vnd.oasis.opendocument.{kind}"


FORMATS: dict[str, FileFormat] = {
    item.extension: item
    for item in (
        FileFormat("pdf", "application/pdf", content.is_pdf),
        FileFormat("jpg", "image/jpeg", content.image_of("JPEG")),
        FileFormat("jpeg", "image/jpeg", content.image_of("JPEG")),
        FileFormat("png", "image/png", content.image_of("PNG")),
        FileFormat("gif", "image/gif", content.image_of("GIF")),
        FileFormat("webp", "image/webp", content.image_of("WEBP")),
        FileFormat("tif", "image/tiff", content.image_of("TIFF")),
        FileFormat("tiff", "image/tiff", content.image_of("TIFF")),
        FileFormat("heic", "image/heic", content.image_of("HEIF")),
        FileFormat("heif", "image/heif", content.image_of("HEIF")),
        FileFormat(
            "docx", _office("wordprocessingml.document"), content.office_of("word/document.xml")
        ),
        FileFormat("xlsx", _office("spreadsheetml.sheet"), content.office_of("xl/workbook.xml")),
        FileFormat(
            "pptx",
            _office("presentationml.presentation"),
            content.office_of("ppt/presentation.xml"),
        ),
        FileFormat("odt", _open_document("text"), content.open_document_of("text")),
        FileFormat("ods", _open_document("spreadsheet"), content.open_document_of("spreadsheet")),
        FileFormat("odp", _open_document("presentation"), content.open_document_of("presentation")),
        FileFormat("doc", "application/msword", content.legacy_office_of("doc")),
        FileFormat("xls", "application/vnd.ms-excel", content.legacy_office_of("xls")),
        FileFormat("txt", "text/plain; charset=utf-8", content.is_text),
        FileFormat("csv", "text/csv; charset=utf-8", content.is_text),
    )
}

ARCHIVES = frozenset(
    {"zip", "rar", "7z", "tar", "gz", "tgz", "bz2", "xz", "zst", "cab", "iso", "jar", "arj", "lzh"}
)
INLINE_TYPES = frozenset({"application/pdf", "image/jpeg", "image/png", "image/gif", "image/webp"})
"""What a browser may show in its sandboxed frame; the rest is always downloaded."""
