"""Reading a file to be sure it is what its name says.

Every function takes an open binary file, starts at its beginning and answers yes or no; only
`TooManyPixels` is raised, because the person can do something about it.
"""

import warnings
import zipfile
from collections.abc import Callable
from typing import BinaryIO

import filetype
import pillow_heif
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from PIL import Image, UnidentifiedImageError

pillow_heif.register_heif_opener()

Check = Callable[[BinaryIO], bool]

MAX_PIXELS = 100_000_000
MAX_ENTRIES = 5_000
CHUNK = 1024 * 1024
MAX_UNPACKED_BYTES = 400 * 1024 * 1024
MAX_RATIO = 200
MAX_MANIFEST_BYTES = 2 * 1024 * 1024
PROGRAM_STARTS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa",
    b"\xcf\xfa\xed\xfe",
)
ARCHIVE_KINDS = frozenset({"zip", "rar", "7z", "tar", "gz", "bz2", "xz", "zst", "cab", "ar", "lz"})


class TooManyPixels(Exception):
    """The picture would take too much memory once opened."""


def _start(file: BinaryIO, size: int = 4096) -> bytes:
    file.seek(0)
    return file.read(size)


def is_program(file: BinaryIO) -> bool:
    """Say whether a system would run this file."""
    return _start(file, 8).startswith(PROGRAM_STARTS)


def is_archive(file: BinaryIO) -> bool:
    """Say whether this is an archive and nothing more precise."""
    kind = filetype.guess(_start(file))
    return kind is not None and kind.extension in ARCHIVE_KINDS


def is_pdf(file: BinaryIO) -> bool:
    """Look for the header of PDF at the start, blanks apart, and for its end: a cut file has none.

    What follows the end does not matter (ISO 32000-1, annex H.3.4.2).
    """
    is_begun = _start(file, 64).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"%PDF-")
    return is_begun and _holds(file, b"%%EOF")


def _holds(file: BinaryIO, mark: bytes) -> bool:
    """Look for a mark, from the last piece to the first: it is nearly always in the last."""
    size = file.seek(0, 2)
    for start in range((size - 1) // CHUNK * CHUNK, -1, -CHUNK):
        file.seek(start)
        if mark in file.read(CHUNK + len(mark)):
            return True
    return False


def image_of(*formats: str) -> Check:
    """Return the check of a picture: opened by Pillow, bounded, intact."""

    def check(file: BinaryIO) -> bool:
        file.seek(0)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                with Image.open(file, formats=formats) as image:
                    if image.width * image.height > MAX_PIXELS:
                        raise TooManyPixels
                    image.verify()
        except Image.DecompressionBombError as error:
            raise TooManyPixels from error
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, RuntimeError):
            return False
        return True

    return check


def office_of(main_part: str) -> Check:
    """Return the check of a Microsoft document: its parts are there, and no macro."""

    def check(file: BinaryIO) -> bool:
        package = _open_package(file)
        if package is None:
            return False
        with package:
            names = set(package.namelist())
            if main_part not in names or "[Content_Types].xml" not in names:
                return False
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return False
            return _is_xml(package, "[Content_Types].xml")

    return check


def open_document_of(kind: str) -> Check:
    """Return the check of an OpenDocument: its first part names its type."""
    expected = f"application/vnd.oasis.opendocument.{kind}".encode()

    def check(file: BinaryIO) -> bool:
        package = _open_package(file)
        if package is None:
            return False
        with package:
            names = set(package.namelist())
            if not {"mimetype", "content.xml", "META-INF/manifest.xml"} <= names:
                return False
            if package.getinfo("mimetype").file_size > len(expected) + 2:
                return False
            return package.read("mimetype").strip() == expected and _is_xml(
                package, "META-INF/manifest.xml"
            )

    return check


def legacy_office_of(extension: str) -> Check:
    """Return the check of a document of Office 97-2003 (compound file)."""

    def check(file: BinaryIO) -> bool:
        start = _start(file, 8192)
        kind = filetype.guess(start)
        is_compound = start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
        return is_compound and (kind is None or kind.extension in {extension, "msi", "doc", "xls"})

    return check


def is_text(file: BinaryIO) -> bool:
    """Say whether this is text: no control character, and nothing a system would run."""
    if is_program(file):
        return False
    file.seek(0)
    while chunk := file.read(1024 * 1024):
        if any(chunk.count(code) for code in _CONTROLS):
            return False
    return True


_CONTROLS = [bytes([code]) for code in range(32) if code not in {9, 10, 12, 13}]


def _open_package(file: BinaryIO) -> zipfile.ZipFile | None:
    """Open a zip-based document, unless it is damaged, hidden behind something else or a bomb."""
    if not _start(file, 4).startswith(b"PK\x03\x04"):
        return None
    file.seek(0)
    try:
        package = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    entries = package.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    is_bomb = (
        len(entries) > MAX_ENTRIES
        or unpacked > MAX_UNPACKED_BYTES
        or (unpacked > 10 * 1024 * 1024 and unpacked / packed > MAX_RATIO)
    )
    is_locked = any(entry.flag_bits & 0x1 for entry in entries)
    if is_bomb or is_locked:
        package.close()
        return None
    return package


def _is_xml(package: zipfile.ZipFile, name: str) -> bool:
    """Read one part of a package as harmless XML."""
    if package.getinfo(name).file_size > MAX_MANIFEST_BYTES:
        return False
    try:
        ElementTree.fromstring(package.read(name))
    except (ElementTree.ParseError, DefusedXmlException, zipfile.BadZipFile, OSError, RuntimeError):
        return False
    return True
