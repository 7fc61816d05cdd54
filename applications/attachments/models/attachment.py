"""A file somebody gave, or that the portal made, and what is known of it."""

import uuid
from datetime import datetime

from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from applications.attachments.names import split_name
from applications.attachments.querysets import AttachmentQuerySet


class ScanState(models.TextChoices):
    """What the antivirus said; without antivirus a file is `unscanned` and says so."""

    PENDING = "pending", pgettext_lazy("file", "Being checked")
    CLEAN = "clean", pgettext_lazy("file", "Checked")
    INFECTED = "infected", pgettext_lazy("file", "Infected")
    ERROR = "error", pgettext_lazy("file", "Could not be checked")
    UNSCANNED = "unscanned", pgettext_lazy("file", "Received")


def private_storage() -> Storage:
    """Return the storage no URL leads to."""
    return storages["private"]


def random_path(attachment: "Attachment", filename: str) -> str:
    """Return a path that says nothing of the person, the dossier or the file."""
    key = attachment.key.hex
    return f"{key[:2]}/{key}"


class Attachment(models.Model):
    """A file under a random key, its original name kept apart.

    `owner_type` and `owner_id` name the row that answers who may read it (see
    `applications.attachments.owners`); `slot` is the question or document it answers.
    An infected file is taken away, its row stays and says so: `file` is then empty.
    `first_given_at` is when a document used again was given for the first time.
    """

    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    file = models.FileField(_("file"), storage=private_storage, upload_to=random_path, blank=True)
    owner_type = models.CharField(_("owner type"), max_length=32)
    owner_id = models.CharField(_("owner"), max_length=64)
    slot = models.CharField(_("slot"), max_length=64, blank=True)
    original_name = models.CharField(_("original name"), max_length=255)
    content_type = models.CharField(_("content type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    scan_state = models.CharField(
        _("check"), max_length=10, choices=ScanState.choices, default=ScanState.PENDING
    )
    is_generated = models.BooleanField(_("made by the portal"), default=False)
    uploaded_by_id = models.BigIntegerField(_("given by"), null=True, blank=True)
    uploaded_at = models.DateTimeField(_("given at"))
    first_given_at = models.DateTimeField(_("first given at"), null=True, blank=True)
    frozen_at = models.DateTimeField(_("frozen at"), null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["uploaded_at", "id"]
        indexes = [
            models.Index(fields=["owner_type", "owner_id", "slot"], name="attachments_owner_slot")
        ]

    def __str__(self) -> str:
        return str(self.key)

    def get_absolute_url(self) -> str:
        """Return the guarded address of the file."""
        return reverse("attachments:download", args=[self.key])

    @property
    def given_since(self) -> datetime:
        """Return since when the document is known: its age does not start again with each use."""
        return self.first_given_at or self.uploaded_at

    @property
    def extension(self) -> str:
        """Return the extension of the name it was given under, in lower case."""
        return split_name(self.original_name)[1]

    @property
    def is_readable_by_staff(self) -> bool:
        """Say whether the check lets staff open it: neither pending nor infected nor failed."""
        return self.scan_state in {ScanState.CLEAN, ScanState.UNSCANNED}
