"""Having a file checked by the antivirus: the two halves of its job."""

from typing import Any

from django.conf import settings
from django.db import transaction

from applications.attachments import clamav
from applications.attachments.events import INFECTED
from applications.attachments.models import Attachment, ScanState
from cms.core import events
from cms.core.jobs import JobHandler, Payload

SCAN = "attachments.scan"


def look(payload: Payload) -> ScanState | None:
    """Send the file to the antivirus; a file removed meanwhile needs no check."""
    attachment = Attachment.objects.filter(pk=payload["attachment"]).first()
    if attachment is None or attachment.scan_state != ScanState.PENDING:
        return None
    if not settings.CLAMAV_ADDRESS:
        return ScanState.UNSCANNED
    with attachment.file.open("rb") as file:
        virus = clamav.scan(file, address=settings.CLAMAV_ADDRESS)
    return ScanState.INFECTED if virus else ScanState.CLEAN


def note(payload: Payload, outcome: Any) -> None:
    """Store the answer; an infected file leaves the storage, its row says why."""
    if outcome is None:
        return
    attachment = Attachment.objects.select_for_update().filter(pk=payload["attachment"]).first()
    if attachment is None:
        return
    attachment.scan_state = outcome
    if outcome == ScanState.INFECTED:
        storage, path = attachment.file.storage, attachment.file.name
        attachment.file = ""
        events.record(
            INFECTED,
            subject_type=attachment.owner_type,
            subject_id=attachment.owner_id,
            slot=attachment.slot,
        )
        transaction.on_commit(lambda: storage.delete(path) if path else None)
    attachment.save(update_fields=["scan_state", "file"])


def give_up(payload: Payload) -> None:
    """Say that the file could not be checked, once every attempt has failed."""
    Attachment.objects.filter(pk=payload["attachment"], scan_state=ScanState.PENDING).update(
        scan_state=ScanState.ERROR
    )


scan_handler = JobHandler(code=SCAN, work=look, finish=note, give_up=give_up)
