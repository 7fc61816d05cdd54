"""The demonstration's tables."""

from cms.demo.models.loaded import LoadStamp
from cms.demo.models.mailbox import MailboxAttachment, MailboxMessage

__all__ = ["LoadStamp", "MailboxAttachment", "MailboxMessage"]
