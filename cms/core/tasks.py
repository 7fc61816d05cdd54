"""Celery's side of the jobs: messages carry an id, nothing else."""

import uuid

from celery import shared_task
from django.utils import timezone

from cms.core import events, jobs
from cms.core.dates import add_months, paris_day, start_of_paris_day
from cms.core.models import SiteSettings


@shared_task(name="core.run_job")
def run_job(job_id: str) -> None:
    """Run one job, if it still waits."""
    jobs.run(uuid.UUID(job_id))


@shared_task(name="core.sweep_jobs")
def sweep_jobs() -> None:
    """Announce again the jobs nobody is doing."""
    jobs.sweep()


@shared_task(name="core.forget_logs")
def forget_logs() -> None:
    """Delete the reads and the security log that have come to their term."""
    months = SiteSettings.load().logs_months
    events.forget_logs(start_of_paris_day(add_months(paris_day(timezone.now()), -months)))
