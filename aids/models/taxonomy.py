"""Taxonomies: a stable code for addresses and filters, a label per language for people."""

from django.db import models
from django.utils.translation import get_language, gettext_lazy as _


class Taxon(models.Model):
    """A term readers filter by; one row for every language."""

    code = models.SlugField(_("code"), unique=True)
    label = models.CharField(_("label"), max_length=80)
    label_en = models.CharField(_("English label"), max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "label"]

    def __str__(self) -> str:
        return (self.label_en if get_language() == "en" else "") or self.label


class Audience(Taxon):
    """Who an aid is for: the families of portal.md §2."""

    class Meta(Taxon.Meta):
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")


class Theme(Taxon):
    """What an aid is about."""

    class Meta(Taxon.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class Territory(Taxon):
    """Where an aid applies."""

    class Meta(Taxon.Meta):
        verbose_name = _("territory")
        verbose_name_plural = _("territories")


class Nature(Taxon):
    """What an aid is: grant, scholarship, loan, call for projects."""

    class Meta(Taxon.Meta):
        verbose_name = _("nature")
        verbose_name_plural = _("natures")
