"""Who may read the document that proves the bank details of a structure."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from applications.attachments.models import Attachment, ScanState
from applications.attachments.owners import AttachmentOwner, attachment_owners
from applications.structures.permissions import can_verify_bank
from applications.structures.services.bank import OWNER
from cms.core.permissions import Answer, refused


def can_read(user: Any, attachment: Attachment) -> Answer:
    """Who checks it; those who gave it see its name, for it shows the whole IBAN."""
    if attachment.scan_state in {ScanState.PENDING, ScanState.INFECTED}:
        return refused(_("This file is still being checked, or is infected."))
    return can_verify_bank(user)


def register() -> None:
    """Make this owner known to the attachments."""
    attachment_owners.register(AttachmentOwner(code=OWNER, can_read=can_read))
