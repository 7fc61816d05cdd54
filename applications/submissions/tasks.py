"""What dossiers have done by the clock."""

from celery import shared_task
from django.utils import timezone

from applications.submissions.services import retention


@shared_task(name="submissions.retention")
def erase_at_term() -> None:
    """Erase the dossiers whose last day is over."""
    retention.run(timezone.now())
