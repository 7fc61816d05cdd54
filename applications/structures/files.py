"""Who may read the proofs of bank details, and the letters of campaigns of codes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from applications.attachments.models import Attachment, ScanState
from applications.attachments.owners import AttachmentOwner, attachment_owners
from applications.structures.permissions import can_manage_codes, can_verify_bank
from applications.structures.services import code_parts
from applications.structures.services.bank import OWNER
from cms.core.permissions import Answer, refused


def can_read(user: Any, attachment: Attachment) -> Answer:
    """Who checks it; those who gave it see its name, for it shows the whole IBAN."""
    if attachment.scan_state in {ScanState.PENDING, ScanState.INFECTED}:
        return refused(_("This file is still being checked, or is infected."))
    return can_verify_bank(user)


def can_read_codes(user: Any, attachment: Attachment) -> Answer:
    """Who makes codes prints them."""
    return can_manage_codes(user)


def register() -> None:
    """Make these owners known to the attachments."""
    attachment_owners.register(AttachmentOwner(code=code_parts.OWNER, can_read=can_read_codes))
    attachment_owners.register(AttachmentOwner(code=OWNER, can_read=can_read))
