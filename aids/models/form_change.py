"""A form about to replace another: what it does to drafts, and what its editor chose for them."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aids.models.aid import Aid
from aids.models.form_version import FormVersion


class DraftChoice(models.TextChoices):
    """What drafts begun on an older version do."""

    OFFER = "offer", _("Offer them the new version")
    FINISH = "finish", _("Let them finish with the old version until a date")
    IMPOSE = "impose", _("Impose the new version")


class FormChange(models.Model):
    """One change of a form, named by the version it replaces and the digest of what replaces it.

    Written when an editor has its effects on drafts counted, or chooses what drafts do. Publishing
    that very form ties it to the version made (`version`); what was not published is forgotten.
    """

    aid = models.ForeignKey(
        Aid, verbose_name=_("aid"), on_delete=models.PROTECT, related_name="form_changes"
    )
    base = models.ForeignKey(
        FormVersion, verbose_name=_("version replaced"), on_delete=models.PROTECT, related_name="+"
    )
    structure_digest = models.CharField(_("digest of the new structure"), max_length=64)
    schema = models.JSONField(_("new form"))
    drafts_total = models.PositiveIntegerField(_("drafts to read"), default=0)
    drafts_read = models.PositiveIntegerField(_("drafts read"), default=0)
    asked_at = models.DateTimeField(_("effects asked at"), null=True, blank=True)
    effects = models.JSONField(_("effects on drafts"), null=True, blank=True)
    counted_at = models.DateTimeField(_("effects counted at"), null=True, blank=True)
    choice = models.CharField(
        _("what drafts do"), max_length=8, choices=DraftChoice.choices, blank=True
    )
    keep_until = models.DateTimeField(_("old version usable until"), null=True, blank=True)
    reason = models.TextField(_("reason told to applicants"), blank=True)
    decided_by_id = models.BigIntegerField(_("chosen by"), null=True, blank=True)
    decided_at = models.DateTimeField(_("chosen at"), null=True, blank=True)
    version = models.OneToOneField(
        FormVersion,
        verbose_name=_("version made"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="change",
    )

    class Meta:
        verbose_name = _("change of form")
        verbose_name_plural = _("changes of forms")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["aid", "base", "structure_digest"], name="aids_form_change_once"
            ),
            models.CheckConstraint(
                condition=~Q(choice=DraftChoice.FINISH) | Q(keep_until__isnull=False),
                name="aids_form_change_finish_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(choice=DraftChoice.IMPOSE) | ~Q(reason=""),
                name="aids_form_change_impose_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.base_id} → {self.structure_digest[:12]}"

    @property
    def is_counting(self) -> bool:
        """Whether a worker is reading the drafts."""
        return self.asked_at is not None and self.counted_at is None

    def is_decided_at(self, now: datetime) -> bool:
        """Whether a choice stands at that instant: a date gone by is none any more."""
        if self.choice == DraftChoice.FINISH:
            return self.keep_until is not None and self.keep_until > now
        return bool(self.choice)
