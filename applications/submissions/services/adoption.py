"""A draft and the newer version of its form: taken up, offered, adopted, declined, imposed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language, override

from aids.models import FormVersion
from aids.services import form_changes, versions
from aids.services.form_changes import Terms
from applications.accounts.models import User
from applications.formbuilder import migration
from applications.formbuilder.compiler import CompiledForm
from applications.formbuilder.diff import UNSEEN, Change, describe
from applications.formbuilder.field_types import field_types
from applications.formbuilder.schema import FormSchema, Question
from applications.submissions import documents, events as kinds, mails
from applications.submissions.exceptions import VersionGone, VersionOver
from applications.submissions.known_answers import known_of
from applications.submissions.models import Submission
from applications.submissions.services.drafting import editable
from applications.submissions.services.moves import lock
from applications.submissions.walk import FORM_PREFIX
from cms.core import events


@dataclass(frozen=True)
class Offer:
    """A newer form whose structure changed: what changed, in words, and until when the old serves.

    `is_due` says that the older version can be used no longer: the newer must be taken to go on.
    """

    old: FormVersion
    version: FormVersion
    until: datetime | None
    is_due: bool
    is_declined: bool

    @cached_property
    def changes(self) -> list[Change]:
        """Return what changes for an applicant."""
        return changes_between(self.old, self.version)


@dataclass(frozen=True, slots=True)
class News:
    """A version imposed on a draft, until its writer has read what changed and why."""

    changes: list[Change]
    reason: str


def take_up(submission: Submission, *, now: datetime) -> Offer | None:
    """Bring a draft up to date with words alone; return the offer when the structure changed.

    Called when a draft is opened. An imposed version is taken at once, and so is one in which an
    applicant sees no difference. An offer declined stays at hand, without insisting, while the old
    version serves.
    """
    current = newer_version(submission) if submission.is_draft else None
    if current is None:
        return None
    terms = form_changes.terms_since(submission.form_version)
    if terms.is_imposed:
        _show(submission, impose(submission, now=now))
        return None
    is_due = terms.is_over(now)
    offer = Offer(
        old=submission.form_version,
        version=current,
        until=last_moment(submission, terms),
        is_due=is_due,
        is_declined=not is_due and submission.declined_version_id == current.pk,
    )
    if not offer.is_declined and not offer.changes:
        _show(submission, _take_quietly(submission, current, now=now))
        return None
    return offer


def newer_version(submission: Submission) -> FormVersion | None:
    """Return the version to offer; one that only words tell apart is taken at once.

    A test dossier stays on the form that is tried.
    """
    if submission.is_test:
        return None
    current = versions.current_version(submission.aid)
    if current is None or current.pk == submission.form_version_id:
        return None
    if current.structure_digest == submission.form_version.structure_digest:
        Submission.objects.filter(
            pk=submission.pk, state="draft", form_version_id=submission.form_version_id
        ).update(form_version=current)
        submission.form_version = current
        return None
    return current


def last_moment(submission: Submission, terms: Terms) -> datetime | None:
    """Return until when the older version serves: the date chosen, never after the campaign."""
    dates = [one for one in (terms.until, submission.campaign.closes_at) if one is not None]
    return min(dates, default=None)


@transaction.atomic
def adopt(submission: Submission, *, version_id: int, actor: User, now: datetime) -> Submission:
    """Move a draft to the newer form that was shown; nothing written is lost."""
    locked = editable(submission, actor=actor)
    if locked.form_version_id == version_id:
        return locked
    current = _offered(locked, version_id)
    _move(locked, current, now=now)
    events.record(
        kinds.VERSION_ADOPTED,
        subject_type=kinds.SUBJECT,
        subject_id=locked.pk,
        actor=actor,
        at=now,
        number=current.number,
    )
    return locked


@transaction.atomic
def decline(submission: Submission, *, version_id: int, actor: User, now: datetime) -> Submission:
    """Keep the older form while it serves; the offer comes back with the next version only."""
    locked = editable(submission, actor=actor)
    current = _offered(locked, version_id)
    if form_changes.terms_since(locked.form_version).is_over(now):
        raise VersionOver(way_out=locked.get_absolute_url())
    locked.declined_version = current
    locked.changed_at = now
    locked.save(update_fields=["declined_version", "changed_at"])
    return locked


@transaction.atomic
def impose(submission: Submission, *, now: datetime) -> Submission:
    """Move a draft to the version in force because it is imposed, and tell its owners why.

    A draft already moved, or a dossier no longer a draft, is left as it is: filed ones never move.
    """
    locked = lock(submission)
    current = newer_version(locked) if locked.is_draft else None
    terms = form_changes.terms_since(locked.form_version)
    if current is None or not terms.is_imposed:
        return locked
    old = locked.form_version
    _move(locked, current, now=now, replaced=old)
    events.record(
        kinds.VERSION_IMPOSED,
        subject_type=kinds.SUBJECT,
        subject_id=locked.pk,
        at=now,
        number=current.number,
    )
    with override(locked.language):
        words = [change.text for change in changes_between(old, current)]
    mails.send_version_imposed(locked, current, reason=terms.reason, changes=words, now=now)
    return locked


def news_of(submission: Submission) -> News | None:
    """Return what an imposed version changed, until the writer says they have read it."""
    replaced = submission.replaced_version
    if replaced is None:
        return None
    return News(
        changes=changes_between(replaced, submission.form_version),
        reason=form_changes.terms_since(replaced).reason,
    )


@transaction.atomic
def note_read(submission: Submission, *, actor: User) -> Submission:
    """Note that the news of an imposed version was read."""
    locked = editable(submission, actor=actor)
    locked.replaced_version = None
    locked.save(update_fields=["replaced_version"])
    return locked


def require_usable(locked: Submission, *, now: datetime) -> None:
    """Refuse to file on a version that can be used no longer."""
    if newer_version(locked) is None:
        return
    if form_changes.terms_since(locked.form_version).is_over(now):
        raise VersionOver(way_out=locked.get_absolute_url())


# --- Moving ---------------------------------------------------------------------------------

MOVED_FIELDS = (
    "answers",
    "answers_version",
    "form_version",
    "declined_version",
    "replaced_version",
    "step_progress",
    "changed_at",
)


def _show(submission: Submission, moved: Submission) -> None:
    """Let the row at hand say what is stored now."""
    for field in MOVED_FIELDS:
        setattr(submission, field, getattr(moved, field))


@transaction.atomic
def _take_quietly(submission: Submission, current: FormVersion, *, now: datetime) -> Submission:
    """Move a draft to a version in which an applicant sees no difference."""
    locked = lock(submission)
    if locked.is_draft and locked.form_version_id == submission.form_version_id:
        _move(locked, current, now=now)
    return locked


def _move(
    locked: Submission, current: FormVersion, *, now: datetime, replaced: FormVersion | None = None
) -> None:
    """Carry the answers of a held draft to another version; `replaced` keeps the one left."""
    old, new = schema_of(locked.form_version), schema_of(current)
    answers = migration.carry(locked.answers, old, new)
    keep_lost_files(answers, locked, old, new)
    answers |= known_of(current, answers, person=locked.writer, structure=locked.structure)
    locked.answers = answers
    locked.answers_version += 1
    locked.step_progress = carried_progress(
        locked.step_progress, compiled_of(locked.form_version), compiled_of(current)
    )
    locked.form_version = current
    locked.declined_version = None
    locked.replaced_version = replaced
    locked.changed_at = now
    locked.save(update_fields=list(MOVED_FIELDS))


def keep_lost_files(
    answers: dict[str, Any], submission: Submission, old: FormSchema, new: FormSchema
) -> None:
    """Keep readable the files of questions and documents that are gone."""
    before, after = file_questions(old), file_questions(new)
    for key in after:
        answers.pop(migration.ORPHAN_PREFIX + key, None)
    gone = [question for key, question in before.items() if key not in after]
    if not gone:
        return
    files = documents.by_slot(documents.attachments_of(submission))
    for question in gone:
        names = ", ".join(one.original_name for one in files.get(question.id, ()))
        migration.keep_orphan(answers, question, names)


def file_questions(schema: FormSchema) -> dict[str, Question]:
    """Return the questions and documents a file answers."""
    asked = [*(item for step in schema.steps for item in step.questions), *schema.documents]
    return {item.id: item for item in asked if field_types.get(item.type).is_file}


def carried_progress(
    progress: Mapping[str, str], old: CompiledForm, new: CompiledForm
) -> dict[str, str]:
    """Return the progress of the steps under the codes the new form gives them."""
    codes = {step.id: f"{FORM_PREFIX}{rank}" for rank, step in enumerate(new.schema.steps, 1)}
    moved = {
        codes[step.id]: progress[f"{FORM_PREFIX}{rank}"]
        for rank, step in enumerate(old.schema.steps, 1)
        if f"{FORM_PREFIX}{rank}" in progress and step.id in codes
    }
    kept = {code: state for code, state in progress.items() if not code.startswith(FORM_PREFIX)}
    return {**kept, **moved}


# --- Reading --------------------------------------------------------------------------------


def changes_between(old: FormVersion, new: FormVersion) -> list[Change]:
    """Return what changes for an applicant, in the active language."""
    found = describe(compiled_of(old).schema, compiled_of(new).schema)
    return [change for change in found if change.kind != UNSEEN]


def compiled_of(version: FormVersion) -> CompiledForm:
    """Return a version as applicants meet it, in the active language."""
    language = get_language() or settings.LANGUAGE_CODE
    return versions.compiled_form(version, language, versions.overlay(version, language))


def schema_of(version: FormVersion) -> FormSchema:
    """Return the typed schema of a version."""
    return FormSchema.model_validate(version.schema)


def _offered(locked: Submission, version_id: int) -> FormVersion:
    current = versions.current_version(locked.aid)
    if current is None or current.pk != version_id:
        raise VersionGone
    return current
