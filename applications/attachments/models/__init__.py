"""Files' table."""

from applications.attachments.models.attachment import Attachment, ScanState

__all__ = ["Attachment", "ScanState"]
