"""Sample dossiers: filled from the values each type of question gives, filed as any dossier is.

One job per dossier, so that they show as they come and a worker that dies loses one at most.
"""

import secrets
import uuid
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.text import slugify

from aids.models import Aid, Campaign, FormVersion
from applications.accounts.models import Family, User
from applications.accounts.services.sheets import update_person_sheet
from applications.formbuilder.sampling import SampleImpossible, sample_answers, sample_criteria
from applications.formbuilder.schema import JsonValue, Question
from applications.submissions import documents, dossier_facts, lacks
from applications.submissions.beneficiary import WHO, YES, Given
from applications.submissions.models import Submission
from applications.submissions.sample_files import sample_file
from applications.submissions.services import (
    beneficiary,
    criteria,
    drafting,
    filing,
    giving,
    trials,
)
from applications.submissions.services.adoption import compiled_of
from applications.submissions.services.trials import SAMPLE
from applications.submissions.walk import DOCUMENTS, FORM_PREFIX, INFORMATION
from cms.core import jobs
from cms.core.jobs import JobHandler, Payload
from cms.core.models import Job
from cms.core.models.job import JobState

MOST_SAMPLES = 50
SEEDS = 10**9
ATTEMPTS = uuid.UUID("a3b1f3f0-51a2-4b7e-9a53-6f0f2f6ac2b1")
"""The namespace of the filing keys: a job run twice files once."""

