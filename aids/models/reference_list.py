"""The editors' own lists of answers: schools, clubs, diplomas; thousands of lines."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

CODE = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
    _("Write lower case letters, digits and hyphens, like public-high-schools."),
)


class ReferenceList(models.Model):
    """A list that forms name by its code; the version in use is the one people search."""

    code = models.CharField(
        _("code"),
        max_length=60,
        unique=True,
        validators=[CODE],
        help_text=_("Forms name the list by it: it never changes."),
    )
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(
        _("description"), blank=True, help_text=_("Where it comes from, who keeps it.")
    )
    current = models.ForeignKey(
        "aids.ReferenceListVersion",
        verbose_name=_("version in use"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("list of answers")
        verbose_name_plural = _("lists of answers")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def size(self) -> int:
        """Return how many lines people may choose among."""
        return self.current.size if self.current else 0


class ReferenceListVersion(models.Model):
    """The lines of a list at one moment, never changed: filed answers keep their meaning.

    `entries` holds `[code, label, other words]`, in the order they are proposed.
    """

    reference_list = models.ForeignKey(
        ReferenceList,
        verbose_name=_("list of answers"),
        on_delete=models.PROTECT,
        related_name="versions",
    )
    number = models.PositiveIntegerField(_("number"))
    entries = models.JSONField(_("lines"))
    size = models.PositiveIntegerField(_("number of lines"))
    digest = models.CharField(_("digest"), max_length=64)
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    author_id = models.BigIntegerField(_("author"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"))
    used_since = models.DateTimeField(_("in use since"), null=True, blank=True)

    class Meta:
        verbose_name = _("version of a list of answers")
        verbose_name_plural = _("versions of a list of answers")
        ordering = ["reference_list", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["reference_list", "number"], name="aids_reference_list_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference_list} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change the lines of a version that is kept."""
        if not self._state.adding:
            raise TypeError("a version of a list never changes")
        super().save(*args, **kwargs)
