"""Attachment codes: what the Region already holds, opened by who received the code."""

from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.structures.models.structure import Structure


class CampaignKind(models.TextChoices):
    """Whom the rows of a file are about."""

    STRUCTURES = "structures", _("Structures")
    PERSONS = "persons", _("Persons")


class CodesDelivery(models.TextChoices):
    """How the codes of a campaign leave."""

    LETTERS = "letters", _("Letters to print (PDF, one page per code)")
    MERGE = "merge", _("File for mail merge (XLSX)")


class CampaignState(models.TextChoices):
    """How far a campaign has gone."""

    CHECKED = "checked", _("Checked, not imported")
    MAKING = "making", _("Being imported")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Stopped by an error")


class CodeCampaign(models.Model):
    """A batch of codes made from one imported file.

    `report` holds what the check said: `rows`, `errors` (row, words), `error_count`, `sample`.
    `row_count` counts the owners to make codes for, `done_count` those handled. The files (what
    was given, letters, mail merge) are attachments owned by the campaign, erased after a time.
    """

    name = models.CharField(_("name"), max_length=120)
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("created by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=CampaignKind.choices, default=CampaignKind.STRUCTURES
    )
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=CampaignState.choices,
        default=CampaignState.CHECKED,
    )
    delivery = models.CharField(
        _("delivery"), max_length=8, choices=CodesDelivery.choices, blank=True
    )
    report = models.JSONField(_("report"), default=dict)
    file_name = models.CharField(_("file"), max_length=255)
    row_count = models.PositiveIntegerField(_("rows"), default=0)
    done_count = models.PositiveIntegerField(_("rows done"), default=0)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    expires_on = models.DateField(_("codes valid until"))

    class Meta:
        verbose_name = _("campaign of codes")
        verbose_name_plural = _("campaigns of codes")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.name


class KnownPerson(models.Model):
    """A person the Region knew before the portal; `user` once they used their code."""

    civility = models.CharField(_("civility"), max_length=8, blank=True)
    last_name = models.CharField(_("last name"), max_length=100)
    first_name = models.CharField(_("first name"), max_length=100)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    address_line = models.CharField(_("number and street"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    city = models.CharField(_("town"), max_length=100, blank=True)
    external_key = models.CharField(
        _("number in the imported file"), max_length=64, blank=True, db_index=True
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="known_as",
    )

    class Meta:
        verbose_name = _("person already known")
        verbose_name_plural = _("persons already known")
        ordering = ["last_name", "first_name"]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


class EarlierDossier(models.Model):
    """A dossier handled before the portal: shown to its owner, never acted upon."""

    structure = models.ForeignKey(
        Structure,
        verbose_name=_("structure"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="earlier_dossiers",
    )
    person = models.ForeignKey(
        KnownPerson,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="earlier_dossiers",
    )
    reference = models.CharField(_("reference"), max_length=40)
    aid_title = models.CharField(_("aid"), max_length=200)
    filed_on = models.DateField(_("filed on"), null=True, blank=True)
    state_label = models.CharField(_("state"), max_length=80, blank=True)
    granted_amount = models.DecimalField(
        _("amount granted"), max_digits=12, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = _("earlier dossier")
        verbose_name_plural = _("earlier dossiers")
        ordering = ["-filed_on", "reference"]
        constraints = [
            models.CheckConstraint(
                condition=Q(structure__isnull=False, person__isnull=True)
                | Q(structure__isnull=True, person__isnull=False),
                name="structures_earlier_dossier_one_owner",
            )
        ]

    def __str__(self) -> str:
        return self.reference


class CodeState(StrEnum):
    """What may be said of a code."""

    LIVE = "live"
    USED = "used"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class AttachmentCode(models.Model):
    """A single-use code of 17 digits, kept as a digest, that attaches an account to what is held.

    It opens a structure or a person, never both, and only with a second fact (SIRET, UAI or birth
    date).
    """

    digest = models.CharField(_("digest of the code"), max_length=64, unique=True)
    campaign = models.ForeignKey(
        CodeCampaign,
        verbose_name=_("campaign"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="codes",
    )
    structure = models.ForeignKey(
        Structure,
        verbose_name=_("structure"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="codes",
    )
    person = models.ForeignKey(
        KnownPerson,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="codes",
    )
    created_at = models.DateTimeField(_("created at"))
    expires_at = models.DateTimeField(_("expires at"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("used by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)

    class Meta:
        verbose_name = _("attachment code")
        verbose_name_plural = _("attachment codes")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(structure__isnull=False, person__isnull=True)
                | Q(structure__isnull=True, person__isnull=False),
                name="structures_code_one_owner",
            )
        ]
        indexes = [models.Index(fields=["campaign", "used_at"], name="structures_code_of_campaign")]

    def __str__(self) -> str:
        return str(self.pk)

    def state(self, now: datetime) -> CodeState:
        """Return what has become of the code at this instant."""
        if self.used_at is not None:
            return CodeState.USED
        if self.cancelled_at is not None:
            return CodeState.CANCELLED
        return CodeState.LIVE if now < self.expires_at else CodeState.EXPIRED


class CodeRequestState(models.TextChoices):
    """Where a request for a code stands."""

    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")


class CodeRequest(models.Model):
    """« Formuler une demande de code d'identification »: what somebody says, for the Region."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="code_requests",
    )
    given = models.JSONField(_("what was given"), default=dict)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=CodeRequestState.choices,
        default=CodeRequestState.WAITING,
    )
    asked_at = models.DateTimeField(_("asked at"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    refusal = models.TextField(_("reason of the refusal"), blank=True)
    code = models.ForeignKey(
        AttachmentCode,
        verbose_name=_("code"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("request for a code")
        verbose_name_plural = _("requests for codes")
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["state", "asked_at"], name="structures_code_requests")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.asked_at:%Y-%m-%d}"
