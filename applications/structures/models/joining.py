"""How people come to act for a structure: invited, asking, or disputed."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from applications.structures.models.structure import MembershipRole, Structure


class InvitationState(models.TextChoices):
    """Where an invitation stands; only its time limit is not stored."""

    SENT = "sent", _("Sent")
    AWAITING = "awaiting", _("Waiting for the manager")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    REFUSED = "refused", _("Refused by the manager")
    CANCELLED = "cancelled", _("Cancelled")


class Invitation(models.Model):
    """An address invited to act for a structure, by a single-use link valid 15 days.

    Only the digest of the key is kept. `user` is who accepted; `must_validate` is the inviter's
    « Valider moi-même à l'arrivée ». `inviter` is empty when the Region invites.
    """

    structure = models.ForeignKey(
        Structure, verbose_name=_("structure"), on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=8, choices=MembershipRole.choices)
    can_sign = models.BooleanField(_("may sign"), default=False)
    can_see_bank_details = models.BooleanField(_("may see bank details"), default=False)
    must_validate = models.BooleanField(_("validated on arrival"), default=False)
    inviter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("inviter"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    digest = models.CharField(_("digest of the key"), max_length=64, unique=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=InvitationState.choices,
        default=InvitationState.SENT,
    )
    created_at = models.DateTimeField(_("created at"))
    expires_at = models.DateTimeField(_("expires at"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="invitations",
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    refusal = models.TextField(_("reason of the refusal"), blank=True)
    region_told_at = models.DateTimeField(_("Region told at"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "email"],
                condition=Q(state__in=["sent", "awaiting"]),
                name="structures_invitation_open_once",
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="structures_invitation_email_lower"
            ),
        ]
        indexes = [models.Index(fields=["state", "answered_at"], name="structures_invitation_wait")]

    def __str__(self) -> str:
        return f"{self.structure_id} {self.pk}"

    def is_expired(self, now: datetime) -> bool:
        """Tell whether the link came too late to be answered."""
        return self.state == InvitationState.SENT and now >= self.expires_at


class JoinState(models.TextChoices):
    """Where a request to join stands."""

    WAITING = "waiting", _("Waiting for the manager")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    CANCELLED = "cancelled", _("Cancelled")


class JoinRequest(models.Model):
    """Somebody asks the managers of a structure to join it; meanwhile they see nothing of it."""

    structure = models.ForeignKey(
        Structure,
        verbose_name=_("structure"),
        on_delete=models.CASCADE,
        related_name="join_requests",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="join_requests",
    )
    message = models.TextField(_("message"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=JoinState.choices, default=JoinState.WAITING
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
    region_told_at = models.DateTimeField(_("Region told at"), null=True, blank=True)

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "user"],
                condition=Q(state="waiting"),
                name="structures_join_request_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.structure_id}"


class Dispute(models.Model):
    """A second person claims a structure whose manager is not verified; staff decide."""

    structure = models.ForeignKey(
        Structure, verbose_name=_("structure"), on_delete=models.CASCADE, related_name="disputes"
    )
    claimant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("claimant"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    message = models.TextField(_("message"), blank=True)
    opened_at = models.DateTimeField(_("opened at"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    is_founded = models.BooleanField(_("the claimant is right"), default=False)
    decision = models.TextField(_("reason of the decision"), blank=True)

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "claimant"],
                condition=Q(decided_at__isnull=True),
                name="structures_dispute_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.claimant_id} → {self.structure_id}"


class StructureRequest(models.Model):
    """« Demander la création de ma structure »: what somebody says of it, for the Region."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="structure_requests",
    )
    given = models.JSONField(_("what was given"), default=dict)
    asked_at = models.DateTimeField(_("asked at"))
    structure = models.ForeignKey(
        Structure,
        verbose_name=_("structure"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
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

    class Meta:
        verbose_name = _("request for a structure")
        verbose_name_plural = _("requests for structures")
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.asked_at:%Y-%m-%d}"
