"""Règlements: the texts a dossier is filed and examined under."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from aids.models.aid import Aid
from cms.core.dates import paris_day

BODY_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link"]


class RegulationVersion(models.Model):
    """One text of an aid's règlement, with its deliberation; frozen once in force or used."""

    aid = models.ForeignKey(
        Aid, verbose_name=_("aid"), on_delete=models.PROTECT, related_name="regulations"
    )
    number = models.CharField(_("number"), max_length=20)
    title = models.CharField(_("title"), max_length=200)
    deliberation = models.CharField(_("deliberation"), max_length=120)
    adopted_on = models.DateField(_("adopted on"))
    effective_on = models.DateField(_("in force from"))
    body = RichTextField(_("text"), features=BODY_FEATURES)
    document = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name=_("file"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("règlement")
        verbose_name_plural = _("règlements")
        ordering = ["aid", "-effective_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["aid", "number"], name="aids_regulation_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the text; one that binds people is never overwritten, whatever the way in."""
        if self.is_frozen and self._is_changed():
            raise ValidationError(
                _("This règlement is in force or used: add a new version instead of changing it.")
            )
        super().save(*args, **kwargs)

    @property
    def is_frozen(self) -> bool:
        """Tell whether the stored text binds people: in force, or of a campaign that opened."""
        if self.pk is None:
            return False
        stored = RegulationVersion.objects.filter(pk=self.pk)
        now = timezone.now()
        return (
            stored.filter(effective_on__lte=paris_day(now)).exists()
            or stored.filter(campaigns__opens_at__lte=now).exists()
        )

    def clean(self) -> None:
        """Refuse to change a text that binds people; a new text is a new version."""
        super().clean()
        if self.is_frozen and self._is_changed():
            raise ValidationError(
                _("This règlement is in force or used: add a new version instead of changing it.")
            )
        if self.adopted_on and self.effective_on and self.effective_on < self.adopted_on:
            raise ValidationError(
                {"effective_on": _("A règlement takes effect on the day it is adopted or later.")}
            )

    def _is_changed(self) -> bool:
        stored = RegulationVersion.objects.get(pk=self.pk)
        return any(
            getattr(stored, field.attname) != getattr(self, field.attname)
            for field in self._meta.concrete_fields
        )
