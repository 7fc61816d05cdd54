"""The editors' lists of answers: importing a version, looking at it, using it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from aids import events
from aids.exceptions import ListInUse, ListUnreadable
from aids.models.reference_list import ReferenceList, ReferenceListVersion
from aids.reference_csv import Entry, ListFile, read_list
from cms.core import events as journal, public_cache
from cms.core.events import Actor


def import_version(
    reference_list: ReferenceList,
    *,
    content: bytes,
    file_name: str,
    actor: Actor,
    now: datetime,
) -> ReferenceListVersion:
    """Keep the lines of a file as a new version, not in use yet.

    Raises `ListUnreadable` with what is wrong, line by line; then nothing is kept.
    """
    found: ListFile = read_list(content)
    if found.problem_count:
        raise ListUnreadable(file=found)
    return keep_version(
        reference_list, entries=found.entries, file_name=file_name, actor=actor, now=now
    )


def keep_version(
    reference_list: ReferenceList,
    *,
    entries: Sequence[Entry],
    file_name: str = "",
    actor: Actor,
    now: datetime,
) -> ReferenceListVersion:
    """Keep lines as a new version, not in use yet."""
    lines = [list(entry) for entry in entries]
    canonical = json.dumps(lines, ensure_ascii=False, separators=(",", ":"))
    with transaction.atomic():
        locked = ReferenceList.objects.select_for_update().get(pk=reference_list.pk)
        last = locked.versions.order_by("-number").values_list("number", flat=True).first()
        return ReferenceListVersion.objects.create(
            reference_list=locked,
            number=(last or 0) + 1,
            entries=lines,
            size=len(lines),
            digest=hashlib.sha256(canonical.encode()).hexdigest(),
            file_name=file_name[:200],
            author_id=getattr(actor, "pk", None),
            created_at=now,
        )


def use_version(
    version: ReferenceListVersion, *, actor: Actor, now: datetime
) -> ReferenceListVersion:
    """Let people choose among the lines of this version, from now on."""
    with transaction.atomic():
        locked = ReferenceList.objects.select_for_update().get(pk=version.reference_list_id)
        locked.current = version
        locked.save(update_fields=["current"])
        ReferenceListVersion.objects.filter(pk=version.pk).update(used_since=now)
        public_cache.bump()
        journal.record(
            events.REFERENCE_LIST_USED,
            subject_type="reference_list",
            subject_id=locked.pk,
            actor=actor,
            number=version.number,
            lines=version.size,
        )
    version.used_since = now
    return version


def discard_version(version: ReferenceListVersion) -> None:
    """Forget a version that nobody ever used; raises `ListInUse` for another."""
    with transaction.atomic():
        forgotten, _rows = ReferenceListVersion.objects.filter(
            pk=version.pk, used_since=None
        ).delete()
        if not forgotten:
            raise ListInUse


@dataclass(frozen=True, slots=True)
class ListChanges:
    """What using a version would change: lines that come, that go, that are reworded."""

    added: list[str]
    removed: list[str]
    reworded: list[tuple[str, str]]


def changes(old: ReferenceListVersion | None, new: ReferenceListVersion) -> ListChanges:
    """Compare a version with the one in use, line by line, by code."""
    before = {code: label for code, label, _words in old.entries} if old else {}
    after = {code: label for code, label, _words in new.entries}
    return ListChanges(
        added=[label for code, label in after.items() if code not in before],
        removed=[label for code, label in before.items() if code not in after],
        reworded=[
            (before[code], label)
            for code, label in after.items()
            if code in before and before[code] != label
        ],
    )
