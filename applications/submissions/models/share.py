"""A dossier shared with a colleague."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.submissions.models.submission import Submission


class SubmissionShare(models.Model):
    """A member of the structure who reads and writes in a dossier they did not begin.

    It opens nothing by itself: the membership must be active, and have begun before the sharing,
    so that somebody who left and came back finds nothing open. Ended, never deleted.
    """

    submission = models.ForeignKey(
        Submission, verbose_name=_("dossier"), on_delete=models.CASCADE, related_name="shares"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("colleague"),
        on_delete=models.CASCADE,
        related_name="shared_submissions",
    )
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("shared by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    shared_at = models.DateTimeField(_("shared at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("shared dossier")
        verbose_name_plural = _("shared dossiers")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "user"],
                condition=Q(ended_at__isnull=True),
                name="submissions_shared_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["user"], condition=Q(ended_at__isnull=True), name="submissions_shared_with"
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} → {self.user_id}"
