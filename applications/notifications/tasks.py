"""What mails have done by the clock."""

from celery import shared_task
from django.utils import timezone

from applications.notifications.services import forget_texts
from cms.core.dates import add_months, paris_day, start_of_paris_day
from cms.core.models import SiteSettings


@shared_task(name="notifications.forget_texts")
def forget_old_texts() -> None:
    """Erase the text of the mails that has come to its term."""
    months = SiteSettings.load().logs_months
    forget_texts(start_of_paris_day(add_months(paris_day(timezone.now()), -months)))
