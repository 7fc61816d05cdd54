"""Trying a form: test dossiers that only their writer sees, and that one act wipes."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from aids.models import Aid, Campaign, FormVersion
from aids.services.trials import note_wiped
from applications.accounts.models import Family, User
from applications.accounts.services.sheets import forget_staff_sheets
from applications.attachments import services as attachments
from applications.attachments.models import Attachment
from applications.notifications.services import erase_about
from applications.structures.models import Structure
from applications.structures.services.stand_ins import erase_stand_ins, stand_in
from applications.submissions import events as kinds
from applications.submissions.exceptions import NothingToTry
from applications.submissions.known_answers import known_of
from applications.submissions.models import Submission
from applications.submissions.querysets import SubmissionQuerySet
from applications.submissions.services.drafting import create
from applications.submissions.services.filing import ACKNOWLEDGE, TELL_TEAM
from cms.core import events, jobs

SAMPLE = "submissions.sample"
"""Left here for `samples`, which fills dossiers."""


def campaign_to_try(aid: Aid, *, now: datetime) -> Campaign:
    """Return the campaign a test dossier is for: open, else next, else last; or refuse."""
    found = (
        aid.current_campaign(now)
        or aid.next_campaign(now)
        or aid.campaigns.order_by("-opens_at").first()
    )
    if found is None:
        reason = gettext(
            "this aid has no campaign yet. Add one, open or not: it gives the règlement that "
            "applicants accept."
        )
        raise NothingToTry(reason=reason)
    return found


@transaction.atomic
def start(
    aid: Aid,
    *,
    version: FormVersion,
    family: Family | None,
    actor: User,
    language: str,
    now: datetime,
) -> Submission:
    """Begin a test dossier with a version of the form, published or not.

    `family` is that of the fictitious structure that applies; `None` for a person.
    """
    structure: Structure | None = None
    if family is not None and family.is_structure:
        structure = stand_in(family, actor=actor, now=now)
    submission = create(
        aid,
        now=now,
        is_test=True,
        campaign=campaign_to_try(aid, now=now),
        person=None if structure else actor,
        structure=structure,
        writer=actor,
        form_version=version,
        language=language,
        answers=known_of(version, {}, person=actor, structure=structure),
    )
    events.record(
        kinds.STARTED, subject_type=kinds.SUBJECT, subject_id=submission.pk, actor=actor, at=now
    )
    return submission


@transaction.atomic
def wipe(aid: Aid, *, actor: User, now: datetime) -> int:
    """Erase every test dossier of an aid, whoever made it, and return how many there were.

    Answers, files, mails, jobs, events, fictitious applicants and the forms that were only tried
    go too; the journal keeps that so many were wiped, and by whom.
    """
    jobs.forget_under(SAMPLE, prefix=f"{aid.pk}:")
    count = _erase(Submission.objects.tests().filter(aid=aid))
    note_wiped(aid, count=count, actor=actor, now=now)
    return count


@transaction.atomic
def discard(submission: Submission) -> None:
    """Erase one test dossier that a worker made while the others were being wiped."""
    _erase(Submission.objects.tests().filter(pk=submission.pk))


def _erase(tests: SubmissionQuerySet) -> int:
    """Erase test dossiers with all that hangs on them; the jobs first (see `jobs.forget`)."""
    rows = list(
        tests.select_for_update(of=("self",)).values_list("pk", "structure_id", "writer_id")
    )
    keys = [pk for pk, _structure, _writer in rows]
    for kind in (ACKNOWLEDGE, TELL_TEAM):
        jobs.forget(kind, keys=keys)
    owned = Attachment.objects.filter(
        owner_type=kinds.SUBJECT, owner_id__in=[str(key) for key in keys]
    )
    attachments.erase(owned)
    erase_about(kinds.SUBJECT, keys)
    Submission.objects.tests().filter(pk__in=keys).delete()
    events.forget(subject_type=kinds.SUBJECT, subject_ids=keys)
    erase_stand_ins({structure for _pk, structure, _writer in rows if structure is not None})
    writers = {writer for _pk, _structure, writer in rows}
    still = Submission.objects.tests().filter(writer__in=writers).values_list("writer", flat=True)
    forget_staff_sheets(writers.difference(still))
    return len(keys)
