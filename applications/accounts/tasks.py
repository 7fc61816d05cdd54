"""What accounts have done by the clock."""

from celery import shared_task
from django.utils import timezone

from applications.accounts.services import sessions


@shared_task(name="accounts.forget_expired_sessions")
def forget_expired_sessions() -> None:
    """Delete the sessions whose time has passed."""
    sessions.forget_expired(timezone.now())
