"""Saving what was typed on a page of an older version of the form: nothing typed is lost."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from aids.models import FormVersion
from applications.accounts.models import User
from applications.formbuilder import migration
from applications.formbuilder.base import RAW_PREFIX
from applications.formbuilder.field_types import field_types
from applications.formbuilder.migration import ORPHAN_PREFIX
from applications.formbuilder.schema import FormSchema
from applications.submissions.merging import cell_of, digest, question_of
from applications.submissions.models import Submission
from applications.submissions.services.drafting import editable

Answers = Mapping[str, Any]


@transaction.atomic
def save_from_older(
    submission: Submission,
    *,
    shown: FormVersion,
    values: Answers,
    base: Mapping[str, str],
    actor: User,
    now: datetime,
) -> Submission:
    """Carry what was typed since the page was shown to the form the draft follows now.

    `base` says what the page showed (see `merging`): what the person did not touch is left as it
    is. Where somebody else has answered meanwhile, their answer stays, and this one stays readable
    beside it.
    """
    locked = editable(submission, actor=actor)
    old = FormSchema.model_validate(shown.schema)
    new = FormSchema.model_validate(locked.form_version.schema)
    typed = {
        key: value
        for key, value in values.items()
        if base.get(question_of(key)) != digest(cell_of(values, question_of(key)))
    }
    answers = merged(locked.answers, typed, old, new, base)
    if answers != locked.answers:
        locked.answers = answers
        locked.answers_version += 1
        locked.changed_at = now
        locked.save(update_fields=["answers", "answers_version", "changed_at"])
    return locked


def merged(
    stored: Answers, typed: Answers, old: FormSchema, new: FormSchema, base: Mapping[str, str]
) -> dict[str, Any]:
    """Return the stored answers with what was typed, as the newer form reads it."""
    carried = migration.carry(typed, old, new)
    before, after = migration.questions_of(old), migration.questions_of(new)
    result = dict(stored)
    result.update({key: value for key, value in carried.items() if key.startswith(ORPHAN_PREFIX)})
    for name in {question_of(key) for key in typed} & after.keys():
        mine, theirs = cell_of(carried, name), cell_of(stored, name)
        is_same_type = before[name].type == after[name].type
        is_theirs = theirs and is_same_type and base.get(name) != digest(theirs)
        if mine != theirs and is_theirs:
            said = migration.said(field_types.get(before[name].type), typed.get(name), before[name])
            migration.keep_orphan(result, before[name], said)
        elif mine != theirs:
            for key in (name, f"{RAW_PREFIX}{name}"):
                result.pop(key, None)
            result.update(mine)
    return result
