"""What a structure's sheet holds beside its row: representatives, bank details, past values."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.accounts.models import BankDetails, Civility
from applications.structures.models.structure import Structure


class Origin(models.TextChoices):
    """Where a value of a sheet comes from."""

    REGISTER = "register", _("Register")
    USER = "user", _("Person")
    REGION = "region", _("Region")
    FILE = "file", _("Imported file")


class StructureValue(models.Model):
    """One value a sheet has held, with its origin; the newest of a field is the one in force.

    `value` is the text shown; `source` names the register or the file.
    """

    structure = models.ForeignKey(
        Structure, verbose_name=_("structure"), on_delete=models.CASCADE, related_name="values"
    )
    field = models.CharField(_("field"), max_length=40)
    value = models.TextField(_("value"), blank=True)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin.choices)
    source = models.CharField(_("source"), max_length=80, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("given by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("value of a sheet")
        verbose_name_plural = _("values of sheets")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["structure", "field", "-at"], name="structures_value_of_field")
        ]

    def __str__(self) -> str:
        return f"{self.structure_id} {self.field}"


class Representative(models.Model):
    """Somebody who represents a structure; ended, never deleted."""

    structure = models.ForeignKey(
        Structure,
        verbose_name=_("structure"),
        on_delete=models.CASCADE,
        related_name="representatives",
    )
    civility = models.CharField(
        _("civility"), max_length=8, choices=Civility.choices, default=Civility.UNSAID
    )
    last_name = models.CharField(_("last name"), max_length=100)
    first_name = models.CharField(_("first name"), max_length=100)
    function = models.CharField(_("function"), max_length=100)
    profession = models.CharField(_("profession"), max_length=100, blank=True)
    is_legal = models.BooleanField(_("legal representative"), default=False)
    address_line = models.CharField(_("number and street"), max_length=200, blank=True)
    address_complement = models.CharField(_("address complement"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    city = models.CharField(_("town"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    mobile = models.CharField(_("mobile phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")
        ordering = ["-is_legal", "last_name", "first_name"]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


class StructureBankDetails(BankDetails):
    """Where a structure is paid."""

    structure = models.ForeignKey(
        Structure,
        verbose_name=_("structure"),
        on_delete=models.CASCADE,
        related_name="bank_details",
    )

    class Meta:
        verbose_name = _("bank details of a structure")
        verbose_name_plural = _("bank details of structures")
        constraints = [
            models.UniqueConstraint(
                fields=["structure"],
                condition=Q(replaced_at__isnull=True),
                name="structures_bank_details_in_force_once",
            )
        ]
