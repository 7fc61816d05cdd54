"""What this room tells the catalogue of its dossiers: counts and answers, never whose they are."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db.models import CharField, Count, Q
from django.db.models.functions import Cast

from aids.dossiers import DraftContent, VersionUse
from aids.models import Aid
from applications.attachments.models import Attachment, ScanState
from applications.submissions import dossier_facts
from applications.submissions.events import SUBJECT
from applications.submissions.models import Submission
from applications.submissions.querysets import SubmissionQuerySet

READ_TOGETHER = 500


class SubmissionKeeper:
    """Answers for the dossiers of this room."""

    code = "submissions"

    def count_drafts(self, aid: Aid, *, now: datetime) -> int:
        """Count the drafts that may still be filed."""
        return self._drafts(aid, now).count()

    def drafts(self, aid: Aid, *, now: datetime) -> Iterator[DraftContent]:
        """Yield them, two queries for all: the drafts as they come, and the files they hold."""
        rows = self._drafts(aid, now)
        given = self._given(rows)
        kept = rows.select_related("campaign", "structure__family").only(
            "form_version_id",
            "answers",
            "beneficiary_kind",
            "campaign__opens_at",
            "structure__family__code",
        )
        for row in kept.iterator(chunk_size=READ_TOGETHER):
            yield DraftContent(
                version_id=row.form_version_id,
                answers=dossier_facts.answers_of(row),
                given=frozenset(given.get(str(row.pk), ())),
            )

    def use_of_versions(self, aid: Aid) -> Mapping[int, VersionUse]:
        """Count the drafts and the filed dossiers of each version."""
        rows = (
            Submission.objects.real()
            .filter(aid=aid)
            .order_by()
            .values("form_version_id")
            .annotate(
                drafts=Count("pk", filter=Q(state__in=("draft", "awaiting_transmission"))),
                filed=Count("pk", filter=Q(submitted_at__isnull=False)),
            )
        )
        return {row["form_version_id"]: VersionUse(row["drafts"], row["filed"]) for row in rows}

    def _drafts(self, aid: Aid, now: datetime) -> SubmissionQuerySet:
        return Submission.objects.filter(aid=aid).following_form(now)

    def _given(self, rows: SubmissionQuerySet) -> dict[str, set[str]]:
        """Return the questions each draft gives a file to; an infected one counts for nothing."""
        files = (
            Attachment.objects.given()
            .filter(owner_type=SUBJECT, owner_id__in=rows.values(key=Cast("pk", CharField())))
            .exclude(scan_state=ScanState.INFECTED)
            .order_by()
            .values_list("owner_id", "slot")
        )
        found: dict[str, set[str]] = {}
        for owner_id, slot in files.iterator(chunk_size=READ_TOGETHER):
            found.setdefault(owner_id, set()).add(slot)
        return found
