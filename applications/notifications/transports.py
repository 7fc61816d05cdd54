"""Ways out for a mail, chosen by `settings.MAIL_TRANSPORT`."""

import smtplib
from typing import Protocol

from django.conf import settings
from django.core.files.storage import storages
from django.core.mail import EmailMultiAlternatives
from django.utils.module_loading import import_string

from applications.notifications.models import Mail


class MailRefused(Exception):
    """The mail server will never take this mail: trying again is useless."""


class MailTransport(Protocol):
    """Hands one mail over, with the `Message-ID` it was made with.

    `is_transactional` says that `send` only writes in the database: it is then called inside the
    transaction that marks the mail sent, and therefore exactly once.
    """

    is_transactional: bool

    def send(self, mail: Mail) -> None:
        """Hand the mail over, or raise."""


def current_transport() -> MailTransport:
    """Return the transport of the settings."""
    transport: MailTransport = import_string(settings.MAIL_TRANSPORT)()
    return transport


class SmtpTransport:
    """Hands mails to an SMTP server, outside any transaction."""

    is_transactional = False

    def send(self, mail: Mail) -> None:
        """Hand the mail over; a permanent refusal of the address raises `MailRefused`."""
        message = EmailMultiAlternatives(
            subject=mail.subject,
            body=mail.text,
            to=[mail.to],
            reply_to=[mail.reply_to] if mail.reply_to else None,
            headers={
                "Message-ID": mail.message_id,
                "Auto-Submitted": "auto-generated",
                "Content-Language": mail.language,
            },
        )
        message.attach_alternative(mail.html, "text/html")
        for attachment in mail.attachments.all():
            with storages["private"].open(attachment.storage_path) as content:
                message.attach(attachment.name, content.read(), attachment.content_type)
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _answer in error.recipients.values()]
            if codes and all(500 <= code < 600 for code in codes):
                raise MailRefused from error
            raise
