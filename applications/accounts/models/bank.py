"""Bank details: who is paid, where. A change makes a new row; the old one stays."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class BankDetails(models.Model):
    """An account to pay to, as given on a day; `replaced_at` is empty on the one in force.

    The file that proves it is an attachment owned by the row. `verified_at` is when staff checked
    it against that file: nothing is paid before.
    """

    holder = models.CharField(_("account holder"), max_length=140)
    iban = models.CharField(_("IBAN"), max_length=34)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    bank_name = models.CharField(_("bank"), max_length=140, blank=True)
    created_at = models.DateTimeField(_("given at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("given by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True)
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.masked_iban

    @property
    def masked_iban(self) -> str:
        """Return the country, the last four characters, and nothing in between."""
        return f"{self.iban[:2]}•• •••• •••• {self.iban[-4:]}"


class PersonBankDetails(BankDetails):
    """Where a person is paid."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.CASCADE,
        related_name="bank_details",
    )

    class Meta:
        verbose_name = _("bank details of a person")
        verbose_name_plural = _("bank details of persons")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(replaced_at__isnull=True),
                name="accounts_bank_details_in_force_once",
            )
        ]
