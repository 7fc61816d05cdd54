"""Keeping, freezing, removing."""

import hashlib
from typing import Any

import pytest
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from applications.attachments import errors
from applications.attachments.models import Attachment, ScanState
from applications.attachments.services import (
    FileRules,
    erase,
    freeze,
    remove,
    store_generated,
    store_upload,
)
from cms.core.models import Event, Job
from tests.factories.attachments import PDF, AttachmentFactory, upload

pytestmark = pytest.mark.django_db


def keep(name: str = "avis d'imposition.pdf", data: bytes = PDF) -> Attachment:
    return store_upload(
        upload(name, data),
        owner_type="submission",
        owner_id=12,
        slot="d-avis",
        rules=FileRules(("pdf",)),
        actor=None,
    )


def test_a_file_is_kept_under_a_random_path_with_its_digest() -> None:
    attachment = keep()
    assert attachment.sha256 == hashlib.sha256(PDF).hexdigest()
    assert attachment.size == len(PDF)
    assert attachment.original_name == "avis d'imposition.pdf"
    assert attachment.file.name == f"{attachment.key.hex[:2]}/{attachment.key.hex}"
    with attachment.file.open("rb") as kept:
        assert kept.read() == PDF
    assert attachment.scan_state == ScanState.UNSCANNED
    assert not Job.objects.exists()


def test_a_refused_file_leaves_nothing() -> None:
    with pytest.raises(errors.FileEmpty):
        keep(data=b"")
    assert not Attachment.objects.exists()


def test_a_failed_row_leaves_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    paths: list[str] = []

    def fail(self: Attachment, **kwargs: Any) -> None:
        paths.append(str(self.file.name))
        raise RuntimeError

    monkeypatch.setattr(Attachment, "save", fail)
    with pytest.raises(RuntimeError):
        keep()
    assert paths
    assert not storages["private"].exists(paths[0])


def test_what_the_portal_makes_is_frozen_from_birth() -> None:
    attachment = store_generated(
        PDF,
        owner_type="submission",
        owner_id=12,
        slot="recap",
        name="récapitulatif.pdf",
        content_type="application/pdf",
    )
    assert attachment.is_generated
    assert attachment.scan_state == ScanState.CLEAN
    with pytest.raises(errors.FileFrozen):
        remove(attachment, actor=None)


def test_removing_takes_the_row_and_the_file(django_capture_on_commit_callbacks: Any) -> None:
    attachment = keep()
    path = attachment.file.name
    with django_capture_on_commit_callbacks(execute=True):
        remove(attachment, actor=None)
        remove(attachment, actor=None)
    assert not Attachment.objects.exists()
    assert not storages["private"].exists(path)
    assert Event.objects.get(kind="attachments.removed").subject_id == "12"


def test_freezing_keeps_the_first_date() -> None:
    first, second = AttachmentFactory(owner_id="3"), AttachmentFactory(owner_id="4")
    now = timezone.now()
    assert freeze("submission", 3, now=now) == 1
    assert freeze("submission", 3, now=timezone.now()) == 0
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.frozen_at == now
    assert second.frozen_at is None
    with pytest.raises(errors.FileFrozen):
        remove(first, actor=None)


def test_erasing_takes_frozen_files_their_content_and_their_scans(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.CLAMAV_ADDRESS = "127.0.0.1:3310"
    given, other = keep(), AttachmentFactory()
    freeze("submission", 12, now=timezone.now())
    assert Job.objects.filter(key=str(given.key)).exists()
    storage, path = given.file.storage, given.file.name
    with django_capture_on_commit_callbacks(execute=True):
        assert erase(Attachment.objects.of("submission", 12)) == 1
    assert list(Attachment.objects.all()) == [other]
    assert not storage.exists(path)
    assert other.file.storage.exists(other.file.name)
    assert not Job.objects.filter(key=str(given.key)).exists()


def test_an_erasure_that_is_undone_keeps_the_content() -> None:
    given = keep()
    with transaction.atomic():
        erase(Attachment.objects.of("submission", 12))
        transaction.set_rollback(True)
    assert given.file.storage.exists(given.file.name)
    assert Attachment.objects.count() == 1
