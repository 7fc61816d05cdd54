"""Celery's side of the jobs: messages carry an id, nothing else."""

import uuid

from celery import shared_task

from cms.core import jobs


@shared_task(name="core.run_job")
def run_job(job_id: str) -> None:
    """Run one job, if it still waits."""
    jobs.run(uuid.UUID(job_id))


@shared_task(name="core.sweep_jobs")
def sweep_jobs() -> None:
    """Announce again the jobs nobody is doing."""
    jobs.sweep()
