"""Who may read a file: the room that owns its row answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from applications.attachments.models import Attachment
from cms.core.permissions import Answer, refused
from cms.core.registry import Registry


@dataclass(frozen=True, slots=True)
class AttachmentOwner:
    """One kind of owner (`submission`…) and its permission function.

    `can_read(user, attachment)` sees `attachment.scan_state`: staff must be refused what is still
    `pending`.
    """

    code: str
    can_read: Callable[[Any, Attachment], Answer]


attachment_owners: Registry[AttachmentOwner] = Registry("attachment owners")


def may_read(user: Any, attachment: Attachment) -> Answer:
    """Ask the owner; a file nobody answers for is read by nobody."""
    if attachment.owner_type not in attachment_owners:
        return refused("no owner")
    return attachment_owners.get(attachment.owner_type).can_read(user, attachment)
