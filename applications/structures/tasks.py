"""What the scheduler asks of structures."""

from celery import shared_task
from django.utils import timezone

from applications.structures.services import code_campaigns, confirmation, joining, register


@shared_task(name="structures.escalate")
def escalate() -> None:
    """Tell the Region of arrivals that no manager answered."""
    joining.escalate(now=timezone.now())


@shared_task(name="structures.confirm_people")
def confirm_people() -> None:
    """Ask managers for their yearly confirmation, and suspend what nobody confirmed."""
    confirmation.ask_all(now=timezone.now())


@shared_task(name="structures.compare")
def compare() -> None:
    """Compare with the registers the structures not compared for a month, some at a time."""
    register.refresh_oldest(now=timezone.now())


@shared_task(name="structures.erase_code_files")
def erase_code_files() -> None:
    """Erase the files of campaigns of codes, which hold them in plain, after a month."""
    code_campaigns.erase_old_files(now=timezone.now())
