"""A file is what its content says, never what its name or its sender says."""

import pytest

from applications.attachments import content, errors
from applications.attachments.names import clean_name
from applications.attachments.services.storing import FileRules, check_upload
from tests.factories.attachments import PDF, docx, image, odt, package, upload

EVERYTHING = FileRules(
    extensions=("pdf", "jpg", "jpeg", "png", "heic", "docx", "odt", "xlsx", "txt", "csv")
)


@pytest.mark.parametrize(
    ("name", "data", "content_type"),
    [
        ("avis.pdf", PDF, "application/pdf"),
        ("AVIS.PDF", PDF, "application/pdf"),
        ("suivi.pdf", PDF + b"\x00" * (2 * 1024 * 1024), "application/pdf"),
        ("photo.jpg", image("JPEG"), "image/jpeg"),
        ("photo.png", image("PNG"), "image/png"),
        ("photo.heic", image("HEIF", (64, 64)), "image/heic"),
        ("lettre.docx", docx(), None),
        ("lettre.odt", odt(), "application/vnd.oasis.opendocument.text"),
        ("liste.csv", "nom;prénom\nMorvan;Léa\n".encode("cp1252"), "text/csv; charset=utf-8"),
    ],
)
def test_genuine_files_are_accepted(name: str, data: bytes, content_type: str | None) -> None:
    kept_name, kept = check_upload(upload(name, data), rules=EVERYTHING)
    assert kept_name == name
    assert content_type is None or kept.content_type == content_type


@pytest.mark.parametrize(
    ("name", "data", "refusal"),
    [
        ("vide.pdf", b"", errors.FileEmpty),
        ("avis.exe", b"MZ\x90\x00", errors.FileTypeRefused),
        ("avis.pdf", b"MZ\x90\x00" + PDF, errors.FileContentMismatch),
        ("coupe.pdf", PDF[: PDF.index(b"%%EOF")], errors.FileContentMismatch),
        ("photo.jpg", b"\x7fELF\x02\x01", errors.FileContentMismatch),
        ("photo.jpg", image("PNG"), errors.FileContentMismatch),
        ("photo.png", image("PNG")[:40], errors.FileContentMismatch),
        ("photo.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", errors.FileContentMismatch),
        ("photo.jpg.php", image("JPEG"), errors.FileTypeRefused),
        ("photo.php%00.jpg", image("JPEG"), errors.FileTypeRefused),
        ("documents.zip", package({"a.pdf": PDF}), errors.FileArchiveRefused),
        ("documents.rar", b"Rar!\x1a\x07\x00", errors.FileArchiveRefused),
        ("lettre.docx", package({"a.pdf": PDF}), errors.FileContentMismatch),
        ("lettre.docx", b"junk" + docx(), errors.FileContentMismatch),
        ("lettre.docx", docx(**{"word/vbaProject.bin": b"\x00"}), errors.FileContentMismatch),
        ("lettre.odt", docx(), errors.FileContentMismatch),
        ("lettre.txt", b"#!/bin/sh\nrm -rf ~\n", errors.FileContentMismatch),
        ("lettre.txt", b"texte\x00binaire", errors.FileContentMismatch),
        ("sans-extension", PDF, errors.FileTypeRefused),
        (".pdf", PDF, errors.FileTypeRefused),
        ("page.html", b"<script>alert(1)</script>", errors.FileTypeRefused),
    ],
)
def test_every_other_file_is_refused_with_its_reason(
    name: str, data: bytes, refusal: type[errors.FileRefused]
) -> None:
    with pytest.raises(errors.FileRefused) as caught:
        check_upload(upload(name, data), rules=EVERYTHING)
    assert type(caught.value) is refusal
    assert "%(" not in str(caught.value)
    assert caught.value.status == 422


def test_the_limit_of_the_question_and_that_of_the_portal_both_count(settings: object) -> None:
    settings.ATTACHMENT_MAX_BYTES = 3 * 1024 * 1024  # type: ignore[attr-defined]
    heavy = PDF + b" " * (2 * 1024 * 1024)
    with pytest.raises(errors.FileTooBig) as caught:
        check_upload(upload("gros.pdf", heavy), rules=FileRules(("pdf",), 1024 * 1024))
    assert caught.value.params["limit"] == "1"
    check_upload(upload("gros.pdf", heavy), rules=FileRules(("pdf",), 10 * 1024 * 1024))
    with pytest.raises(errors.FileTooBig):
        check_upload(upload("gros.pdf", heavy * 2), rules=FileRules(("pdf",), 10 * 1024 * 1024))


def test_an_entity_bomb_is_never_expanded() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><Types>&c;</Types>'
    with pytest.raises(errors.FileContentMismatch):
        check_upload(upload("lettre.docx", docx(**{"[Content_Types].xml": bomb})), rules=EVERYTHING)


def test_a_zip_bomb_is_never_unpacked() -> None:
    bomb = docx(**{"word/media/zeros": b"\x00" * (60 * 1024 * 1024)})
    with pytest.raises(errors.FileContentMismatch):
        check_upload(upload("lettre.docx", bomb), rules=EVERYTHING)


def test_a_picture_of_too_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "MAX_PIXELS", 40)
    with pytest.raises(errors.FileImageTooLarge):
        check_upload(upload("photo.png", image("PNG", (8, 6))), rules=EVERYTHING)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("C:\\Documents\\avis d'imposition.pdf", "avis d'imposition.pdf"),
        ("../../etc/passwd", "passwd"),
        ("avis\r\nX-Header: 1.pdf", "avisX-Header: 1.pdf"),
        ("avis\u202efdp.exe", "avisfdp.exe"),
        ("-rf.pdf", "rf.pdf"),
        ("é" * 300 + ".pdf", "é" * 146 + ".pdf"),
        ("%2e%2e%2fsecret.pdf", "secret.pdf"),
        ("   ", ""),
    ],
)
def test_names_are_made_safe_to_show_and_to_send_back(raw: str, clean: str) -> None:
    assert clean_name(raw) == clean
