"""Immutable versions of an aid's form, and the overlays of its other languages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aids.models.aid import Aid


class PublishedVersions(models.Manager["FormVersion"]):
    """The versions that were in force one day: those tried before publication are no history."""

    def get_queryset(self) -> models.QuerySet["FormVersion"]:
        """Leave out what was only tried."""
        return super().get_queryset().filter(is_trial=False)


class FormVersion(models.Model):
    """One version of a form: its structure and its French texts, never changed.

    `structure_digest` ignores texts: two versions that share it differ by wording only, and drafts
    take the newer up without a question. A draft form that an editor tries is kept the same way
    with `is_trial`, without a number, until the test dossiers are wiped: `every` alone reads it.
    """

    aid = models.ForeignKey(
        Aid, verbose_name=_("aid"), on_delete=models.PROTECT, related_name="form_versions"
    )
    number = models.PositiveIntegerField(_("number"))
    schema = models.JSONField(_("schema"))
    structure_digest = models.CharField(_("digest of the structure"), max_length=64)
    texts_digest = models.CharField(_("digest of the texts"), max_length=64)
    author_id = models.BigIntegerField(_("author"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"))
    is_trial = models.BooleanField(_("tried before publication"), default=False)

    objects = PublishedVersions()
    every = models.Manager["FormVersion"]()

    class Meta:
        verbose_name = _("form version")
        verbose_name_plural = _("form versions")
        ordering = ["aid", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["aid", "number"],
                condition=models.Q(is_trial=False),
                name="aids_form_version_number_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.aid_id} v{self.number}"


class FormTexts(models.Model):
    """The texts of one language for one version: `{"<node id>.<attribute>": text}`.

    Texts never change; `current_since` moves when a translation comes back to earlier words.
    """

    version = models.ForeignKey(
        FormVersion, verbose_name=_("version"), on_delete=models.PROTECT, related_name="overlays"
    )
    language = models.CharField(_("language"), max_length=8)
    digest = models.CharField(_("digest"), max_length=64)
    texts = models.JSONField(_("texts"), default=dict)
    created_at = models.DateTimeField(_("created at"))
    current_since = models.DateTimeField(_("current since"))

    class Meta:
        verbose_name = _("form texts")
        verbose_name_plural = _("form texts")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language", "digest"], name="aids_form_texts_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.language}"
