"""What this room makes known when the portal starts."""

from applications.notifications.kinds import mail_kinds
from applications.review import events
from applications.review.mails import FILED
from applications.review.services.telling import tell_team
from applications.submissions.services.filing import TELL_TEAM
from cms.core.events import event_kinds
from cms.core.jobs import JobHandler, job_handlers


def register() -> None:
    """Name the officers' events, and answer the job that filing leaves for them."""
    for kind in events.ALL:
        event_kinds.register(kind)
    mail_kinds.register(FILED)
    job_handlers.register(JobHandler(code=TELL_TEAM, finish=tell_team))
