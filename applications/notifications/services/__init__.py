"""Making mails and sending them."""

from applications.notifications.services.sending import (
    MailFile,
    absolute_url,
    erase_about,
    forget_texts,
    send_mail,
)

__all__ = ["MailFile", "absolute_url", "erase_about", "forget_texts", "send_mail"]
