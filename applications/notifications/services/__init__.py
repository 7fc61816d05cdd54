"""Making mails and sending them."""

from applications.notifications.services.sending import (
    MailFile,
    absolute_url,
    erase_about,
    send_mail,
)

__all__ = ["MailFile", "absolute_url", "erase_about", "send_mail"]
