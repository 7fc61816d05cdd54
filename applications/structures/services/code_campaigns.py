"""A campaign of codes: a file checked, imported when somebody says so, followed to its end."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Q

from applications.accounts.models import User
from applications.attachments.models import Attachment
from applications.attachments.services import storing
from applications.structures import events as kinds, known_rows, tables
from applications.structures.exceptions import CampaignHasErrors, CampaignStarted
from applications.structures.known_rows import Owner
from applications.structures.models import CampaignState, CodeCampaign
from applications.structures.services.code_parts import (
    JOIN,
    MAKE,
    OWNER,
    PART,
    PER_PART,
    SOURCE,
    note,
)
from cms.core import jobs
from cms.core.models.job import Job, JobState

RULES = storing.FileRules(extensions=("csv", "xlsx"), max_bytes=5 * storing.MEGABYTE)
SHOWN_ERRORS = 200
SAMPLE = 5
FILES_LIVE = timedelta(days=30)


def check(
    file: "File[Any]", *, name: str, kind: str, expires_on: date, actor: User, now: datetime
) -> CodeCampaign:
    """Check a file and keep it with what was found; nothing of it is imported.

    Raises `FileRefused` or `TableRefused`. Call it outside `atomic()`.
    """
    clean, expected = storing.check_upload(file, rules=RULES)
    file.seek(0)
    checked = known_rows.check(tables.read(file.read(), extension=expected.extension), kind=kind)
    file.seek(0)
    campaign: CodeCampaign = CodeCampaign.objects.create(
        name=name,
        kind=kind,
        created_at=now,
        created_by=actor,
        file_name=clean,
        row_count=len(checked.owners),
        expires_on=expires_on,
        report={
            "rows": checked.rows,
            "error_count": len({row for row, _words in checked.errors}),
            "errors": checked.errors[:SHOWN_ERRORS],
            "sample": [_line(owner) for owner in checked.owners[:SAMPLE]],
        },
    )
    storing.store_upload(
        file, owner_type=OWNER, owner_id=campaign.pk, slot=SOURCE, rules=RULES, actor=actor, now=now
    )
    return campaign


@transaction.atomic
def start(
    campaign: CodeCampaign, *, delivery: str, only_valid: bool, actor: User, now: datetime
) -> CodeCampaign:
    """Import the rows that are right, and make their codes.

    Raises `CampaignHasErrors` unless every row is right or `only_valid` was chosen, and when there
    is nothing to import; `CampaignStarted` the second time.
    """
    locked = CodeCampaign.objects.select_for_update().get(pk=campaign.pk)
    if locked.state != CampaignState.CHECKED:
        raise CampaignStarted
    if not locked.row_count or (locked.report["error_count"] and not only_valid):
        raise CampaignHasErrors
    locked.state, locked.delivery = CampaignState.MAKING, delivery
    locked.save(update_fields=["state", "delivery"])
    for part in range(_parts(locked)):
        jobs.enqueue(MAKE, key=f"{locked.pk}:{part}", payload={"campaign": locked.pk, "part": part})
    note(kinds.CAMPAIGN_STARTED, locked, actor=actor, now=now, rows=locked.row_count)
    return locked


@transaction.atomic
def abandon(campaign: CodeCampaign, *, actor: User, now: datetime) -> None:
    """Forget a file that was checked and not imported. Raises `CampaignStarted`."""
    locked = CodeCampaign.objects.select_for_update().get(pk=campaign.pk)
    if locked.state != CampaignState.CHECKED:
        raise CampaignStarted
    storing.erase(Attachment.objects.of(OWNER, locked.pk))
    note(kinds.CAMPAIGN_ABANDONED, locked, actor=actor, now=now)
    locked.delete()


@transaction.atomic
def resume(campaign: CodeCampaign, *, actor: User, now: datetime) -> CodeCampaign:
    """Try again what stopped by an error; what was made stays. Raises `CampaignStarted`."""
    locked = CodeCampaign.objects.select_for_update().get(pk=campaign.pk)
    if locked.state != CampaignState.FAILED:
        raise CampaignStarted
    own = Q(kind=MAKE, key__startswith=f"{locked.pk}:") | Q(kind=JOIN, key=f"{locked.pk}")
    for failed in list(Job.objects.filter(own, state=JobState.FAILED)):
        jobs.forget(failed.kind, keys=[failed.key])
        jobs.enqueue(failed.kind, key=failed.key, payload=failed.payload)
    locked.state = CampaignState.MAKING
    locked.save(update_fields=["state"])
    note(kinds.CAMPAIGN_STARTED, locked, actor=actor, now=now, rows=locked.row_count)
    return locked


def files_of(campaign: CodeCampaign) -> list[Attachment]:
    """Return what is to be downloaded: letters by parts, or the file for mail merge."""
    found = Attachment.objects.of(OWNER, campaign.pk).exclude(slot=SOURCE)
    return [one for one in found.order_by("slot", "pk") if not one.slot.startswith(PART)]


def erase_old_files(*, now: datetime) -> int:
    """Erase the files that hold plain codes, or the imported rows, after a month."""
    old = Attachment.objects.filter(owner_type=OWNER, uploaded_at__lt=now - FILES_LIVE)
    return storing.erase(old)


def _line(owner: Owner) -> list[str]:
    """Return an owner as the preview shows them: name, number, how many dossiers."""
    values = owner.values
    if "name" in values:
        return [values["name"], values["siret"] or values["uai"], str(len(owner.dossiers))]
    name = f"{values['first_name']} {values['last_name']}"
    return [name, values["external_key"], str(len(owner.dossiers))]


def _parts(campaign: CodeCampaign) -> int:
    return -(-campaign.row_count // PER_PART)
