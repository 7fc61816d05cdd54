"""Structures and the people who act for them."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.accounts.models import Family
from applications.structures.querysets import MembershipQuerySet, StructureQuerySet
from cms.core.lookup import folded


class Structure(models.Model):
    """An association, company, lycée, municipality… that may own dossiers.

    `depends_on` is the managing body of a private lycée (OGEC): the lycée asks, the body is paid.
    `merged_into` is the row that took over a duplicate: it keeps its number, for old links.
    """

    name = models.CharField(_("name"), max_length=200)
    folded_name = models.CharField(
        _("name without accents or case"), max_length=200, blank=True, db_index=True
    )
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    family = models.ForeignKey(
        Family, verbose_name=_("family"), on_delete=models.PROTECT, related_name="structures"
    )
    siret = models.CharField(_("SIRET"), max_length=14, unique=True, null=True, blank=True)
    rna = models.CharField(_("RNA number"), max_length=10, blank=True, db_index=True)
    receipt_number = models.CharField(
        _("number of the receipt of the prefecture"), max_length=40, blank=True
    )
    published_on = models.DateField(
        _("published in the official journal on"), null=True, blank=True
    )
    registered_on = models.DateField(_("created in the RNA on"), null=True, blank=True)
    declared_on = models.DateField(_("last declared on"), null=True, blank=True)
    uai = models.CharField(_("UAI"), max_length=8, blank=True, db_index=True)
    legal_form = models.CharField(_("legal form"), max_length=100, blank=True)
    naf_code = models.CharField(_("NAF code"), max_length=6, blank=True)
    naf_nomenclature = models.CharField(_("version of the NAF"), max_length=10, blank=True)
    address_line = models.CharField(_("number and street"), max_length=200, blank=True)
    address_complement = models.CharField(_("address complement"), max_length=200, blank=True)
    address_locality = models.CharField(_("locality or PO box"), max_length=100, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    city = models.CharField(_("town"), max_length=100, blank=True)
    insee_code = models.CharField(_("INSEE code of the town"), max_length=5, blank=True)
    country = models.CharField(_("country"), max_length=2, default="FR")
    mailing_recipient = models.CharField(_("recipient of letters"), max_length=140, blank=True)
    mailing_complement = models.CharField(_("building"), max_length=200, blank=True)
    mailing_line = models.CharField(_("number and street"), max_length=200, blank=True)
    mailing_locality = models.CharField(_("locality or PO box"), max_length=100, blank=True)
    mailing_postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    mailing_city = models.CharField(_("town"), max_length=100, blank=True)
    mailing_country = models.CharField(_("country"), max_length=2, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    mobile = models.CharField(_("mobile phone"), max_length=30, blank=True)
    fax = models.CharField(_("fax"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    website = models.URLField(_("web site"), blank=True)
    depends_on = models.ForeignKey(
        "self",
        verbose_name=_("managing body"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="dependents",
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    register_checked_at = models.DateTimeField(
        _("compared with the register at"), null=True, blank=True
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="absorbed",
    )
    is_verified = models.BooleanField(_("verified by the region"), default=False)
    is_test = models.BooleanField(_("stand-in of test dossiers"), default=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = StructureQuerySet.as_manager()

    class Meta:
        verbose_name = _("structure")
        verbose_name_plural = _("structures")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Keep the name people search by beside the one they read."""
        self.folded_name = folded(self.name)[:200]
        if update_fields is not None and "name" in update_fields:
            update_fields = {*update_fields, "folded_name"}
        super().save(*args, update_fields=update_fields, **kwargs)


class MembershipRole(models.TextChoices):
    """What a person is in a structure."""

    MANAGER = "manager", _("Manager")
    MEMBER = "member", _("Member")


class Membership(models.Model):
    """A person acting for a structure, with their rights; ended, never deleted.

    `is_unverified` marks who arrived by a look-up until staff check them: they see no dossier begun
    before `sees_from` and the structure is not paid. `suspended_at` is set when the yearly list of
    people was not confirmed: access stops, nothing is removed.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    structure = models.ForeignKey(
        Structure, verbose_name=_("structure"), on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=8, choices=MembershipRole.choices)
    can_sign = models.BooleanField(_("may sign"), default=False)
    can_see_bank_details = models.BooleanField(_("may see bank details"), default=False)
    started_at = models.DateTimeField(_("started at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    is_unverified = models.BooleanField(_("to be verified"), default=False)
    sees_from = models.DateTimeField(_("sees dossiers begun from"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    suspended_at = models.DateTimeField(_("suspended at"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "structure"],
                condition=Q(ended_at__isnull=True),
                name="structures_membership_active_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.structure_id} ({self.role})"

    @property
    def is_active(self) -> bool:
        """Whether the person acts for the structure today."""
        return self.ended_at is None and self.suspended_at is None

    @property
    def is_manager(self) -> bool:
        """Whether the person is one of the structure's managers."""
        return self.role == MembershipRole.MANAGER
