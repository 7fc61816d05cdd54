"""What the scheduler asks of the catalogue."""

from celery import shared_task

from aids.services import alerts, publication


@shared_task(name="aids.publish_scheduled")
def publish_scheduled() -> None:
    """Publish what is due, take down what has expired."""
    publication.publish_scheduled()


@shared_task(name="aids.announce_openings")
def announce_openings() -> None:
    """Tell those who asked that a campaign is open."""
    alerts.announce_openings()
