"""The one way a dossier changes state: row lock, table, one event, in one transaction."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from applications.accounts.models import User
from applications.rights import Role
from applications.submissions import events as kinds, lifecycle
from applications.submissions.lifecycle import Facts
from applications.submissions.models import Submission
from applications.submissions.permissions import roles_of
from cms.core import events


def lock(submission: Submission) -> Submission:
    """Return the row as it is now, held until the transaction ends."""
    return Submission.objects.select_for_update(of=("self",)).for_work().get(pk=submission.pk)


@transaction.atomic
def apply(
    submission: Submission,
    code: str,
    *,
    actor: User | None,
    now: datetime,
    facts: Facts | None = None,
    roles: Iterable[Role] | None = None,
    changes: Mapping[str, Any] | None = None,
    **params: Any,
) -> Submission:
    """Lock the dossier and make one transition, or raise `TransitionRefused` and change nothing.

    `changes` are columns that change with the state; `params` go to the event.
    """
    return move_locked(
        lock(submission),
        code,
        actor=actor,
        now=now,
        facts=facts,
        roles=roles,
        changes=changes,
        **params,
    )


def move_locked(
    locked: Submission,
    code: str,
    *,
    actor: User | None,
    now: datetime,
    facts: Facts | None = None,
    roles: Iterable[Role] | None = None,
    changes: Mapping[str, Any] | None = None,
    **params: Any,
) -> Submission:
    """Make one transition of a row this transaction already holds."""
    if roles is None:
        roles = {Role.CLOCK} if actor is None else roles_of(actor, locked)
    transition = lifecycle.check(code, locked, actor_roles=roles, facts=facts or Facts())
    columns = {**(changes or {}), "state": transition.target, "changed_at": now}
    for name, value in columns.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(columns))
    events.record(
        kinds.BY_TRANSITION[code],
        subject_type=kinds.SUBJECT,
        subject_id=locked.pk,
        actor=actor,
        at=now,
        **params,
    )
    return locked
