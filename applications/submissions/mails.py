"""The mails about a dossier: who gets them, and what they say."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import pgettext_lazy

from aids.models import FormVersion
from aids.showcase import title_of
from applications.accounts.models import User
from applications.notifications.kinds import MailKind, mail_kinds
from applications.notifications.services import MailFile, absolute_url, send_mail
from applications.rights import Role
from applications.structures.models import Membership
from applications.submissions.events import SUBJECT
from applications.submissions.models import Submission
from applications.submissions.permissions import applicant_roles

ACKNOWLEDGEMENT = MailKind(
    code="submissions.acknowledgement",
    subject=pgettext_lazy(
        "mail subject", "Acknowledgement of receipt of your application %(reference)s"
    ),
    template="emails/submissions/acknowledgement",
    variables=("reference", "aid_title", "link"),
)
TAKEN_IN_CHARGE = MailKind(
    code="submissions.taken_in_charge",
    subject=pgettext_lazy("mail subject", "Your application %(reference)s is taken in charge"),
    template="emails/submissions/taken_in_charge",
    variables=("reference", "aid_title", "link"),
)
VERSION_IMPOSED = MailKind(
    code="submissions.version_imposed",
    subject=pgettext_lazy("mail subject", "The form of your application %(reference)s has changed"),
    template="emails/submissions/version_imposed",
    variables=("reference", "aid_title", "reason", "link"),
)


def register() -> None:
    """Make these kinds known to the notifications room."""
    for kind in (ACKNOWLEDGEMENT, TAKEN_IN_CHARGE, VERSION_IMPOSED):
        mail_kinds.register(kind)


WRITTEN_TO = frozenset({Role.WRITER, Role.MANAGER, Role.PROVISIONAL_MANAGER})


def recipients(submission: Submission) -> list[User]:
    """Return whom mails about a dossier go to: its writer and the structure's managers.

    A writer who left the structure is not written to any more, nor is a manager the Region has not
    verified about what was begun before they arrived.
    """
    if submission.structure_id is None:
        return [submission.writer]
    memberships = (
        Membership.objects.active()
        .filter(structure_id=submission.structure_id)
        .select_related("user")
        .order_by("started_at", "pk")
    )
    return [
        one.user for one in memberships if applicant_roles(one.user, submission, [one]) & WRITTEN_TO
    ]


def send_acknowledgement(
    submission: Submission,
    *,
    context: dict[str, Any],
    attachments: Sequence[MailFile],
    now: datetime,
) -> None:
    """Make the acknowledgement, once per recipient whatever happens."""
    _send(ACKNOWLEDGEMENT, submission, context=context, attachments=attachments, now=now)


def send_taken_in_charge(submission: Submission, *, now: datetime) -> None:
    """Tell the applicant that an officer handles the dossier."""
    _send(
        TAKEN_IN_CHARGE,
        submission,
        context={"taken_in_charge_at": now, "team": submission.aid.team},
        attachments=(),
        now=now,
    )


def send_version_imposed(
    submission: Submission,
    version: FormVersion,
    *,
    reason: str,
    changes: Sequence[str],
    now: datetime,
) -> None:
    """Tell those who write a draft that its form has changed by force: why, and what changes."""
    _send(
        VERSION_IMPOSED,
        submission,
        context={"reason": reason, "changes": changes, "team": submission.aid.team},
        attachments=(),
        now=now,
        occasion=f":{version.pk}",
    )


def _send(
    kind: MailKind,
    submission: Submission,
    *,
    context: dict[str, Any],
    attachments: Sequence[MailFile],
    now: datetime,
    occasion: str = "",
) -> None:
    """Send one mail per recipient; `occasion` tells apart those that may come again."""
    team = submission.aid.team
    for person in recipients(submission):
        send_mail(
            kind.code,
            to=person.email,
            context={
                "reference": submission.reference,
                "aid_title": title_of(submission.aid, language=submission.language)[0],
                "name": person.get_full_name(),
                "link": link_to(submission),
                **context,
            },
            language=submission.language,
            about=(SUBJECT, submission.pk),
            reply_to=team.email if team else "",
            scope=f"aid:{submission.aid.key}",
            attachments=attachments,
            key=f"{kind.code}:{submission.pk}:{person.pk}{occasion}",
            now=now,
        )


def link_to(submission: Submission) -> str:
    """Return the full address of the dossier's page, in its language."""
    with translation.override(submission.language):
        return absolute_url(reverse("submissions:dossier", args=[submission.reference]))
