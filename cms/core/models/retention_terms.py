"""How long what is known of people is kept (portal.md §12), as the administrator sets it."""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


def _term(label: Any, default: int) -> "models.PositiveSmallIntegerField[int, int]":
    return models.PositiveSmallIntegerField(
        label, default=default, validators=[MinValueValidator(1)]
    )


class RetentionTerms(models.Model):
    """The terms, in days or in months; a dossier filed and not decided has none."""

    never_activated_days = _term(_("account never activated, in days"), 30)
    unused_months = _term(_("account unused, in months"), 24)
    unused_warning_days = _term(_("warning before an unused account is closed, in days"), 14)
    logs_months = _term(_("read log, security log, text of mails, in months"), 12)
    refused_months = _term(
        _("refused, inadmissible or withdrawn dossier, from its notification, in months"), 24
    )
    granted_months = _term(_("settled dossier, from its last payment, in months"), 120)

    class Meta:
        abstract = True


TERMS = tuple(field.name for field in RetentionTerms._meta.local_fields)
