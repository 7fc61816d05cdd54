"""Keeping what people give and what the portal makes."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from applications.attachments import content, errors
from applications.attachments.events import REMOVED
from applications.attachments.formats import ARCHIVES, FORMATS, FileFormat
from applications.attachments.models import Attachment, ScanState
from applications.attachments.names import clean_name, split_name
from applications.attachments.services.scanning import SCAN
from cms.core import events, jobs

DEFAULT_EXTENSIONS = ("pdf", "jpg", "jpeg", "png", "heic", "odt", "ods", "docx", "xlsx")
MEGABYTE = 1024 * 1024
CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileRules:
    """What one question accepts; the portal's own limit applies on top."""

    extensions: tuple[str, ...] = DEFAULT_EXTENSIONS
    max_bytes: int = 0

    @property
    def limit(self) -> int:
        """Return the size in bytes that counts."""
        return min(self.max_bytes or settings.ATTACHMENT_MAX_BYTES, settings.ATTACHMENT_MAX_BYTES)


def check_upload(file: "File[Any]", *, rules: FileRules) -> tuple[str, FileFormat]:
    """Return the clean name and the format of a file, or raise the refusal that fits."""
    name = clean_name(file.name or "")
    stem, extension = split_name(name)
    accepted = [code for code in rules.extensions if code in FORMATS]
    formats = ", ".join(accepted).upper()
    if not name or not stem.strip(". "):
        raise errors.FileNameRefused
    if not file.size:
        raise errors.FileEmpty(name=name)
    if file.size > rules.limit:
        raise errors.FileTooBig(name=name, limit=f"{rules.limit / MEGABYTE:.0f}")
    if extension in ARCHIVES:
        raise errors.FileArchiveRefused(name=name, formats=formats)
    if extension not in accepted:
        raise errors.FileTypeRefused(name=name, formats=formats)
    expected = FORMATS[extension]
    stream = cast("BinaryIO", file)
    try:
        is_genuine = expected.is_genuine(stream)
    except content.TooManyPixels as error:
        raise errors.FileImageTooLarge(name=name) from error
    if not is_genuine:
        raise errors.FileContentMismatch(name=name, extension=extension.upper())
    return name, expected


def store_upload(
    file: "File[Any]",
    *,
    owner_type: str,
    owner_id: object,
    slot: str,
    rules: FileRules,
    actor: Any,
    now: datetime | None = None,
) -> Attachment:
    """Check a file, keep it under a random key and have it scanned; raises a `FileRefused`.

    Call it outside `atomic()`: checking, hashing and copying take time.
    """
    name, expected = check_upload(file, rules=rules)
    attachment = Attachment(
        owner_type=owner_type,
        owner_id=str(owner_id),
        slot=slot,
        original_name=name,
        content_type=expected.content_type,
        size=file.size,
        sha256=_digest(file),
        scan_state=ScanState.PENDING if settings.CLAMAV_ADDRESS else ScanState.UNSCANNED,
        uploaded_by_id=getattr(actor, "pk", None),
        uploaded_at=now or timezone.now(),
    )
    return _keep(attachment, file)


def copy_upload(
    source: Attachment,
    *,
    owner_type: str,
    owner_id: object,
    slot: str,
    actor: Any,
    now: datetime | None = None,
) -> Attachment:
    """Keep a document once more, for another owner, with the age it already has.

    A copy, not a link: each owner erases its own. Call it outside `atomic()`: copying takes time.
    """
    attachment = Attachment(
        owner_type=owner_type,
        owner_id=str(owner_id),
        slot=slot,
        original_name=source.original_name,
        content_type=source.content_type,
        size=source.size,
        sha256=source.sha256,
        scan_state=source.scan_state,
        uploaded_by_id=getattr(actor, "pk", None),
        uploaded_at=now or timezone.now(),
        first_given_at=source.given_since,
    )
    with source.file.open("rb") as file:
        return _keep(attachment, File(file))


def store_generated(
    data: bytes,
    *,
    owner_type: str,
    owner_id: object,
    slot: str,
    name: str,
    content_type: str,
    now: datetime | None = None,
) -> Attachment:
    """Keep a file the portal made itself; frozen from birth, never scanned."""
    return store_generated_file(
        ContentFile(data),
        owner_type=owner_type,
        owner_id=owner_id,
        slot=slot,
        name=name,
        content_type=content_type,
        now=now,
    )


def store_generated_file(
    file: "File[Any]",
    *,
    owner_type: str,
    owner_id: object,
    slot: str,
    name: str,
    content_type: str,
    now: datetime | None = None,
) -> Attachment:
    """Keep a file the portal made on the disk, too large to be held in memory."""
    moment = now or timezone.now()
    attachment = Attachment(
        owner_type=owner_type,
        owner_id=str(owner_id),
        slot=slot,
        original_name=clean_name(name),
        content_type=content_type,
        size=file.size,
        sha256=_digest(file),
        scan_state=ScanState.CLEAN,
        is_generated=True,
        uploaded_at=moment,
        frozen_at=moment,
    )
    return _keep(attachment, file)


def remove(attachment: Attachment, *, actor: Any, now: datetime | None = None) -> None:
    """Remove a file and its row; what is frozen stays."""
    with transaction.atomic():
        kept = Attachment.objects.select_for_update().filter(pk=attachment.pk).first()
        if kept is None:
            return
        if kept.frozen_at is not None:
            raise errors.FileFrozen
        storage, path = kept.file.storage, kept.file.name
        events.record(
            REMOVED,
            subject_type=kept.owner_type,
            subject_id=kept.owner_id,
            actor=actor,
            at=now,
            slot=kept.slot,
        )
        kept.delete()
        transaction.on_commit(lambda: storage.delete(path) if path else None)


def erase(files: QuerySet[Any]) -> int:
    """Erase files for good, frozen ones included, and return how many there were.

    For what keeps nobody's rights: what the portal made and can make again, what was only a test.
    """
    with transaction.atomic():
        found = list(files.select_for_update())
        jobs.forget(SCAN, keys=[one.key for one in found])
        for one in found:
            if one.file.name:
                transaction.on_commit(partial(one.file.storage.delete, one.file.name))
        files.model.objects.filter(pk__in=[one.pk for one in found]).delete()
    return len(found)


def freeze(owner_type: str, owner_id: object, *, now: datetime) -> int:
    """Freeze every file of an owner (at filing) and return how many there are."""
    return (
        Attachment.objects.of(owner_type, owner_id)
        .filter(frozen_at__isnull=True)
        .update(frozen_at=now)
    )


def _digest(file: "File[Any]") -> str:
    """Hash a file chunk by chunk."""
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks(CHUNK):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _keep(attachment: Attachment, file: "File[Any]") -> Attachment:
    """Write the file, then its row and its scan together; without the row, no file stays."""
    attachment.file.save(attachment.original_name, file, save=False)
    try:
        with transaction.atomic():
            attachment.save(force_insert=True)
            if attachment.scan_state == ScanState.PENDING:
                jobs.enqueue(SCAN, key=str(attachment.key), payload={"attachment": attachment.pk})
    except BaseException:
        attachment.file.storage.delete(attachment.file.name or "")
        raise
    return attachment
