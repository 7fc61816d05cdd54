"""What the help desk and the administrators do for an account, each act kept with its reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AddressChange(models.Model):
    """A change of address made for somebody who has lost theirs, after an identity check.

    Both addresses are told at once; it takes effect at `effective_at` unless cancelled before.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.CASCADE,
        related_name="address_changes",
    )
    new_email = models.EmailField(_("new e-mail address"))
    identity_check = models.CharField(_("how the identity was checked"), max_length=200)
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("asked at"))
    effective_at = models.DateTimeField(_("takes effect at"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)

    class Meta:
        verbose_name = _("assisted change of address")
        verbose_name_plural = _("assisted changes of address")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(done_at__isnull=True, cancelled_at__isnull=True),
                name="accounts_address_change_waiting_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.asked_at:%Y-%m-%d}"


class SecondFactorReset(models.Model):
    """A lost second factor, removed when a second agent approves what the first asked."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.CASCADE,
        related_name="second_factor_resets",
    )
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("asked at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    is_approved = models.BooleanField(_("approved"), default=False)

    class Meta:
        verbose_name = _("reset of a second factor")
        verbose_name_plural = _("resets of second factors")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(decided_at__isnull=True),
                name="accounts_second_factor_reset_waiting_once",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("asked_by")),
                name="accounts_second_factor_reset_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.asked_at:%Y-%m-%d}"


class ErasureOutcome(models.TextChoices):
    """What became of a request to delete one's data."""

    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Deleted")
    CANCELLED = "cancelled", _("Cancelled")


class ErasureRequest(models.Model):
    """Somebody asks that their data be deleted (GDPR, article 17).

    `kept` says what stays, as a list of `{"what": code, "why": code, "until": ISO date or null}`.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.CASCADE,
        related_name="erasure_requests",
    )
    asked_at = models.DateTimeField(_("asked at"))
    outcome = models.CharField(
        _("outcome"),
        max_length=10,
        choices=ErasureOutcome.choices,
        default=ErasureOutcome.WAITING,
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    kept = models.JSONField(_("what is kept"), default=list)

    class Meta:
        verbose_name = _("request for deletion")
        verbose_name_plural = _("requests for deletion")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(outcome="waiting"),
                name="accounts_erasure_request_waiting_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.asked_at:%Y-%m-%d}"
