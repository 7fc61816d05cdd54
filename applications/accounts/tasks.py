"""What accounts have done by the clock."""

from celery import shared_task
from django.utils import timezone

from applications.accounts.services import retention, sessions


@shared_task(name="accounts.forget_expired_sessions")
def forget_expired_sessions() -> None:
    """Delete the sessions whose time has passed."""
    sessions.forget_expired(timezone.now())


@shared_task(name="accounts.retention")
def apply_terms() -> None:
    """Erase, warn and close what has come to its term."""
    retention.run(timezone.now())
