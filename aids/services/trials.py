"""A form tried before its publication: kept as a version is, beside the versions."""

import contextlib
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError

from aids import events
from aids.models import Aid, FormVersion
from applications.accounts.models import User
from applications.formbuilder import texts
from applications.formbuilder.schema import FormSchema
from cms.core import events as journal


@transaction.atomic
def trial_version(aid: Aid, schema: FormSchema, *, actor: User, now: datetime) -> FormVersion:
    """Return the frozen copy of a draft form that test dossiers are filled with.

    The same form is kept once; the version in force serves when it is that very form.
    """
    locked = Aid.objects.select_for_update().get(pk=aid.pk)
    structure_digest, texts_digest = texts.digests(schema)
    same = {"structure_digest": structure_digest, "texts_digest": texts_digest}
    current = locked.form_versions.order_by("-number").first()
    if current is not None and (structure_digest, texts_digest) == (
        current.structure_digest,
        current.texts_digest,
    ):
        return current
    tried = FormVersion.every.filter(aid=aid, is_trial=True, **same).first()
    return tried or FormVersion.every.create(
        aid=aid,
        number=0,
        is_trial=True,
        schema=schema.model_dump(mode="json"),
        author_id=actor.pk,
        created_at=now,
        **same,
    )


@transaction.atomic
def note_wiped(aid: Aid, *, count: int, actor: User, now: datetime) -> None:
    """Delete the forms that were only tried, and note who wiped how many test dossiers.

    One that a dossier begun meanwhile stands on stays for the next time.
    """
    for tried in FormVersion.every.filter(aid=aid, is_trial=True):
        with contextlib.suppress(ProtectedError), transaction.atomic():
            tried.delete()
    journal.record(
        events.TESTS_WIPED,
        subject_type="aid",
        subject_id=aid.pk,
        actor=actor,
        at=now,
        count=count,
    )
