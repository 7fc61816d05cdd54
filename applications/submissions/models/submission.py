"""The dossier."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aids.models import Aid, Campaign, FormTexts, FormVersion, RegulationVersion
from applications.structures.models import Structure
from applications.submissions.querysets import MANAGING_BODY, SubmissionQuerySet


class SubmissionState(models.TextChoices):
    """The states of portal.md §7; what each reader sees of them is in `lifecycle`."""

    DRAFT = "draft", _("Draft")
    AWAITING_TRANSMISSION = "awaiting_transmission", _("To be transmitted")
    SUBMITTED = "submitted", _("Filed, to be taken in charge")
    UNDER_REVIEW = "under_review", _("Under review")
    COMPLETE = "complete", _("Complete, to be decided")
    GRANTED = "granted", _("Granted")
    REJECTED = "rejected", _("Rejected")
    INADMISSIBLE = "inadmissible", _("Inadmissible")
    CLOSED = "closed", _("Settled")
    WITHDRAWN = "withdrawn", _("Withdrawn by the applicant")
    DELETED = "deleted", _("In the bin")


class BeneficiaryKind(models.TextChoices):
    """Who receives the aid, as the applicant answers; empty until they do."""

    SELF = "self", _("The applicant")
    STRUCTURE = "structure", _("A structure")
    PERSON = "person", _("A person")


class BeneficiaryLink(models.TextChoices):
    """What the applicant is for a beneficiary other than themself."""

    MANAGING_BODY = MANAGING_BODY, _("Managing body of the school")
    PARENT = "parent", _("Father or mother")
    GUARDIAN = "guardian", _("Guardian")
    TRAINING_BODY = "training_body", _("Training organisation")
    MANDATE = "mandate", _("Third party with a mandate")


class Submission(models.Model):
    """A dossier: one person's or one structure's, for one campaign of one aid.

    `reference` gives no right. `answers_version` grows at every save. `step_progress` maps a step
    id to `done` or `errors`. From filing on, `filed_*` are what was sent and never change.
    `pending_sheet` keeps what was typed on the sheet and could not be stored there.
    `decision_notified_at` repeats the date of the decision in force: without it the applicant
    reads nothing of a decision, anywhere. `is_test`: a member of staff tries the form; nobody else
    sees it, nothing counts it (see `querysets`), and it is wiped.

    `beneficiary_*` say who receives the aid when the aid lets it be another than the applicant:
    `beneficiary_sheet` keeps what was typed and what a register answered; a structure the portal
    knows is pointed at, which gives nobody a right by itself; `beneficiary_key` tells whether two
    dossiers are for the same beneficiary, and names nobody.
    """

    reference = models.CharField(_("reference"), max_length=20, unique=True)
    aid = models.ForeignKey(
        Aid, verbose_name=_("aid"), on_delete=models.PROTECT, related_name="submissions"
    )
    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campaign"), on_delete=models.PROTECT, related_name="submissions"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("applicant, when a person"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="own_submissions",
    )
    structure = models.ForeignKey(
        Structure,
        verbose_name=_("applicant, when a structure"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="submissions",
    )
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("writer"),
        on_delete=models.PROTECT,
        related_name="written_submissions",
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("officer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="handled_submissions",
    )
    state = models.CharField(
        _("state"), max_length=24, choices=SubmissionState.choices, default=SubmissionState.DRAFT
    )
    form_version = models.ForeignKey(
        FormVersion,
        verbose_name=_("form version"),
        on_delete=models.PROTECT,
        related_name="submissions",
    )
    form_texts = models.ForeignKey(
        FormTexts,
        verbose_name=_("texts shown at filing"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="submissions",
    )
    declined_version = models.ForeignKey(
        FormVersion,
        verbose_name=_("newer form version declined"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    replaced_version = models.ForeignKey(
        FormVersion,
        verbose_name=_("form version left by force, until its writer has read what changed"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    regulation = models.ForeignKey(
        RegulationVersion,
        verbose_name=_("règlement accepted"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="submissions",
    )
    regulation_accepted_at = models.DateTimeField(_("règlement accepted at"), null=True, blank=True)
    answers = models.JSONField(_("answers"), default=dict)
    answers_version = models.PositiveIntegerField(_("version of the answers"), default=0)
    criteria_answers = models.JSONField(_("answers to the criteria"), default=dict)
    has_overridden_criteria = models.BooleanField(_("filed in spite of a criterion"), default=False)
    sworn_statements = models.JSONField(_("sworn statements"), default=list)
    step_progress = models.JSONField(_("progress of the steps"), default=dict)
    pending_sheet = models.JSONField(_("sheet typed but not acceptable yet"), default=dict)
    beneficiary_kind = models.CharField(
        _("who receives the aid"), max_length=12, choices=BeneficiaryKind.choices, blank=True
    )
    beneficiary_link = models.CharField(
        _("link with the beneficiary"), max_length=16, choices=BeneficiaryLink.choices, blank=True
    )
    beneficiary_structure = models.ForeignKey(
        Structure,
        verbose_name=_("beneficiary, when a structure of the portal"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="benefits",
    )
    beneficiary_sheet = models.JSONField(_("sheet of the beneficiary"), default=dict)
    beneficiary_key = models.CharField(
        _("digest that tells the beneficiary"), max_length=64, blank=True
    )
    language = models.CharField(_("language"), max_length=8, default="fr")
    is_test = models.BooleanField(_("test dossier"), default=False)
    filed_answers = models.JSONField(_("answers as filed"), null=True, blank=True)
    filed_identity = models.JSONField(_("applicant as filed"), null=True, blank=True)
    filed_digest = models.CharField(_("digest of what was filed"), max_length=64, blank=True)
    filing_key = models.UUIDField(_("filing attempt"), null=True, blank=True, unique=True)
    created_at = models.DateTimeField(_("created at"))
    changed_at = models.DateTimeField(_("changed at"))
    submitted_at = models.DateTimeField(_("filed at"), null=True, blank=True)
    taken_in_charge_at = models.DateTimeField(_("taken in charge at"), null=True, blank=True)
    decision_notified_at = models.DateTimeField(_("decision notified at"), null=True, blank=True)
    deleted_at = models.DateTimeField(_("put in the bin at"), null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        ordering = ["-changed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, structure__isnull=True)
                | Q(person__isnull=True, structure__isnull=False),
                name="submissions_person_or_structure",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "awaiting_transmission", "deleted"])
                | Q(submitted_at__isnull=False, filed_answers__isnull=False),
                name="submissions_filed_is_frozen",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-changed_at"], name="submissions_of_person"),
            models.Index(fields=["structure", "-changed_at"], name="submissions_of_structure"),
            models.Index(
                fields=["beneficiary_structure", "-changed_at"],
                condition=Q(beneficiary_structure__isnull=False),
                name="submissions_of_beneficiary",
            ),
            models.Index(fields=["state", "submitted_at", "id"], name="submissions_queue"),
            models.Index(
                fields=["aid", "state", "submitted_at", "id"], name="submissions_aid_queue"
            ),
            models.Index(
                fields=["officer", "state", "submitted_at"], name="submissions_of_officer"
            ),
            models.Index(fields=["aid"], condition=Q(is_test=True), name="submissions_tests"),
            models.Index(
                fields=["submitted_at", "id"],
                condition=Q(state__in=["submitted", "under_review", "complete"], is_test=False),
                name="submissions_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """Return the applicant's page of the dossier."""
        return reverse("submissions:dossier", args=[self.reference])

    @property
    def is_draft(self) -> bool:
        """Whether the dossier is still being written."""
        return self.state == SubmissionState.DRAFT

    @property
    def is_filed(self) -> bool:
        """Whether the Region has received the dossier, whatever came next."""
        return self.submitted_at is not None

    @property
    def beneficiary_name(self) -> str:
        """Return the name of the person or structure whose dossier it is."""
        return str(self.structure if self.structure_id else self.person)
