"""« Télécharger mes données »: an archive of all the portal knows of a person, made by a job."""

import json
import zipfile
from datetime import datetime, timedelta
from enum import StrEnum
from tempfile import TemporaryFile

from django.core.files.base import File
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from applications.accounts import events as kinds
from applications.accounts.exporters import data_exporters
from applications.accounts.models import User
from applications.attachments import services as attachments
from applications.attachments.models import Attachment
from applications.attachments.names import clean_name
from cms.core import events, jobs
from cms.core.jobs import JobHandler, Payload
from cms.core.models import Job
from cms.core.models.job import JobState

ARCHIVE = "accounts.archive"
OWNER = "data_archive"
"""Owner of an archive; its number is that of the account."""
LIVES = timedelta(days=7)
ZIP_TYPE = "application/zip"


class ArchiveState(StrEnum):
    """Where the archive stands."""

    NONE = "none"
    PREPARING = "preparing"
    READY = "ready"
    FAILED = "failed"


def archive_of(user: User, *, now: datetime) -> Attachment | None:
    """Return the archive to download, unless its days are over."""
    made = Attachment.objects.of(OWNER, user.pk).filter(uploaded_at__gt=now - LIVES)
    found: Attachment | None = made.order_by("pk").last()
    return found


def state_of(user: User, *, now: datetime) -> ArchiveState:
    """Return where the archive stands."""
    last = _jobs(user).first()
    if last is not None and last.state in {JobState.QUEUED, JobState.RUNNING}:
        return ArchiveState.PREPARING
    if archive_of(user, now=now) is not None:
        return ArchiveState.READY
    is_lost = last is not None and last.state == JobState.FAILED
    return ArchiveState.FAILED if is_lost else ArchiveState.NONE


@transaction.atomic
def ask_archive(user: User, *, now: datetime) -> None:
    """Have an archive made; while one is being made, asking again does nothing."""
    User.objects.select_for_update().get(pk=user.pk)
    if state_of(user, now=now) is ArchiveState.PREPARING:
        return
    jobs.enqueue(ARCHIVE, key=f"{user.pk}:{now.isoformat()}", payload={"user": user.pk})
    events.record(
        kinds.ARCHIVE_ASKED, subject_type="account", subject_id=user.pk, actor=user, at=now
    )


def make(payload: Payload) -> None:
    """Write the archive and keep it in place of the one before."""
    user = User.objects.get(pk=payload["user"])
    with TemporaryFile() as whole, translation.override(user.language):
        write(user, File(whole))
        before = [one.pk for one in Attachment.objects.of(OWNER, user.pk)]
        attachments.store_generated_file(
            File(whole, name="archive.zip"),
            owner_type=OWNER,
            owner_id=user.pk,
            slot="",
            name=_("my-data-%(day)s.zip") % {"day": timezone.localdate().isoformat()},
            content_type=ZIP_TYPE,
        )
        attachments.erase(Attachment.objects.filter(pk__in=before))


def write(user: User, whole: "File[bytes]") -> None:
    """Write every room's records and files in one ZIP."""
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for room in data_exporters:
            words = json.dumps(
                room.records(user), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2
            )
            archive.writestr(f"{room.code}.json", words)
            for folder, attachment in room.files(user):
                _copy(archive, f"{room.code}/{folder}", attachment)


def erase_archives(user_ids: list[int]) -> int:
    """Erase the archives of some people at once."""
    owned = [str(pk) for pk in user_ids]
    return attachments.erase(Attachment.objects.filter(owner_type=OWNER, owner_id__in=owned))


def erase_old_archives(now: datetime) -> int:
    """Erase the archives whose days are over; return how many."""
    old = Attachment.objects.filter(owner_type=OWNER, uploaded_at__lte=now - LIVES)
    return attachments.erase(old)


def _copy(archive: zipfile.ZipFile, folder: str, attachment: Attachment) -> None:
    """Copy a file bit by bit, under the name it was given; an infected one is no longer there."""
    if not attachment.file:
        return
    name = f"{folder}/{attachment.pk}-{clean_name(attachment.original_name)}"
    with attachment.file.open("rb") as source, archive.open(name, "w") as target:
        for chunk in File(source).chunks():
            target.write(chunk)


def _jobs(user: User) -> QuerySet[Job]:
    return Job.objects.filter(kind=ARCHIVE, key__startswith=f"{user.pk}:").order_by("-created_at")


archive_handler = JobHandler(code=ARCHIVE, work=make)
