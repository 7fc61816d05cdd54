"""The append-only journal, the log of reads, and the only door to their deletion."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActorKind(models.TextChoices):
    """Who did it."""

    PERSON = "person", _("Applicant")
    STAFF = "staff", _("Staff")
    SYSTEM = "system", _("System")


class Event(models.Model):
    """Something that happened; never updated, deleted only by retention (database triggers).

    Plain ids and no foreign key, so that erasing a person needs no change here. `params` holds
    codes and small typed values, never names, answers or file names.
    """

    at = models.DateTimeField(_("at"))
    kind = models.CharField(_("kind"), max_length=64)
    actor_kind = models.CharField(_("actor kind"), max_length=8, choices=ActorKind.choices)
    actor_id = models.BigIntegerField(_("actor"), null=True, blank=True)
    subject_type = models.CharField(_("subject type"), max_length=32)
    subject_id = models.CharField(_("subject"), max_length=64)
    params = models.JSONField(_("parameters"), default=dict)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "at"], name="core_event_subject"),
            models.Index(fields=["kind", "at"], name="core_event_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.kind}"


class ReadRecord(models.Model):
    """Somebody looked at personal data; purged after twelve months."""

    at = models.DateTimeField(_("at"))
    actor_id = models.BigIntegerField(_("actor"))
    act = models.CharField(_("act"), max_length=64)
    subject_type = models.CharField(_("subject type"), max_length=32)
    subject_id = models.CharField(_("subject"), max_length=64)

    class Meta:
        verbose_name = _("read record")
        verbose_name_plural = _("read records")
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "at"], name="core_read_subject"),
            models.Index(fields=["at"], name="core_read_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.act}"


class RetentionRun(models.Model):
    """While a row of this table exists in a transaction, triggers let it delete events."""

    started_at = models.DateTimeField(_("started at"))

    class Meta:
        verbose_name = _("retention run")
        verbose_name_plural = _("retention runs")

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M:%S}"
