"""Writing in the form of a page's draft: an older version, a file, another order, more steps."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from wagtail.models import Revision

from aids import events
from aids.exceptions import FormChangedMeanwhile, NoSuchForm
from aids.models import Aid, AidPage, FormVersion
from aids.permissions import can_change_form
from applications.accounts.models import User
from applications.formbuilder import building, rearranging
from applications.formbuilder.rearranging import Ranks
from applications.formbuilder.schema import FormSchema, Step
from cms.core import events as journal
from cms.core.events import EventKind


@transaction.atomic
def restore(version: FormVersion, *, actor: User | None) -> Revision:
    """Put a version back into the draft of its page, ids kept; nothing is published."""
    schema = FormSchema.model_validate(version.schema)
    return _write(version.aid, schema, events.FORM_RESTORED, actor=actor, number=version.number)


@transaction.atomic
def write(aid: Aid, schema: FormSchema, *, actor: User | None) -> Revision:
    """Put a form read from a file into the draft of the aid's page, ids kept."""
    return _write(aid, schema, events.FORM_IMPORTED, actor=actor)


@transaction.atomic
def rearrange(aid: Aid, asked: Ranks, *, read: int | None, actor: User | None) -> Revision:
    """Put questions and steps where they are asked to be, ids kept; nothing is published.

    `read` is the revision the order was chosen on; raises `FormChangedMeanwhile` when there is
    another one since.
    """
    draft = _open(aid, actor=actor)
    if draft.latest_revision_id != read:
        raise FormChangedMeanwhile
    _fill(draft, {"steps": rearranging.rearrange(building.raw_stream(draft.steps), asked)})
    return _save(aid, draft, events.FORM_REARRANGED, actor=actor)


@transaction.atomic
def add_steps(aid: Aid, steps: Sequence[Step], *, actor: User | None) -> Revision:
    """Put steps after those of the draft, which stay as they are; nothing is published."""
    draft = _open(aid, actor=actor)
    added = building.to_stream(FormSchema(steps=tuple(steps)))["steps"]
    _fill(draft, {"steps": [*building.raw_stream(draft.steps), *added]})
    return _save(aid, draft, events.FORM_STEPS_REUSED, actor=actor, count=len(steps))


def _write(
    aid: Aid, schema: FormSchema, kind: EventKind, *, actor: User | None, **params: Any
) -> Revision:
    draft = _open(aid, actor=actor)
    draft.preamble = schema.preamble
    _fill(draft, building.to_stream(schema))
    return _save(aid, draft, kind, actor=actor, **params)


def _open(aid: Aid, *, actor: User | None) -> AidPage:
    """Return the draft of the aid's page, for this transaction alone."""
    page = aid.source_page()
    if page is None:
        raise NoSuchForm
    page = AidPage.objects.select_for_update().get(pk=page.pk)
    if actor is not None:
        can_change_form(actor, page).require()
    draft: AidPage = page.get_latest_revision_as_object()
    return draft


def _fill(draft: AidPage, streams: Mapping[str, list[dict[str, Any]]]) -> None:
    """Put raw data in the streams of a page."""
    for name, value in streams.items():
        setattr(draft, name, value)


def _save(
    aid: Aid, draft: AidPage, kind: EventKind, *, actor: User | None, **params: Any
) -> Revision:
    revision: Revision = draft.save_revision(user=actor, log_action=True)
    journal.record(kind, subject_type="aid", subject_id=aid.pk, actor=actor, **params)
    return revision