HALF = 0.5
LONGEST_NAME = 40
TOWNS = (("35400", "Saint-Malo"), ("35000", "Rennes"), ("29200", "Brest"), ("56100", "Lorient"))
REFUSAL = "refusal"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch has come; `refusals` say why some dossiers could not be filled."""

    total: int
    ready: int
    refused: int = 0
    failed: int = 0
    refusals: tuple[str, ...] = ()

    @property
    def over(self) -> int:
        """How many have come to an end, whatever it is: what the bar shows."""
        return self.ready + self.refused + self.failed

    @property
    def is_done(self) -> bool:
        """Whether nothing more is to come."""
        return self.over >= self.total


@transaction.atomic
def ask(
    aid: Aid,
    *,
    version: FormVersion,
    family: Family | None,
    count: int,
    seed: int,
    actor: User,
) -> str:
    """Have workers make sample dossiers and return the name of the batch."""
    batch = secrets.token_hex(6)
    jobs.enqueue_all(
        *(
            jobs.Order(
                SAMPLE,
                f"{aid.pk}:{batch}:{index}",
                {
                    "key": f"{aid.pk}:{batch}:{index}",
                    "aid": aid.pk,
                    "version": version.pk,
                    "family": family.code if family is not None else "",
                    "actor": actor.pk,
                    "seed": f"{seed}:{index}",
                },
            )
            for index in range(min(count, MOST_SAMPLES))
        )
    )
    return batch


def progress(aid: Aid, batch: str) -> Progress:
    """Say how far a batch has come."""
    rows = Job.objects.filter(kind=SAMPLE, key__startswith=f"{aid.pk}:{batch}:")
    found = list(rows.values_list("state", "payload"))
    refusals = [payload[REFUSAL] for _state, payload in found if payload.get(REFUSAL)]
    return Progress(
        total=len(found),
        ready=sum(state == JobState.DONE for state, _payload in found) - len(refusals),
        refused=len(refusals),
        failed=sum(state == JobState.FAILED for state, _payload in found),
        refusals=tuple(dict.fromkeys(refusals)),
    )


def work(payload: Payload) -> str:
    """Make one sample dossier; return why it could not be, or nothing."""
    key = uuid.uuid5(ATTEMPTS, payload["key"])
    if Submission.objects.tests().filter(filing_key=key).exists():
        return ""
    try:
        made = make(
            Aid.objects.select_related("team", "current_version").get(pk=payload["aid"]),
            version=FormVersion.every.get(pk=payload["version"]),
            family=Family.objects.filter(code=payload["family"]).first(),
            actor=User.objects.get(pk=payload["actor"]),
            seed=payload["seed"],
            key=key,
        )
    except SampleImpossible as error:
        return error.words
    if not Job.objects.filter(kind=SAMPLE, key=payload["key"]).exists():
        trials.discard(made)
    return ""


def finish(payload: Payload, refusal: str) -> None:
    """Keep why a dossier could not be filled."""
    if refusal:
        Job.objects.filter(kind=SAMPLE, key=payload["key"]).update(
            payload={**payload, REFUSAL: refusal}
        )


sample_handler = JobHandler(code=SAMPLE, work=work, finish=finish)


@dataclass(frozen=True, slots=True)
class Content:
    """All that one sample holds, drawn before anything is written."""

    criteria: dict[str, str]
    answers: dict[str, JsonValue]
    files: tuple[tuple[Question, str, bytes], ...]
    town: tuple[str, str]


def content_of(
    version: FormVersion, *, family: Family | None, campaign: Campaign, seed: str
) -> Content:
    """Draw a sample; the same seed gives the same. Raises `SampleImpossible`."""
    draw = Random(seed)  # noqa: S311 - examples, not secrets
    compiled = compiled_of(version)
    code = family.code if family is not None else dossier_facts.PERSON_FAMILY
    facts = {**dossier_facts.family_facts(code), **dossier_facts.campaign_facts(campaign)}
    answers = sample_answers(compiled, facts, draw)
    given = [
        question
        for question in documents.asked(compiled, {**answers, **facts})
        if question.is_required or question.required_if or draw.random() < HALF
    ]
    return Content(
        criteria=sample_criteria(compiled, facts),
        answers=answers,
        files=tuple(
            (question, *sample_file(rules.extensions))
            for question in given
            for rules in [documents.settings_of(question)]
            for _file in range(rules.minimum_files)
        ),
        town=draw.choice(TOWNS),
    )


def make(
    aid: Aid,
    *,
    version: FormVersion,
    family: Family | None,
    actor: User,
    seed: str,
    key: uuid.UUID,
) -> Submission:
    """Fill and file one test dossier; the same seed gives the same answers.

    Every step goes through the services an applicant's screens call. Raises `SampleImpossible`
    before anything is written when the form cannot be filled.
    """
    now = timezone.now()
    with translation.override(settings.LANGUAGE_CODE):
        campaign = trials.campaign_to_try(aid, now=now)
        content = content_of(version, family=family, campaign=campaign, seed=seed)
        submission = trials.start(
            aid,
            version=version,
            family=family,
            actor=actor,
            language=settings.LANGUAGE_CODE,
            now=now,
        )
        _fill(submission, content, actor)
        compiled = compiled_of(version)
        return filing.submit(
            submission,
            actor=actor,
            key=key,
            now=timezone.now(),
            statements=[code for code, _text in lacks.statements_asked(compiled, submission)],
            is_acknowledged=False,
        )


def _fill(submission: Submission, content: Content, actor: User) -> None:
    """Go through the walk of a draft, step after step."""
    now = timezone.now()
    by_actor: dict[str, Any] = {"actor": actor, "now": now}
    regulation = submission.campaign.regulation
    drafting.accept_regulation(submission, regulation=regulation, is_accepted=True, **by_actor)
    if content.criteria:
        criteria.answer(submission, answers=content.criteria, is_complete=True, **by_actor)
    _give_sheet(submission, content, actor)
    drafting.mark_step(submission, step_id=INFORMATION, is_valid=True, **by_actor)
    if submission.aid.allows_other_beneficiary:
        itself = Given(typed={"who": YES}, shown=(WHO,))
        beneficiary.answer(submission, given=itself, born=None, is_valid=True, **by_actor)
    schema = compiled_of(submission.form_version).schema
    for rank, step in enumerate(schema.steps, start=1):
        drafting.save_step(
            submission,
            step_id=f"{FORM_PREFIX}{rank}",
            values={
                item.id: content.answers[item.id]
                for item in step.questions
                if item.id in content.answers
            },
            base_version=None,
            **by_actor,
        )
    for question, extension, data in content.files:
        name = f"{slugify(question.label)[:LONGEST_NAME] or 'piece'}.{extension}"
        file = ContentFile(data, name=name)
        giving.give(submission, question=question, file=file, **by_actor)
    if content.files:
        drafting.mark_step(submission, step_id=DOCUMENTS, is_valid=True, **by_actor)


def _give_sheet(submission: Submission, content: Content, actor: User) -> None:
    """Complete the sheet of a person who has none; a fictitious structure has its own."""
    if lacks.is_sheet_complete(submission):
        return
    postcode, city = content.town
    update_person_sheet(
        actor,
        actor=actor,
        birth_date=date(2000, 3, 27),
        address_line="3 rue du Phare",
        postcode=postcode,
        city=city,
    )
