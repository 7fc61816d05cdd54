"""Giving and removing the documents of a draft."""

from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction

from applications.accounts.models import User
from applications.attachments import services as attachments
from applications.attachments.errors import NotReusable, TooManyFiles
from applications.attachments.models import Attachment
from applications.formbuilder.field_types.file import FileSettings
from applications.formbuilder.schema import Question
from applications.submissions import documents
from applications.submissions.events import SUBJECT
from applications.submissions.exceptions import NotEditable
from applications.submissions.models import Submission
from applications.submissions.permissions import can_edit
from applications.submissions.services.drafting import editable
from cms.core.errors import DomainError


def give(
    submission: Submission, *, question: Question, file: File[Any], actor: User, now: datetime
) -> Attachment:
    """Keep one more file for a document; raises a `FileRefused` that says what to do.

    Checking and copying take time and run outside any transaction; should the dossier have been
    filed meanwhile, the file does not stay.
    """
    _require_editable(submission, actor=actor)
    settings = documents.settings_of(question)
    attachment = attachments.store_upload(
        file,
        owner_type=SUBJECT,
        owner_id=submission.pk,
        slot=question.id,
        rules=attachments.FileRules(extensions=settings.extensions, max_bytes=settings.max_bytes),
        actor=actor,
        now=now,
    )
    return _settle(submission, attachment, settings, actor=actor, now=now)


def reuse(
    submission: Submission, *, question: Question, key: str, actor: User, now: datetime
) -> Attachment:
    """Give again a document of another dossier; raises `NotReusable` when it is not offered."""
    _require_editable(submission, actor=actor)
    offered = documents.reusable(submission, reader=actor, questions=[question], now=now)
    found = (one.attachment for one in offered[question.id])
    source = next((one for one in found if str(one.key) == key), None)
    if source is None:
        raise NotReusable
    attachment = attachments.copy_upload(
        source,
        owner_type=SUBJECT,
        owner_id=submission.pk,
        slot=question.id,
        actor=actor,
        now=now,
    )
    return _settle(submission, attachment, documents.settings_of(question), actor=actor, now=now)


@transaction.atomic
def take_away(submission: Submission, *, key: str, actor: User, now: datetime) -> None:
    """Remove one file of a draft; one of another dossier is none of ours."""
    locked = editable(submission, actor=actor)
    given = Attachment.objects.of(SUBJECT, locked.pk).given()
    attachment = next((one for one in given if str(one.key) == key), None)
    if attachment is not None:
        attachments.remove(attachment, actor=actor, now=now)
        locked.changed_at = now
        locked.save(update_fields=["changed_at"])


def _require_editable(submission: Submission, *, actor: User) -> None:
    if not submission.is_draft:
        raise NotEditable
    can_edit(actor, submission).require()


def _settle(
    submission: Submission,
    attachment: Attachment,
    settings: FileSettings,
    *,
    actor: User,
    now: datetime,
) -> Attachment:
    """Note the change of the dossier; a file it cannot take does not stay."""
    try:
        _touch(submission, attachment, settings, actor=actor, now=now)
    except DomainError:
        attachments.remove(attachment, actor=actor, now=now)
        raise
    return attachment


@transaction.atomic
def _touch(
    submission: Submission,
    attachment: Attachment,
    settings: FileSettings,
    *,
    actor: User,
    now: datetime,
) -> None:
    locked = editable(submission, actor=actor)
    same = Attachment.objects.of(SUBJECT, locked.pk).filter(slot=attachment.slot)
    most = settings.maximum_files
    # Those given before this one: of two sent together, the first stays.
    if most is not None and same.filter(pk__lt=attachment.pk).count() >= most:
        raise TooManyFiles(name=attachment.original_name, most=most)
    locked.changed_at = now
    locked.save(update_fields=["changed_at"])
