"""Writing a draft: beginning one, saving a step without losing anybody's words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from aids.models import Aid, Campaign, RegulationVersion
from aids.services import versions
from applications.accounts.models import User
from applications.rights import Role
from applications.structures.models import Membership, Structure
from applications.structures.permissions import active_membership, roles_by
from applications.submissions import deadlines, events as kinds, lifecycle
from applications.submissions.exceptions import FormNotReady, LimitReached, NotEditable
from applications.submissions.known_answers import known_of
from applications.submissions.lifecycle import Facts
from applications.submissions.merging import Conflict, merge
from applications.submissions.models import Submission
from applications.submissions.permissions import can_edit
from applications.submissions.reference import make_reference, make_test_reference
from applications.submissions.services.moves import lock
from cms.core import events

DOUBLE_CLICK = timedelta(seconds=10)
REFERENCE_ATTEMPTS = 20

DONE = "done"
WITH_ERRORS = "errors"


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did: the dossier as it is now, and what needs the person's choice."""

    submission: Submission
    conflicts: tuple[Conflict, ...] = ()


@transaction.atomic
def start(
    aid: Aid,
    *,
    campaign: Campaign,
    actor: User,
    structure: Structure | None,
    language: str,
    now: datetime,
    criteria_answers: Mapping[str, str] | None = None,
) -> Submission:
    """Begin a draft for the person, or for the structure they act for, with what is known of them.

    The beneficiary's row is held meanwhile, so that two tabs cannot pass the limit together; a
    second click within seconds finds the untouched draft of the first.
    """
    membership = _hold_beneficiary(actor, structure)
    owner: dict[str, Any] = {
        "person_id": None if structure else actor.pk,
        "structure_id": getattr(structure, "pk", None),
    }
    same = Submission.objects.of_beneficiary(**owner).filter(aid=aid, campaign=campaign)
    twin = same.filter(
        writer=actor, state="draft", answers_version=0, created_at__gt=now - DOUBLE_CLICK
    ).first()
    if twin is not None:
        return twin
    # Where the aid takes other beneficiaries, whose dossier it is is only known later: at filing.
    is_limited = aid.is_limited_to_one and not aid.allows_other_beneficiary
    existing = same.counting_for_limit().first() if is_limited else None
    if existing is not None:
        raise LimitReached(reference=existing.reference)
    roles = frozenset({Role.PERSON})
    if structure is not None:
        roles = roles_by(membership)
    lifecycle.check(
        "start",
        None,
        actor_roles=roles,
        facts=Facts(is_campaign_open=deadlines.is_open(campaign, now), is_within_limit=True),
    )
    version = versions.current_version(aid)
    if version is None:
        raise FormNotReady
    submission = create(
        aid,
        now=now,
        campaign=campaign,
        writer=actor,
        form_version=version,
        language=language,
        answers=known_of(version, {}, person=actor, structure=structure),
        criteria_answers=dict(criteria_answers or {}),
        **owner,
    )
    events.record(
        kinds.STARTED, subject_type=kinds.SUBJECT, subject_id=submission.pk, actor=actor, at=now
    )
    return submission


def _hold_beneficiary(actor: User, structure: Structure | None) -> Membership | None:
    if structure is None:
        User.objects.select_for_update().only("pk").get(pk=actor.pk)
        return None
    Structure.objects.select_for_update().only("pk").get(pk=structure.pk)
    return active_membership(actor, structure.pk)


def create(aid: Aid, *, now: datetime, is_test: bool = False, **columns: Any) -> Submission:
    """Insert a draft with a reference nobody has; a collision draws another."""
    for _attempt in range(REFERENCE_ATTEMPTS):
        reference = make_reference(aid.short_code, now=now)
        if is_test:
            reference = make_test_reference(aid.short_code)
        if Submission.objects.filter(reference=reference).exists():
            continue
        try:
            with transaction.atomic():
                return Submission.objects.create(
                    reference=reference,
                    aid=aid,
                    is_test=is_test,
                    created_at=now,
                    changed_at=now,
                    **columns,
                )
        except IntegrityError:
            if not Submission.objects.filter(reference=reference).exists():
                raise
    raise RuntimeError(f"no free reference for {aid.short_code}")


