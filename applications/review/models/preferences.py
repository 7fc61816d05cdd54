"""What one member of staff wants to be told."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewPreferences(models.Model):
    """The choices of one person; who has chosen nothing has no row and is told."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.CASCADE,
        related_name="review_preferences",
    )
    wants_filing_mail = models.BooleanField(
        _("a mail for each dossier filed"),
        default=True,
        help_text=_(
            "For the aids of your teams. The mail holds a reference and a link, nothing of the "
            "applicant."
        ),
    )

    class Meta:
        verbose_name = _("preferences of an officer")
        verbose_name_plural = _("preferences of officers")

    def __str__(self) -> str:
        return str(self.user_id)
