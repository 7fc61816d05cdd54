"""Sending a mail that was made: the two halves of its job."""

from typing import Any

from django.utils import timezone

from applications.notifications.kinds import mail_kinds
from applications.notifications.models import Mail, MailState
from applications.notifications.services.sending import DELIVER
from applications.notifications.transports import MailRefused, current_transport
from cms.core.jobs import JobHandler, Payload


def hand_over(payload: Payload) -> MailState:
    """Hand the mail to a server, outside any transaction; a crash here may repeat it as it is."""
    transport = current_transport()
    mail = Mail.objects.get(pk=payload["mail"])
    if transport.is_transactional or mail.state == MailState.SENT:
        return MailState.SENT
    try:
        transport.send(mail)
    except MailRefused:
        return MailState.FAILED
    return MailState.SENT


def note(payload: Payload, outcome: Any) -> None:
    """Mark the mail, in the transaction that ends the job; a transactional way out sends here."""
    mail = Mail.objects.select_for_update().get(pk=payload["mail"])
    if mail.state == MailState.SENT:
        return
    transport = current_transport()
    if transport.is_transactional:
        transport.send(mail)
    mail.state = outcome
    mail.sent_at = timezone.now() if outcome == MailState.SENT else None
    if is_secret(mail.kind):
        mail.text = mail.html = ""
    mail.save(update_fields=["state", "sent_at", "text", "html"])


def give_up(payload: Payload) -> None:
    """Say that the mail was not delivered, once every attempt has failed."""
    waiting = Mail.objects.filter(pk=payload["mail"], state=MailState.QUEUED)
    for mail in waiting:
        said = {"text": "", "html": ""} if is_secret(mail.kind) else {}
        waiting.update(state=MailState.FAILED, **said)


def is_secret(kind: str) -> bool:
    """Tell whether what such a mail said is forgotten afterwards."""
    return kind in mail_kinds and mail_kinds.get(kind).is_secret


deliver_handler = JobHandler(code=DELIVER, work=hand_over, finish=note, give_up=give_up)
