"""Who may read the files of a dossier."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from applications.attachments.models import Attachment, ScanState
from applications.attachments.owners import AttachmentOwner, attachment_owners
from applications.submissions.events import SUBJECT
from applications.submissions.filed import is_sensitive_file
from applications.submissions.models import Submission
from applications.submissions.permissions import NOT_YOURS, can_read_sensitive
from cms.core.permissions import ALLOWED, Answer, refused


def can_read(user: Any, attachment: Attachment) -> Answer:
    """The applicants of the dossier; its officers once filed, and once the file is checked.

    Others of the team read no document that answers a sensitive question (portal.md §12).
    Who tries a form reads the files of their test dossiers as an applicant does.
    """
    if not attachment.owner_id.isdigit():
        return refused(_("This file belongs to no application."))
    if Submission.objects.tried_by(user).filter(pk=int(attachment.owner_id)).exists():
        return ALLOWED
    if getattr(user, "is_staff", False):
        if attachment.scan_state in {ScanState.PENDING, ScanState.INFECTED}:
            return refused(_("This file is still being checked, or is infected."))
        return _can_staff_read(user, attachment)
    visible = Submission.objects.visible_to_applicant(user)
    if visible.filter(pk=int(attachment.owner_id)).exists():
        return ALLOWED
    return refused(NOT_YOURS)


def _can_staff_read(user: Any, attachment: Attachment) -> Answer:
    dossiers = Submission.objects.visible_to_staff(user).select_related("form_version")
    submission = dossiers.filter(pk=int(attachment.owner_id)).first()
    if submission is None:
        return refused(NOT_YOURS)
    answer = can_read_sensitive(user, submission)
    return answer if is_sensitive_file(submission, attachment) else ALLOWED


def register() -> None:
    """Make this owner known to the attachments."""
    attachment_owners.register(AttachmentOwner(code=SUBJECT, can_read=can_read))
