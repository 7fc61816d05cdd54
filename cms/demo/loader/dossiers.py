"""Dossiers in the states whose acts exist, by the same services as real people."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from aids.models import Aid
from aids.services import versions
from applications.accounts.models import User
from applications.formbuilder.compiler import CompiledForm
from applications.formbuilder.field_types import field_types
from applications.formbuilder.schema import Question
from applications.structures.models import Structure
from applications.submissions import acknowledgement, documents, lacks
from applications.submissions.beneficiary import Given
from applications.submissions.beneficiary_form import PART_TITLES, beneficiary_form
from applications.submissions.models import Submission
from applications.submissions.services import (
    acting,
    beneficiary,
    criteria,
    drafting,
    filing,
    giving,
)
from applications.submissions.walk import DOCUMENTS, FORM_PREFIX, INFORMATION, Walk
from cms.core.models.job import Job, JobState
from cms.core.site import site_settings
from cms.demo.loader import data, forms
from cms.demo.loader.aids import key_of
from cms.demo.loader.papers import paper

Entry = data.Entry
ACKNOWLEDGEMENT_DELAY = timedelta(seconds=20)


def load_dossiers(*, now: datetime) -> None:
    """Create the dossiers that are not there yet; those of an aid not loaded are left out."""
    for entry in data.read("dossiers").get("dossiers", []):
        aid = Aid.objects.filter(key=key_of(entry["aid"])).first()
        if aid is not None:
            _load(entry, aid, now=now)


def _load(entry: Entry, aid: Aid, *, now: datetime) -> None:
    writer = User.objects.get(username=entry["writer"])
    siret = entry.get("structure")
    structure = Structure.objects.get(siret=siret) if siret else None
    if Submission.objects.real().filter(aid=aid, writer=writer, structure=structure).exists():
        return
    begun = now + timedelta(days=entry["begun"])
    campaign = aid.current_campaign(begun)
    if campaign is None:
        raise RuntimeError(f"{entry['id']}: no campaign of {entry['aid']} was open on that day")
    submission = drafting.start(
        aid,
        campaign=campaign,
        actor=writer,
        structure=structure,
        language=settings.LANGUAGE_CODE,
        now=begun,
    )
    _fill(submission, entry, writer=writer, now=begun + timedelta(hours=1))
    if entry.get("filed") is not None:
        _file(submission, entry, writer=writer, now=now + timedelta(days=entry["filed"]))
    if entry.get("taken") is not None:
        acting.take_in_charge(
            submission,
            officer=User.objects.get(username=entry["officer"]),
            now=now + timedelta(days=entry["taken"]),
        )


def _fill(submission: Submission, entry: Entry, *, writer: User, now: datetime) -> None:
    """Go through the steps: all of them, or the first ones of a draft left unfinished."""
    drafting.accept_regulation(
        submission,
        regulation=submission.campaign.regulation,
        is_accepted=True,
        actor=writer,
        now=now,
    )
    compiled = _compiled(submission)
    criteria.answer(
        submission,
        answers={one.id: one.expected for one in compiled.schema.criteria},
        is_complete=True,
        actor=writer,
        now=now,
    )
    drafting.mark_step(submission, step_id=INFORMATION, is_valid=True, actor=writer, now=now)
    if entry.get("beneficiary"):
        _name_beneficiary(submission, entry["beneficiary"], writer=writer, now=now)
    given = _answers(entry)
    answers: dict[str, Any] = {}
    for position, step in enumerate(compiled.schema.steps[: entry.get("steps")], start=1):
        if step not in compiled.visible_steps(answers):
            continue
        own = _step_answers(compiled, step.id, given, answers)
        answers |= own
        drafting.save_step(
            submission,
            step_id=f"{FORM_PREFIX}{position}",
            values=own,
            base_version=None,
            actor=writer,
            now=now,
        )


def _name_beneficiary(
    submission: Submission, typed: dict[str, str], *, writer: User, now: datetime
) -> None:
    """Answer the step « Bénéficiaire » as its page does."""
    given = Given(typed=typed, shown=tuple(PART_TITLES))
    form = beneficiary_form(submission, given)
    if not form.is_valid():
        raise RuntimeError(f"{submission.reference}: {form.errors.as_json()}")
    beneficiary.answer(
        submission,
        given=given,
        born=form.cleaned_data.get("birth_date"),
        is_valid=True,
        actor=writer,
        now=now,
    )


def _file(submission: Submission, entry: Entry, *, writer: User, now: datetime) -> None:
    """Give the documents asked, then file."""
    submission = Submission.objects.get(pk=submission.pk)
    compiled = _compiled(submission)
    asked = Walk(submission, compiled).document_questions
    for question in asked:
        if question.is_required:
            giving.give(
                submission, question=question, file=_paper_for(question), actor=writer, now=now
            )
    drafting.mark_step(submission, step_id=DOCUMENTS, is_valid=True, actor=writer, now=now)
    submission = Submission.objects.get(pk=submission.pk)
    walk = Walk(submission, compiled, documents.attachments_of(submission))
    if walk.lacks:
        missing = "; ".join(f"{one.step}: {one.message}" for one in walk.lacks)
        raise RuntimeError(f"{entry['id']} cannot be filed: {missing}")
    filed = filing.submit(
        submission,
        actor=writer,
        key=uuid.UUID(data.stable_id("filing", entry["id"])),
        now=now,
        statements=[code for code, _text in lacks.statements_asked(compiled, submission)],
    )
    _acknowledge(filed, now=now + ACKNOWLEDGEMENT_DELAY)


def _acknowledge(submission: Submission, *, now: datetime) -> None:
    """Acknowledge on the day of the story: a worker would date it from the day of the load."""
    job = Job.objects.get(kind=filing.ACKNOWLEDGE, key=str(submission.pk))
    made = acknowledgement.work(job.payload)
    with transaction.atomic():
        acknowledgement.acknowledge(submission, made, now=now)
        Job.objects.filter(pk=job.pk).update(state=JobState.DONE, finished_at=now)


def _compiled(submission: Submission) -> CompiledForm:
    return versions.compiled_form(submission.form_version, settings.LANGUAGE_CODE)


def _answers(entry: Entry) -> dict[str, Any]:
    """Return the answers of the data by stable id, options included."""
    aid = data.read(f"aids/{entry['aid']}")
    known = forms.readable_ids(aid.get("form") or {})

    def stable(value: Any) -> Any:
        if isinstance(value, list):
            return [stable(item) for item in value]
        if isinstance(value, dict):
            return {stable(name): stable(item) for name, item in value.items()}
        if isinstance(value, str) and value in known:
            return data.stable_id(aid["slug"], value)
        return value

    return {
        data.stable_id(aid["slug"], name): stable(value)
        for name, value in entry.get("answers", {}).items()
    }


def _step_answers(
    compiled: CompiledForm, step_id: str, given: dict[str, Any], before: dict[str, Any]
) -> dict[str, Any]:
    """Answer the questions of a step one by one: each answer may show or hide the next ones."""
    own: dict[str, Any] = {}
    for question in compiled.step(step_id).questions:
        shown = compiled.visible_questions(step_id, {**before, **own})
        field_type = field_types.get(question.type)
        if question not in shown or not field_type.is_input or question.type == "file":
            continue
        if question.id in given:
            own[question.id] = given[question.id]
        elif question.is_required:
            own[question.id] = field_type.sample(question)
    return own


def _paper_for(question: Question) -> Any:
    extensions = documents.settings_of(question).extensions
    return paper(
        question.label,
        footer=site_settings().region_name,
        extension="pdf" if "pdf" in extensions else next(iter(extensions)),
    )
