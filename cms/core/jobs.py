"""Work done after a change: enqueued in its transaction, claimed under a lease, finished once.

A handler has two halves. `work` does the slow part (PDF, network, hashing) outside any
transaction and returns a value; `finish` stores it inside the transaction that marks the job
done, and only if the lease still holds. A crash anywhere loses nothing and repeats no `finish`.
"""

import logging
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms.core.models.job import Job, JobState
from cms.core.registry import Registry

logger = logging.getLogger("portal.jobs")

MAX_ATTEMPTS = 8
Payload = Mapping[str, Any]


def _nothing_to_do(payload: Payload) -> None:
    """Stand for the slow half of a job that has none."""


def _nothing_to_store(payload: Payload, result: Any) -> None:
    """Stand for the stored half of a job that has none."""


@dataclass(frozen=True, slots=True)
class JobHandler:
    """What to do for one kind of job.

    `give_up` stores that nothing more will be tried, in the transaction that marks the job failed.
    """

    code: str
    work: Callable[[Payload], Any] = _nothing_to_do
    finish: Callable[[Payload, Any], None] = _nothing_to_store
    give_up: Callable[[Payload], None] = _nothing_to_do


job_handlers: Registry[JobHandler] = Registry("job handlers")


def enqueue(
    kind: str, *, key: str, payload: Payload | None = None, run_after: datetime | None = None
) -> Job:
    """Write a job in the current transaction and send its id on commit.

    Idempotent: a job of the same kind and key is returned as it is.
    """
    now = timezone.now()
    job, is_new = Job.objects.get_or_create(
        kind=kind,
        key=key,
        defaults={
            "payload": dict(payload or {}),
            "run_after": run_after or now,
            "created_at": now,
        },
    )
    if is_new and job.run_after <= now:
        transaction.on_commit(lambda: announce(job.id))
    return job


@dataclass(frozen=True, slots=True)
class Order:
    """A job to write at once with others."""

    kind: str
    key: str
    payload: Payload


def enqueue_all(*orders: Order) -> None:
    """Write several jobs due now in one statement, where every query counts.

    Idempotent: those already written stay as they are; announcing one that was not written
    again does nothing.
    """
    now = timezone.now()
    waiting = [
        Job(kind=one.kind, key=one.key, payload=dict(one.payload), run_after=now, created_at=now)
        for one in orders
    ]
    Job.objects.bulk_create(waiting, ignore_conflicts=True)
    for job in waiting:
        transaction.on_commit(partial(announce, job.id))


def forget(kind: str, *, keys: Iterable[object]) -> int:
    """Delete jobs, done or not, and return how many: a worker at it will store nothing.

    Call it first in a transaction that deletes what the jobs are about: it waits for the end of
    those being stored.
    """
    wanted = Job.objects.filter(kind=kind, key__in=[str(key) for key in keys])
    count, _by_model = wanted.delete()
    return count


def forget_under(kind: str, *, prefix: str) -> int:
    """Delete the jobs of a kind whose key starts with some words; return how many."""
    count, _by_model = Job.objects.filter(kind=kind, key__startswith=prefix).delete()
    return count


def announce(job_id: uuid.UUID) -> None:
    """Tell a worker that a job waits; failing to reach the broker loses nothing (see `sweep`)."""
    try:
        current_app.send_task("core.run_job", args=[str(job_id)], retry=False)
    except Exception:
        logger.exception("job %s could not be announced; the sweeper will", job_id)


def run(job_id: uuid.UUID, *, now: datetime | None = None) -> bool:
    """Claim the job, do it, store its result; return whether this call finished it."""
    job = _claim(job_id, now or timezone.now())
    if job is None:
        return False
    try:
        handler = job_handlers.get(job.kind)
        result = handler.work(job.payload)
        return _finish(job, handler, result)
    except Exception as error:
        logger.exception("job %s (%s) failed, attempt %s", job.id, job.kind, job.attempts)
        _release(job, error)
        return False


def sweep(*, now: datetime | None = None, limit: int = 200) -> list[uuid.UUID]:
    """Announce again what waits too long or whose worker died; return the ids announced."""
    now = now or timezone.now()
    stale = Q(state=JobState.QUEUED, run_after__lte=now) | Q(
        state=JobState.RUNNING, lease_until__lt=now
    )
    waiting = list(
        Job.objects.filter(stale).order_by("run_after").values_list("id", flat=True)[:limit]
    )
    for job_id in waiting:
        announce(job_id)
    return waiting


def _claim(job_id: uuid.UUID, now: datetime) -> Job | None:
    """Take the lease if nobody holds it; `None` when the job is taken, done or not yet due."""
    free = Q(state=JobState.QUEUED, run_after__lte=now) | Q(
        state=JobState.RUNNING, lease_until__lt=now
    )
    token = uuid.uuid4()
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(free, id=job_id).first()
        if job is None:
            return None
        job.state = JobState.RUNNING
        job.lease_token = token
        job.lease_until = now + timedelta(seconds=settings.JOB_LEASE_SECONDS)
        job.attempts += 1
        if job.attempts > MAX_ATTEMPTS:
            job.state = JobState.FAILED
            job.finished_at = now
        job.save()
        if job.state == JobState.FAILED and job.kind in job_handlers:
            job_handlers.get(job.kind).give_up(job.payload)
    return job if job.state == JobState.RUNNING else None


def _finish(job: Job, handler: JobHandler, result: Any) -> bool:
    """Mark the job done and store its result, if the lease still holds."""
    with transaction.atomic():
        held = Job.objects.filter(
            id=job.id, state=JobState.RUNNING, lease_token=job.lease_token
        ).update(state=JobState.DONE, finished_at=timezone.now(), last_error="", lease_token=None)
        if held:
            handler.finish(job.payload, result)
    return bool(held)


def _release(job: Job, error: Exception) -> None:
    """Give the job back with a growing delay, or give it up after `MAX_ATTEMPTS`.

    Only the class of the error is kept: its message may hold personal data.
    """
    now = timezone.now()
    is_last = job.attempts >= MAX_ATTEMPTS
    with transaction.atomic():
        held = Job.objects.filter(
            id=job.id, lease_token=job.lease_token, state=JobState.RUNNING
        ).update(
            state=JobState.FAILED if is_last else JobState.QUEUED,
            run_after=now + timedelta(seconds=min(3600, 5 * 2**job.attempts)),
            lease_token=None,
            last_error=type(error).__name__,
            finished_at=now if is_last else None,
        )
        if held and is_last and job.kind in job_handlers:
            job_handlers.get(job.kind).give_up(job.payload)
