"""What the loader has already done."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadStamp(models.Model):
    """The digest of the data last loaded: the same data is not loaded twice."""

    name = models.CharField(_("name"), max_length=32, unique=True)
    digest = models.CharField(_("digest"), max_length=64)
    loaded_at = models.DateTimeField(_("loaded at"))

    class Meta:
        verbose_name = _("load stamp")
        verbose_name_plural = _("load stamps")

    def __str__(self) -> str:
        return f"{self.name} {self.digest[:12]}"
