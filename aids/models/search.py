"""What the catalogue searches: one normalised document per live page."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aids.models.aid import Aid


class AidSearchEntry(models.Model):
    """The words of a live aid page, unaccented, lower-case, without plurals, and its card.

    Written at publication, and again when its mark is not the page's (a loader, a restored
    database): the catalogue never depends on a signal.
    """

    page = models.OneToOneField(
        "aids.AidPage",
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="search_entry",
    )
    aid = models.ForeignKey(
        Aid, verbose_name=_("aid"), on_delete=models.CASCADE, related_name="search_entries"
    )
    mark = models.CharField(_("publication"), max_length=80)
    card = models.JSONField(_("card"), default=dict)
    title_words = models.TextField(_("words of the title"), blank=True)
    summary_words = models.TextField(_("words of the summary"), blank=True)
    text_words = models.TextField(_("words of the text"), blank=True)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")

    def __str__(self) -> str:
        return str(self.page_id)
