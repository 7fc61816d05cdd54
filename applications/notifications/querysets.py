"""Reading mails and their templates."""

from typing import Any

from django.db import models


class MailQuerySet(models.QuerySet[Any]):
    """Mails by what they are about."""

    def about(self, subject_type: str, subject_id: object) -> "MailQuerySet":
        """Return the mails about one row, newest first."""
        return self.filter(subject_type=subject_type, subject_id=str(subject_id))


class MailTemplateQuerySet(models.QuerySet[Any]):
    """Editors' own words."""

    def for_mail(self, kind: str, *, scope: str, language: str) -> Any:
        """Return the `MailTemplate` of the scope, else the whole portal's, else none."""
        return (
            self.filter(kind=kind, language=language, scope__in={scope, ""})
            .order_by("-scope")
            .first()
        )
