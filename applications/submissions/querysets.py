"""Reading dossiers: who sees which, and with what joined."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Q

from aids.models import Aid
from applications.rights import roles_for
from applications.structures.models import Membership, Structure
from applications.structures.permissions import provisional_since

Reader = AbstractBaseUser | AnonymousUser

BEFORE_FILING = ("draft", "awaiting_transmission", "deleted")
"""States in which the Region has nothing to see."""

MANAGING_BODY = "ogec"
"""The link of a beneficiary whose managers read what was filed for it."""

DOCUMENT_COLUMNS = (
    "answers",
    "criteria_answers",
    "sworn_statements",
    "step_progress",
    "pending_sheet",
    "filed_answers",
    "filed_identity",
    "beneficiary_sheet",
)
"""Columns a list never needs."""


class SubmissionQuerySet(models.QuerySet[Any]):
    """Reads of dossiers.

    Whoever reads several says whether test dossiers count: `real()`, `tests()`, or one of the
    methods below that leave them out (a test of the house holds every list to it).
    """

    def real(self) -> "SubmissionQuerySet":
        """Leave out the dossiers of those who try a form."""
        return self.filter(is_test=False)

    def tests(self) -> "SubmissionQuerySet":
        """Keep the dossiers of those who try a form, and nothing else."""
        return self.filter(is_test=True)

    def tried_by(self, user: Reader) -> "SubmissionQuerySet":
        """Keep the test dossiers of one member of staff."""
        if not user.is_authenticated or not getattr(user, "is_staff", False):
            return self.none()
        return self.tests().filter(writer_id=user.pk)

    def visible_to_applicant(self, user: Reader) -> "SubmissionQuerySet":
        """Keep what this person may see: theirs, and what their rights in a structure open."""
        if not user.is_authenticated:
            return self.none()
        return self.listed_for(user, Membership.objects.active().filter(user_id=user.pk))

    def listed_for(self, user: Reader, memberships: Iterable[Membership]) -> "SubmissionQuerySet":
        """Return the same dossiers as `visible_to_applicant`, whose memberships were read before.

        A member sees the dossiers they wrote or that are shared with them; a manager every dossier
        of the structure, and those filed for it as the managing body of a school; a provisional
        one what was begun since they arrived. Plain lists of ids: indexes serve every branch.
        """
        read = list(memberships)
        verified = [one for one in read if not one.is_unverified]
        managed = [one.structure_id for one in verified if one.is_manager]
        joined = [one for one in read if not one.is_manager]
        shown = (
            Q(person_id=user.pk)
            | Q(structure_id__in=managed)
            | Q(
                beneficiary_structure_id__in=managed,
                beneficiary_link=MANAGING_BODY,
                submitted_at__isnull=False,
            )
        )
        for one in read:
            if one.is_manager and one.is_unverified:
                since = provisional_since(one)
                shown |= Q(structure_id=one.structure_id, created_at__gte=since)
        if joined:
            shown |= Q(structure_id__in=[one.structure_id for one in joined], writer_id=user.pk)
            shown |= Q(pk__in=self._shared_with(user, joined))
        return self.real().filter(shown)

    def _shared_with(self, user: Reader, memberships: Iterable[Membership]) -> list[int]:
        """Return the dossiers shared with somebody since they joined the structure."""
        joined_at = {one.structure_id: one.started_at for one in memberships}
        shared = self.model._default_manager.filter(
            structure_id__in=list(joined_at),
            shares__user_id=user.pk,
            shares__ended_at__isnull=True,
        ).values_list("pk", "structure_id", "shares__shared_at")
        return [pk for pk, structure, at in shared if at >= joined_at[structure]]

    def visible_to_staff(self, user: Reader) -> "SubmissionQuerySet":
        """Keep the filed dossiers of the aids given to this person's teams.

        Being named in a team is not enough: who has no part in the instruction reads nothing.
        """
        role = getattr(user, "staff_role", "")
        if not getattr(user, "is_staff", False) or role not in roles_for("dossier.read_filed"):
            return self.none()
        teams_aids = Aid.objects.filter(team__members=user.pk).values("pk")
        return self.real().filter(aid__in=teams_aids).exclude(state__in=BEFORE_FILING)

    def in_queue(self, user: Reader) -> "SubmissionQuerySet":
        """Return the officers' queue: what their teams handle, oldest filing first."""
        return self.visible_to_staff(user).for_list().order_by("submitted_at", "id")

    def for_list(self) -> "SubmissionQuerySet":
        """Join what a line of a list shows, and leave the documents in the table."""
        return self.select_related("aid", "campaign", "structure", "person", "writer").defer(
            *DOCUMENT_COLUMNS
        )

    def for_page(self) -> "SubmissionQuerySet":
        """Join what a page of one dossier shows."""
        return self.select_related(
            "aid",
            "aid__team",
            "campaign",
            "campaign__regulation",
            "regulation",
            "structure",
            "structure__family",
            "person",
            "person__person_sheet",
            "writer",
            "officer",
            "form_version",
            "form_texts",
            "aid__current_version",
        ).defer("form_version__schema", "aid__current_version__schema", "form_texts__texts")

    def for_work(self) -> "SubmissionQuerySet":
        """Join what every page of an applicant needs; the rest costs a query where it is shown."""
        return self._for_work("structure", "structure__family", "person", "person__person_sheet")

    def for_own_work(self) -> "SubmissionQuerySet":
        """Join the same for a dossier of the person's own, which has no structure."""
        return self._for_work("person", "person__person_sheet")

    def _for_work(self, *beneficiary: str) -> "SubmissionQuerySet":
        return self.select_related(
            "aid",
            "aid__team",
            "campaign",
            "regulation",
            "form_version",
            "aid__current_version",
            *beneficiary,
        ).defer("form_version__schema", "aid__current_version__schema", "regulation__body")

    def for_officers(self) -> "SubmissionQuerySet":
        """Join what the officers' page of one dossier shows.

        A dozen tables at most: beyond, PostgreSQL takes longer to plan than to read.
        """
        return self.select_related(
            "aid",
            "aid__team",
            "campaign",
            "regulation",
            "structure",
            "structure__family",
            "person",
            "officer",
            "form_version",
        ).defer("form_version__schema")

    def following_form(self, now: datetime) -> "SubmissionQuerySet":
        """Keep what a new version of the form concerns: not filed, in a campaign not closed."""
        return self.real().filter(
            Q(campaign__closes_at__isnull=True) | Q(campaign__closes_at__gte=now),
            state__in=("draft", "awaiting_transmission"),
        )

    def living(self) -> "SubmissionQuerySet":
        """Leave out the bin."""
        return self.exclude(state="deleted")

    def counting_for_limit(self) -> "SubmissionQuerySet":
        """Keep what uses up « one dossier per beneficiary and campaign »."""
        return self.exclude(state__in=("deleted", "withdrawn"))

    def receiving(self, key: str, *, structure: Structure | None) -> "SubmissionQuerySet":
        """Keep the dossiers that name a beneficiary, by its digest, whoever applies for it.

        `structure` is that beneficiary when the portal knows it: those it asks for itself count.
        """
        named = Q(beneficiary_key=key)
        if structure is not None:
            named |= Q(structure=structure, beneficiary_kind__in=("", "self"))
        return self.real().filter(named)

    def of_beneficiary(
        self, *, person_id: int | None, structure_id: int | None
    ) -> "SubmissionQuerySet":
        """Keep the dossiers of one person or of one structure."""
        if structure_id is not None:
            return self.real().filter(structure_id=structure_id)
        return self.real().filter(person_id=person_id, structure__isnull=True)
