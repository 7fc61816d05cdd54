"""A version imposed on drafts: each moved alone, its owners told, in jobs of a few hundred."""

import logging

from django.utils import timezone

from aids.models import FormVersion
from aids.services.form_changes import IMPOSE
from applications.submissions.models import Submission
from applications.submissions.services import adoption
from cms.core import jobs
from cms.core.jobs import JobHandler, Payload

logger = logging.getLogger("portal.submissions")
MOVED_TOGETHER = 200


def move_some(payload: Payload) -> int | None:
    """Move the next drafts, each in its own transaction; return the last one looked at.

    A draft that cannot be moved holds nobody back: it moves when it is opened.
    """
    now = timezone.now()
    version = FormVersion.objects.only("aid", "number").get(pk=payload["version"])
    drafts = (
        Submission.objects.filter(
            aid_id=version.aid_id,
            form_version__number__lt=version.number,
            pk__gt=payload["after"],
        )
        .following_form(now)
        .for_work()
        .order_by("pk")[:MOVED_TOGETHER]
    )
    last = None
    for draft in drafts:
        last = draft.pk
        try:
            adoption.impose(draft, now=now)
        except Exception:
            logger.exception("draft %s could not be moved to a new version", draft.pk)
    return last


def go_on(payload: Payload, last: int | None) -> None:
    """Leave the drafts after these to another job."""
    if last is not None:
        version = payload["version"]
        jobs.enqueue(IMPOSE, key=f"{version}:{last}", payload={"version": version, "after": last})


impose_handler = JobHandler(code=IMPOSE, work=move_some, finish=go_on)
