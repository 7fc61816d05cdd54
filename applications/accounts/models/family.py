"""Families of applicants (« famille de tiers »)."""

from django.db import models
from django.utils.translation import get_language, gettext_lazy as _


class Family(models.Model):
    """One of the families of portal.md §2 (`particulier`, `association`…), editable."""

    code = models.SlugField(_("code"), unique=True)
    label = models.CharField(_("label"), max_length=80)
    label_en = models.CharField(_("English label"), max_length=80, blank=True)
    is_structure = models.BooleanField(_("is a structure"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("family of applicants")
        verbose_name_plural = _("families of applicants")
        ordering = ["position", "label"]

    def __str__(self) -> str:
        return (self.label_en if get_language() == "en" else "") or self.label
