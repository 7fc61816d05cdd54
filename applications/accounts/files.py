"""Who may read the files kept for a person: they alone."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from applications.accounts.models import PersonBankDetails
from applications.accounts.services import bank, data
from applications.attachments.models import Attachment
from applications.attachments.owners import AttachmentOwner, attachment_owners
from cms.core.permissions import ALLOWED, Answer, refused

NOT_YOURS = _("This file is not yours.")


def can_read_rib(user: Any, attachment: Attachment) -> Answer:
    """The person who gave it; its address is shown with the whole IBAN, and nowhere else."""
    owned = PersonBankDetails.objects.filter(user_id=user.pk, pk=attachment.owner_id)
    return ALLOWED if owned.exists() else refused(NOT_YOURS)


def can_read_archive(user: Any, attachment: Attachment) -> Answer:
    """The person it tells all about."""
    return ALLOWED if attachment.owner_id == str(user.pk) else refused(NOT_YOURS)


def register() -> None:
    """Make these owners known to the attachments."""
    attachment_owners.register(AttachmentOwner(code=bank.OWNER, can_read=can_read_rib))
    attachment_owners.register(AttachmentOwner(code=data.OWNER, can_read=can_read_archive))
