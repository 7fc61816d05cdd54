"""A mail is made once, in the transaction of its cause."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from email.utils import make_msgid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from applications.notifications.kinds import mail_kinds
from applications.notifications.models import Mail, MailAttachment
from applications.notifications.rendering import render
from cms.core import jobs

DELIVER = "notifications.deliver"

MailFile = tuple[str, str, str]
"""Name, content type and path in the private storage."""


def send_mail(
    kind: str,
    *,
    to: str,
    context: Mapping[str, Any],
    language: str,
    key: str,
    about: tuple[str, object] | None = None,
    reply_to: str = "",
    scope: str = "",
    attachments: Sequence[MailFile] = (),
    now: datetime | None = None,
) -> Mail:
    """Keep a mail and the job that sends it, in the current transaction; once per `key`.

    Call it inside the transaction of its cause. `about` names the row the mail is listed on,
    `scope` the aid whose editor may have written their own words (`aid:<key>`).
    """
    made = Mail.objects.filter(key=key).first()
    if made is not None:
        return made
    rendered = render(mail_kinds.get(kind), context, language=language, scope=scope)
    subject_type, subject_id = about or ("", "")
    with transaction.atomic():
        mail, is_new = Mail.objects.get_or_create(
            key=key,
            defaults={
                "message_id": make_msgid(domain=settings.MESSAGE_ID_DOMAIN),
                "kind": kind,
                "to": to,
                "reply_to": reply_to,
                "subject": rendered.subject,
                "text": rendered.text,
                "html": rendered.html,
                "language": language,
                "subject_type": subject_type,
                "subject_id": str(subject_id),
                "created_at": now or timezone.now(),
            },
        )
        if is_new:
            MailAttachment.objects.bulk_create(
                MailAttachment(mail=mail, name=name, content_type=content_type, storage_path=path)
                for name, content_type, path in attachments
            )
            jobs.enqueue(DELIVER, key=str(mail.pk), payload={"mail": mail.pk})
    return mail


def absolute_url(path: str) -> str:
    """Return the address of a path of the portal, for the links of mails."""
    return settings.PUBLIC_URL.rstrip("/") + path


@transaction.atomic
def forget_texts(before: datetime) -> int:
    """Erase the text of the mails made before an instant, and return how many.

    Their line stays: who was written to, when, and whether it arrived.
    """
    old = Mail.objects.filter(created_at__lt=before).exclude(text="", html="")
    MailAttachment.objects.filter(mail__in=old).delete()
    return old.update(text="", html="")


@transaction.atomic
def erase_about(subject_type: str, subject_ids: Iterable[object]) -> int:
    """Erase the mails about some rows, sent or not, and return how many there were.

    What has already left is in its reader's mailbox; for what was only a test.
    """
    about = Mail.objects.filter(
        subject_type=subject_type, subject_id__in=[str(one) for one in subject_ids]
    )
    keys = list(about.values_list("pk", flat=True))
    jobs.forget(DELIVER, keys=keys)
    Mail.objects.filter(pk__in=keys).delete()
    return len(keys)