def editable(submission: Submission, *, actor: User) -> Submission:
    """Return the locked draft the person may write in, or refuse."""
    locked = lock(submission)
    if not locked.is_draft:
        raise NotEditable
    can_edit(actor, locked).require()
    return locked


@transaction.atomic
def save_step(
    submission: Submission,
    *,
    step_id: str,
    values: Mapping[str, Any],
    base_version: int | None,
    actor: User,
    now: datetime,
    base: Mapping[str, str] | None = None,
    chosen: Iterable[str] = (),
    is_valid: bool = True,
) -> Saved:
    """Store what a step holds, whatever it is worth; filing alone is strict.

    `base` says what the page showed (see `merging`): an answer the person did not touch keeps
    what a colleague wrote meanwhile; one that both changed is returned as a conflict and keeps the
    stored value until the person chooses (`chosen` names the answers settled for this save).
    """
    locked = editable(submission, actor=actor)
    if base is None and base_version is not None and base_version != locked.answers_version:
        base = {}
    answers, conflicts = merge(locked.answers, values, base=base, chosen=chosen)
    progress = {**locked.step_progress, step_id: DONE if is_valid else WITH_ERRORS}
    if answers != locked.answers or progress != locked.step_progress:
        if answers != locked.answers:
            locked.answers_version += 1
        locked.answers = answers
        locked.step_progress = progress
        locked.changed_at = now
        locked.save(update_fields=["answers", "answers_version", "step_progress", "changed_at"])
    return Saved(submission=locked, conflicts=conflicts)


@transaction.atomic
def accept_regulation(
    submission: Submission,
    *,
    regulation: RegulationVersion,
    is_accepted: bool,
    actor: User,
    now: datetime,
) -> Submission:
    """Note which text of the règlement the person read, and when; unticking takes it back."""
    locked = editable(submission, actor=actor)
    if is_accepted and locked.regulation_id != regulation.pk:
        locked.regulation = regulation
        locked.regulation_accepted_at = now
    elif not is_accepted:
        locked.regulation = None
        locked.regulation_accepted_at = None
    return _mark(
        locked,
        "preambule",
        is_valid=is_accepted,
        now=now,
        columns=["regulation", "regulation_accepted_at"],
    )


@transaction.atomic
def mark_step(
    submission: Submission, *, step_id: str, is_valid: bool, actor: User, now: datetime
) -> Submission:
    """Note that a step without answers of its own (sheet, documents) was gone through."""
    return _mark(editable(submission, actor=actor), step_id, is_valid=is_valid, now=now, columns=[])


@transaction.atomic
def keep_sheet_input(
    submission: Submission, *, typed: Mapping[str, str], actor: User, now: datetime
) -> Submission:
    """Keep what was typed on the sheet and cannot be stored there; an empty mapping forgets it."""
    locked = editable(submission, actor=actor)
    locked.pending_sheet = dict(typed)
    return _mark(locked, "informations", is_valid=not typed, now=now, columns=["pending_sheet"])


@transaction.atomic
def keep_statements(
    submission: Submission, *, statements: Iterable[str], actor: User, now: datetime
) -> Submission:
    """Keep the statements ticked on the recap, so that leaving it forgets none."""
    locked = editable(submission, actor=actor)
    locked.sworn_statements = sorted(set(statements))
    locked.changed_at = now
    locked.save(update_fields=["sworn_statements", "changed_at"])
    return locked


def _mark(
    locked: Submission, step_id: str, *, is_valid: bool, now: datetime, columns: list[str]
) -> Submission:
    locked.step_progress = {**locked.step_progress, step_id: DONE if is_valid else WITH_ERRORS}
    locked.changed_at = now
    locked.save(update_fields=[*columns, "step_progress", "changed_at"])
    return locked
