"""The mailbox everybody reads in the demonstration."""

from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy


def private_storage() -> Storage:
    """Return the storage no URL leads to."""
    return storages["private"]


class MailboxMessage(models.Model):
    """A mail that arrived; one per `Message-ID`."""

    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True)
    to = models.EmailField(pgettext_lazy("mail", "to"), db_index=True)
    reply_to = models.EmailField(_("reply to"), blank=True)
    subject = models.CharField(pgettext_lazy("mail", "subject"), max_length=200)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"))
    language = models.CharField(_("language"), max_length=8, default="fr")
    received_at = models.DateTimeField(_("received at"), db_index=True)

    class Meta:
        verbose_name = _("message of the mailbox")
        verbose_name_plural = _("messages of the mailbox")
        ordering = ["-received_at", "-id"]

    def __str__(self) -> str:
        return self.message_id


class MailboxAttachment(models.Model):
    """A file that came with a message, left where the portal keeps it."""

    message = models.ForeignKey(
        MailboxMessage,
        verbose_name=_("message"),
        on_delete=models.CASCADE,
        related_name="attachments",
    )
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("content type"), max_length=100)
    file = models.FileField(_("file"), storage=private_storage, max_length=255)

    class Meta:
        verbose_name = _("file of a message")
        verbose_name_plural = _("files of messages")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
