"""Mails' tables."""

from applications.notifications.models.mail import Mail, MailAttachment, MailState, MailTemplate

__all__ = ["Mail", "MailAttachment", "MailState", "MailTemplate"]
