"""Telling the officers of a team that a dossier has come, once each."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from applications.accounts.models import StaffRole, User
from applications.notifications.services import absolute_url, send_mail
from applications.review.mails import FILED
from applications.submissions.events import SUBJECT
from applications.submissions.models import Submission
from cms.core.jobs import Payload


def officers_to_tell(submission: Submission) -> list[User]:
    """Return the officers of the aid's team, save those who asked for no mail."""
    team = submission.aid.team_id
    if team is None:
        return []
    return list(
        User.objects.filter(
            review_teams=team,
            staff_role=StaffRole.OFFICER,
            is_staff=True,
            is_active=True,
        )
        .exclude(review_preferences__wants_filing_mail=False)
        .order_by("pk")
    )


def tell_team(payload: Payload, _result: object) -> None:
    """Make one mail per officer, in the transaction that ends the job.

    The mail goes through ordinary mailboxes: it says which dossier and where, and nothing else.
    """
    submission = (
        Submission.objects.select_related("aid")
        .only("reference", "aid__title", "aid__key", "aid__team")
        .get(pk=payload["submission"])
    )
    now = timezone.now()
    for officer in officers_to_tell(submission):
        send_mail(
            FILED.code,
            to=officer.email,
            context={
                "reference": submission.reference,
                "aid_title": submission.aid.title,
                "link": absolute_url(reverse("review:dossier", args=[submission.reference])),
                "preferences_link": absolute_url(reverse("wagtailadmin_account")),
            },
            language=settings.LANGUAGE_CODE,
            about=(SUBJECT, submission.pk),
            scope=f"aid:{submission.aid.key}",
            key=f"{FILED.code}:{submission.pk}:{officer.pk}",
            now=now,
        )
