"""Mails: one row, one `Message-ID`, whatever happens."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from applications.notifications.errors import UnknownVariables
from applications.notifications.kinds import mail_kinds
from applications.notifications.querysets import MailQuerySet, MailTemplateQuerySet
from applications.notifications.wording import unknown_variables


class MailState(models.TextChoices):
    """How far a mail has gone."""

    QUEUED = "queued", pgettext_lazy("mail", "Being sent")
    SENT = "sent", pgettext_lazy("mail", "Sent")
    FAILED = "failed", pgettext_lazy("mail", "Not delivered")


class Mail(models.Model):
    """A mail as it was made, in the transaction of its cause.

    `key` names the cause (`submission:12:acknowledgement`): the same cause never makes a second
    mail. `message_id` is made with the row and never again.
    """

    key = models.CharField(_("idempotency key"), max_length=128, unique=True)
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=64)
    to = models.EmailField(pgettext_lazy("mail", "to"))
    reply_to = models.EmailField(_("reply to"), blank=True)
    subject = models.CharField(pgettext_lazy("mail", "subject"), max_length=200)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"))
    language = models.CharField(_("language"), max_length=8, default="fr")
    subject_type = models.CharField(_("about: type"), max_length=32, blank=True)
    subject_id = models.CharField(_("about"), max_length=64, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=MailState.choices, default=MailState.QUEUED
    )
    created_at = models.DateTimeField(_("created at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="notifications_mail_about"),
            models.Index(fields=["-created_at"], name="notifications_mail_newest"),
        ]

    def __str__(self) -> str:
        return self.message_id


class MailAttachment(models.Model):
    """A file joined to a mail, copied from the private storage when sent."""

    mail = models.ForeignKey(
        Mail, verbose_name=_("mail"), on_delete=models.CASCADE, related_name="attachments"
    )
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("content type"), max_length=100)
    storage_path = models.CharField(_("path in the private storage"), max_length=255)

    class Meta:
        verbose_name = _("mail attachment")
        verbose_name_plural = _("mail attachments")

    def __str__(self) -> str:
        return self.name


class MailTemplate(models.Model):
    """An editor's own words for one kind of mail, for all aids or one, in one language.

    `scope` is opaque here (`""` for the portal, `aid:<key>`); variables are checked on save.
    """

    kind = models.CharField(_("kind"), max_length=64)
    scope = models.CharField(_("scope"), max_length=64, blank=True)
    language = models.CharField(_("language"), max_length=8, default="fr")
    subject = models.CharField(pgettext_lazy("mail", "subject"), max_length=200)
    body = models.TextField(_("text"))

    objects = MailTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail template")
        verbose_name_plural = _("mail templates")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "scope", "language"], name="notifications_template_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.scope} {self.language}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse unknown variables whatever the way in: they would be sent as they are."""
        self.check_variables()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Say which variables this kind of mail does not have."""
        try:
            self.check_variables()
        except UnknownVariables as refusal:
            raise ValidationError(str(refusal)) from refusal

    def check_variables(self) -> None:
        """Raise `UnknownVariables` when the subject or the text uses one."""
        if self.kind not in mail_kinds:
            raise UnknownVariables(unknown=self.kind, known="")
        known = mail_kinds.get(self.kind).variables
        unknown = unknown_variables(f"{self.subject}\n{self.body}", known)
        if unknown:
            raise UnknownVariables(
                unknown=", ".join(f"{{{name}}}" if name not in "{}" else name for name in unknown),
                known=", ".join(f"{{{name}}}" for name in known),
            )
