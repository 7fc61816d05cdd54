"""Changing a form while drafts exist: counting what it does to them, choosing what they do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from aids import dossiers, events
from aids.exceptions import ChoiceIncomplete
from aids.models.aid import Aid
from aids.models.form_change import DraftChoice, FormChange
from aids.models.form_version import FormVersion
from applications.formbuilder import migration, texts
from applications.formbuilder.compiler import compile_form
from applications.formbuilder.effects import DraftSurvey, Effects
from applications.formbuilder.schema import FormSchema
from cms.core import events as journal, jobs
from cms.core.events import Actor
from cms.core.jobs import JobHandler, Payload

COUNT = "aids.count_effects"
IMPOSE = "aids.impose_version"
READ_BETWEEN_NOTES = 500


# --- Counting -------------------------------------------------------------------------------


def count_effects(
    aid: Aid,
    base: FormVersion,
    schema: FormSchema,
    *,
    now: datetime,
    note: Callable[[int], object] = lambda _read: None,
) -> Effects:
    """Read every draft that may still be filed; `note` is told how many were, now and then.

    A draft on an older version counts as if it had taken the one in force first: what is counted
    is what this change does, not those before it.
    """
    before = FormSchema.model_validate(base.schema)
    survey = DraftSurvey(compile_form(before, "fr"), compile_form(schema, "fr"))
    older: dict[int, FormSchema] = {}
    for draft in dossiers.drafts(aid, now=now):
        answers = draft.answers
        if draft.version_id != base.pk:
            if not older:
                older = _schemas_before(base)
            answers = migration.carry(answers, older[draft.version_id], before)
        survey.read(answers, draft.given)
        if survey.drafts % READ_BETWEEN_NOTES == 0:
            note(survey.drafts)
    return survey.effects()


def _schemas_before(base: FormVersion) -> dict[int, FormSchema]:
    others = FormVersion.objects.filter(aid_id=base.aid_id).exclude(pk=base.pk)
    return {
        pk: FormSchema.model_validate(schema) for pk, schema in others.values_list("pk", "schema")
    }


@transaction.atomic
def ask_effects(aid: Aid, base: FormVersion, schema: FormSchema, *, now: datetime) -> FormChange:
    """Have a worker count the effects; one count at a time for one change."""
    change = _ensure(aid, base, schema)
    if not change.is_counting:
        change.asked_at, change.counted_at, change.effects = now, None, None
        change.drafts_total, change.drafts_read = dossiers.count_drafts(aid, now=now), 0
        change.save(
            update_fields=["asked_at", "counted_at", "effects", "drafts_total", "drafts_read"]
        )
        jobs.enqueue(COUNT, key=f"{change.pk}:{now.timestamp():.6f}", payload={"change": change.pk})
    return change


def count_in_worker(payload: Payload) -> dict[str, Any] | None:
    """Count the effects of a change, telling how far it is; a change forgotten counts nothing."""
    rows = FormChange.objects.filter(pk=payload["change"], version__isnull=True)
    change = rows.select_related("aid", "base").first()
    if change is None:
        return None
    found = count_effects(
        change.aid,
        change.base,
        FormSchema.model_validate(change.schema),
        now=timezone.now(),
        note=lambda read: rows.update(drafts_read=read),
    )
    return found.to_json()


def keep_effects(payload: Payload, found: dict[str, Any] | None) -> None:
    """Keep what was counted."""
    if found is not None:
        FormChange.objects.filter(pk=payload["change"]).update(
            effects=found, drafts_read=found["drafts"], counted_at=timezone.now()
        )


def stop_counting(payload: Payload) -> None:
    """Let it be asked again, once every attempt has failed."""
    FormChange.objects.filter(pk=payload["change"]).update(asked_at=None)


count_handler = JobHandler(
    code=COUNT, work=count_in_worker, finish=keep_effects, give_up=stop_counting
)


# --- Choosing -------------------------------------------------------------------------------


@transaction.atomic
def choose(
    aid: Aid,
    base: FormVersion,
    schema: FormSchema,
    *,
    choice: DraftChoice,
    actor: Actor,
    now: datetime,
    keep_until: datetime | None = None,
    reason: str = "",
) -> FormChange:
    """Record what drafts do once this very form is published; a later choice replaces it."""
    is_dated = choice == DraftChoice.FINISH
    is_explained = choice == DraftChoice.IMPOSE
    if (is_dated and (keep_until is None or keep_until <= now)) or (
        is_explained and not reason.strip()
    ):
        raise ChoiceIncomplete
    change = _ensure(aid, base, schema)
    change.choice = choice
    change.keep_until = keep_until if is_dated else None
    change.reason = reason.strip() if is_explained else ""
    change.decided_by_id, change.decided_at = getattr(actor, "pk", None), now
    change.save(update_fields=["choice", "keep_until", "reason", "decided_by_id", "decided_at"])
    journal.record(
        events.FORM_CHOICE_MADE,
        subject_type="aid",
        subject_id=aid.pk,
        actor=actor,
        at=now,
        choice=str(choice),
        until=change.keep_until.isoformat() if change.keep_until else None,
        base=base.number,
    )
    return change


def find(aid: Aid, base: FormVersion, structure_digest: str) -> FormChange | None:
    """Return what is kept of one change, whatever the wording of the version it replaces."""
    return (
        FormChange.objects.filter(
            aid=aid,
            base__structure_digest=base.structure_digest,
            structure_digest=structure_digest,
            version__isnull=True,
        )
        .order_by("-decided_at", "-pk")
        .first()
    )


def _ensure(aid: Aid, base: FormVersion, schema: FormSchema) -> FormChange:
    """Return the row of a change, held for this transaction."""
    digest, _texts = texts.digests(schema)
    Aid.objects.select_for_update().only("pk").get(pk=aid.pk)
    known = find(aid, base, digest)
    if known is not None:
        return known
    return FormChange.objects.create(
        aid=aid, base=base, structure_digest=digest, schema=schema.model_dump(mode="json")
    )


# --- Honouring ------------------------------------------------------------------------------


def follow_version(version: FormVersion, previous: FormVersion) -> None:
    """Tie the choice to the version just made, in its transaction; forget what was not published.

    A version published without a choice is offered to drafts.
    """
    if version.structure_digest == previous.structure_digest:
        return
    change = find(version.aid, previous, version.structure_digest)
    if change is not None and change.choice:
        change.version = version
        change.save(update_fields=["version"])
        if change.choice == DraftChoice.IMPOSE:
            jobs.enqueue(IMPOSE, key=f"{version.pk}:0", payload={"version": version.pk, "after": 0})
    FormChange.objects.filter(aid_id=version.aid_id, version__isnull=True).delete()


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a draft may stay on an older version."""

    is_imposed: bool = False
    until: datetime | None = None
    reason: str = ""

    def is_over(self, now: datetime) -> bool:
        """Whether the older version can be used no longer."""
        return self.is_imposed or (self.until is not None and self.until < now)


def terms_since(version: FormVersion) -> Terms:
    """Return what was chosen for drafts on this version, whichever newer one brought it."""
    made = list(
        FormChange.objects.filter(
            version__aid_id=version.aid_id, version__number__gt=version.number
        ).order_by("version__number")
    )
    dates = [one.keep_until for one in made if one.keep_until is not None]
    reasons = [one.reason for one in made if one.choice == DraftChoice.IMPOSE]
    return Terms(
        is_imposed=bool(reasons),
        until=min(dates, default=None),
        reason=reasons[-1] if reasons else "",
    )
