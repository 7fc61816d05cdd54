"""The documents of a dossier: what is asked, what was given; and what the criteria say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from applications.accounts.models import User
from applications.attachments.models import Attachment, ScanState
from applications.formbuilder.compiler import CompiledForm
from applications.formbuilder.field_types.file import FileSettings
from applications.formbuilder.schema import Criterion, Question
from applications.formbuilder.states import Answers, State
from applications.submissions.beneficiary import MANDATE_SLOT
from applications.submissions.events import SUBJECT
from applications.submissions.models import Submission
from cms.core.dates import add_months, paris_day

ACKNOWLEDGEMENT = "acknowledgement"
RECAP = "recap"
MASKED_RECAP = "recap-masked"

EARLIER_DOSSIERS = 50
EARLIER_FILES = 300
OFFERED_FILES = 20


@dataclass(frozen=True, slots=True)
class Unmet:
    """A criterion the answers do not meet."""

    criterion: Criterion

    @property
    def is_blocking(self) -> bool:
        """Whether the person must choose before going on."""
        return self.criterion.effect == "blocking"

    @property
    def is_final(self) -> bool:
        """Whether the rule leaves no judgement, hence no « file all the same »."""
        return self.is_blocking and self.criterion.is_without_judgement


@dataclass(frozen=True, slots=True)
class Reusable:
    """A document of another dossier, and the title of the aid it was given for."""

    attachment: Attachment
    aid_title: str


def unmet_criteria(compiled: CompiledForm, answers: dict[str, Any]) -> list[Unmet]:
    """Return the criteria answered otherwise than expected, in their order."""
    return [
        Unmet(criterion=outcome.criterion)
        for outcome in compiled.criteria.outcome(answers)
        if outcome.is_met is False
    ]


def attachments_of(submission: Submission) -> QuerySet[Attachment]:
    """Return every file of a dossier, those the portal made included; read when first needed."""
    return Attachment.objects.of(SUBJECT, submission.pk)


def by_slot(attachments: Iterable[Attachment]) -> dict[str, list[Attachment]]:
    """Group the files people gave by the question they answer."""
    slots: dict[str, list[Attachment]] = {}
    for attachment in attachments:
        if not attachment.is_generated:
            slots.setdefault(attachment.slot, []).append(attachment)
    return slots


def given_slots(files: dict[str, list[Attachment]]) -> set[str]:
    """Return the questions answered by a file that counts (an infected one does not)."""
    return {
        slot
        for slot, given in files.items()
        if any(one.scan_state != ScanState.INFECTED for one in given)
    }


def asked(compiled: CompiledForm, answers: Answers | State) -> list[Question]:
    """Return the documents asked with these answers: those of the steps, then the list's."""
    state = compiled.state(answers)
    questions = [
        question
        for step in compiled.visible_steps(state)
        for question in compiled.visible_questions(step.id, state)
        if compiled.questions[question.id].type.is_file
    ]
    return [*questions, *compiled.visible_documents(state)]


def mandate() -> Question:
    """Return the mandate of a third party as one of the documents asked."""
    return Question(
        id=MANDATE_SLOT,
        type="file",
        label=gettext("Mandate of the beneficiary"),
        help=gettext("Signed by the beneficiary: it says that you apply for them."),
        settings={"extensions": ["pdf", "jpg", "jpeg", "png"], "max_megabytes": 10},
    )


def settings_of(question: Question) -> FileSettings:
    """Return the formats and the size a document accepts."""
    return FileSettings.model_validate(question.settings)


def reusable(
    submission: Submission, *, reader: User, questions: Iterable[Question], now: datetime
) -> dict[str, list[Reusable]]:
    """Return, by document, what the same beneficiary gave for other dossiers and still fits.

    The reader may see those dossiers; the files are sound, of a format and a size accepted, still
    valid, not already given here. Two queries, whatever is asked.
    """
    wanted = list(questions)
    if not wanted:
        return {}
    others = (
        Submission.objects.visible_to_applicant(reader)
        .of_beneficiary(person_id=submission.person_id, structure_id=submission.structure_id)
        .exclude(pk=submission.pk)
        .order_by("-changed_at")
        .values_list("pk", "aid__title")[:EARLIER_DOSSIERS]
    )
    aids = {str(pk): title for pk, title in others}
    given = list(
        Attachment.objects.filter(owner_type=SUBJECT, owner_id__in=list(aids))
        .given()
        .usable()
        .order_by("-uploaded_at", "-pk")[:EARLIER_FILES]
    )
    here = by_slot(attachments_of(submission)) if given else {}
    return {
        question.id: [
            Reusable(one, aids[one.owner_id])
            for one in _fitting(given, settings_of(question), here.get(question.id, []), now)
        ]
        for question in wanted
    }


def _fitting(
    given: Iterable[Attachment],
    settings: FileSettings,
    here: Iterable[Attachment],
    now: datetime,
) -> list[Attachment]:
    """Return what fits a document and is not there yet, each content once, the latest first."""
    known = {one.sha256 for one in here}
    found: dict[str, Attachment] = {}
    for one in given:
        is_accepted = one.extension in settings.extensions and one.size <= settings.max_bytes
        is_new = one.sha256 not in known and one.sha256 not in found
        if is_new and is_accepted and is_valid(one, settings, now):
            found[one.sha256] = one
    return list(found.values())[:OFFERED_FILES]


def is_valid(attachment: Attachment, settings: FileSettings, now: datetime) -> bool:
    """Tell whether a document is recent enough, by the months it stays valid."""
    if settings.valid_months is None:
        return True
    given_on = paris_day(attachment.given_since)
    return paris_day(now) < add_months(given_on, settings.valid_months)
