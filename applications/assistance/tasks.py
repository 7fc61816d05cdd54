"""What the scheduler asks of the help desk."""

from celery import shared_task
from django.utils import timezone

from applications.assistance.services import getting_in


@shared_task(name="assistance.apply_address_changes")
def apply_address_changes() -> None:
    """Apply the changes of address whose 24 hours are over."""
    getting_in.apply_due(now=timezone.now())
