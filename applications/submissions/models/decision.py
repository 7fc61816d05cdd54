"""The decision, its two dates, and what stops the legal clock."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.submissions.models.submission import Submission


class DecisionOutcome(models.TextChoices):
    """What was decided."""

    GRANTED = "granted", _("Granted")
    REJECTED = "rejected", _("Rejected")
    INADMISSIBLE = "inadmissible", _("Inadmissible")


class Decision(models.Model):
    """A decision: proposed by one person, decided by another, read by the applicant once notified.

    The appeal period starts at `notified_at`. A decision taken back keeps its row with
    `withdrawn_at` and its ground.
    """

    submission = models.ForeignKey(
        Submission, verbose_name=_("dossier"), on_delete=models.PROTECT, related_name="decisions"
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=DecisionOutcome.choices)
    granted_amount = models.DecimalField(
        _("amount granted"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    reason = models.TextField(_("reason"), blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("proposed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    notified_at = models.DateTimeField(_("notified at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    withdrawal_ground = models.TextField(_("ground of the taking back"), blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(withdrawn_at__isnull=True),
                name="submissions_one_decision_in_force",
            ),
            models.CheckConstraint(
                condition=Q(notified_at__isnull=True) | Q(decided_at__isnull=False),
                name="submissions_notified_after_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.outcome}"


class ClockSuspension(models.Model):
    """A time in which the legal clock stands still (CRPA, art. L114-5).

    From the sending of a request for a document the règlement requires, until the answer or the
    due date, whichever comes first.
    """

    submission = models.ForeignKey(
        Submission, verbose_name=_("dossier"), on_delete=models.PROTECT, related_name="suspensions"
    )
    started_at = models.DateTimeField(_("started at"))
    due_at = models.DateTimeField(_("due at"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("suspension of the legal clock")
        verbose_name_plural = _("suspensions of the legal clock")
        ordering = ["started_at"]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.started_at:%Y-%m-%d}"
