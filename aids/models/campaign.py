"""Campaigns: when an aid takes dossiers, with which envelope, under which règlement."""

from datetime import datetime
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Min, Q
from django.utils.translation import gettext_lazy as _

from aids.models.aid import Aid
from aids.models.regulation import RegulationVersion


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Campaigns by their place in time."""

    def open_at(self, now: datetime) -> "CampaignQuerySet":
        """Return those that take dossiers at that instant."""
        return self.filter(opens_at__lte=now).filter(
            Q(closes_at__isnull=True) | Q(closes_at__gte=now.replace(microsecond=0))
        )

    def opening_after(self, now: datetime) -> "CampaignQuerySet":
        """Return those not open yet."""
        return self.filter(opens_at__gt=now)

    def next_change_at(self, now: datetime) -> datetime | None:
        """Return the next opening or closing."""
        found = self.aggregate(
            opening=Min("opens_at", filter=Q(opens_at__gt=now)),
            closing=Min("closes_at", filter=Q(closes_at__gt=now)),
        )
        return min((moment for moment in found.values() if moment is not None), default=None)

    def by_closing(self) -> "CampaignQuerySet":
        """Order by closing, permanent ones last."""
        return self.order_by(F("closes_at").asc(nulls_last=True), "opens_at", "pk")


class Campaign(models.Model):
    """A period in which an aid takes dossiers; `closes_at` empty means permanent.

    Saved at once, outside the page's drafts, because dossiers point at it.
    """

    aid = models.ForeignKey(
        Aid, verbose_name=_("aid"), on_delete=models.PROTECT, related_name="campaigns"
    )
    name = models.CharField(_("name"), max_length=120)
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(
        _("closes at"), null=True, blank=True, help_text=_("Empty: permanent.")
    )
    envelope_amount = models.DecimalField(
        _("envelope"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    regulation = models.ForeignKey(
        RegulationVersion,
        verbose_name=_("règlement that applies"),
        on_delete=models.PROTECT,
        related_name="campaigns",
    )

    objects: ClassVar[models.Manager["Campaign"]] = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["aid", "-opens_at"]
        indexes = [models.Index(fields=["opens_at", "closes_at"], name="aids_campaign_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="aids_campaign_closes_after_opening",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_permanent(self) -> bool:
        """Tell whether the campaign never closes."""
        return self.closes_at is None

    def is_open_at(self, now: datetime) -> bool:
        """Tell whether dossiers are taken at that instant; the closing second is still in time."""
        return self.opens_at <= now and (
            self.closes_at is None or now.replace(microsecond=0) <= self.closes_at
        )

    def clean(self) -> None:
        """Refuse what could not be explained to an applicant."""
        super().clean()
        if self.closes_at and self.opens_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("A campaign closes after it opens.")})
        if self.regulation_id and self.aid_id and self.regulation.aid_id != self.aid_id:
            raise ValidationError({"regulation": _("Choose a règlement of this aid.")})
        if self.aid_id and self.opens_at and self._overlaps():
            raise ValidationError(
                _("Another campaign of this aid is open in this period: change the dates.")
            )

    def _overlaps(self) -> bool:
        others = Campaign.objects.filter(aid_id=self.aid_id).exclude(pk=self.pk)
        if self.closes_at is not None:
            others = others.filter(opens_at__lte=self.closes_at)
        return others.filter(Q(closes_at__isnull=True) | Q(closes_at__gte=self.opens_at)).exists()


class OpeningAlert(models.Model):
    """Somebody asked to be told when an aid opens; forgotten once they are told."""

    aid = models.ForeignKey(
        Aid, verbose_name=_("aid"), on_delete=models.CASCADE, related_name="opening_alerts"
    )
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=8)
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        verbose_name = _("opening alert")
        verbose_name_plural = _("opening alerts")
        constraints = [
            models.UniqueConstraint(fields=["aid", "email"], name="aids_opening_alert_once")
        ]

    def __str__(self) -> str:
        return f"{self.aid_id} {self.pk}"
