"""The keys of the links sent by mail."""

from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class KeyPurpose(models.TextChoices):
    """What a link does when it is used."""

    ACTIVATION = "activation", _("Activation")
    PASSWORD_RESET = "password_reset", _("Password reset")
    ADDRESS_CHANGE = "address_change", _("Change of address")
    ADDRESS_UNDO = "address_undo", _("Address given back")


class KeyState(StrEnum):
    """What has become of a link; each has its own page."""

    LIVE = "live"
    USED = "used"
    REPLACED = "replaced"
    EXPIRED = "expired"


class MailedKey(models.Model):
    """A single-use link sent by mail; only the digest of its key is kept.

    A row per link, rather than a signed token, so that a used, a replaced, an expired and an
    altered link can each be told from the others. `email` is where it was sent: for a change of
    address, the new one; for the link that gives it back, the old one.
    """

    purpose = models.CharField(_("purpose"), max_length=16, choices=KeyPurpose.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.CASCADE,
        related_name="mailed_keys",
    )
    email = models.EmailField(_("sent to"))
    digest = models.CharField(_("digest of the key"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("created at"))
    expires_at = models.DateTimeField(_("expires at"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True)

    class Meta:
        verbose_name = _("mailed key")
        verbose_name_plural = _("mailed keys")
        indexes = [models.Index(fields=["user", "purpose"], name="accounts_key_of_user")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"

    def state(self, now: datetime) -> KeyState:
        """Return what has become of the link at this instant."""
        if self.used_at is not None:
            return KeyState.USED
        if self.replaced_at is not None:
            return KeyState.REPLACED
        return KeyState.LIVE if now < self.expires_at else KeyState.EXPIRED
