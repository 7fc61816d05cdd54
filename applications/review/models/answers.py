"""What officers answer in the part of the form that applicants never see."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.submissions.models import Submission


class ReviewAnswers(models.Model):
    """The answers to the questions « réservées à l'instruction » of one dossier, apart from it.

    Their form is that of the dossier, frozen at filing; they may change as long as the dossier is
    under review.
    """

    submission = models.OneToOneField(
        Submission,
        verbose_name=_("dossier"),
        on_delete=models.CASCADE,
        related_name="review_answers",
    )
    answers = models.JSONField(_("answers"), default=dict)
    changed_at = models.DateTimeField(_("changed at"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("answers of the review")
        verbose_name_plural = _("answers of the reviews")

    def __str__(self) -> str:
        return str(self.submission_id)
