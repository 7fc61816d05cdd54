"""The identity of an aid is a row, not a page: dossiers, campaigns and versions point here."""

import re
import uuid
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.apps import apps
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aids.words import words_of
from applications.accounts.models import Family

if TYPE_CHECKING:
    from aids.models.campaign import Campaign
    from aids.models.pages import AidPage

SHORT_CODE_LENGTH = 5


class ReviewTeam(models.Model):
    """The people who instruct the dossiers of some aids, and how to reach them."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    service = models.CharField(_("service"), max_length=200)
    address = models.TextField(_("postal address"))
    phone = models.CharField(_("phone"), max_length=30)
    email = models.EmailField(_("e-mail"))
    hours = models.CharField(_("hours"), max_length=120, blank=True)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("members"), blank=True, related_name="review_teams"
    )

    class Meta:
        verbose_name = _("review team")
        verbose_name_plural = _("review teams")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AidQuerySet(models.QuerySet["Aid"]):
    """Which aids, and whose."""

    def visible_to_team(self, user: models.Model) -> "AidQuerySet":
        """Return the aids given to a team of this person."""
        return self.filter(team__members=user.pk).distinct()


class AidManager(models.Manager["Aid"]):
    """Finds the row of a page, and makes it with the first save of the source page."""

    def get_queryset(self) -> AidQuerySet:
        """Return the aids."""
        return AidQuerySet(self.model, using=self._db)

    def visible_to_team(self, user: models.Model) -> AidQuerySet:
        """Return the aids given to a team of this person."""
        return self.get_queryset().visible_to_team(user)

    def for_page(self, page: "AidPage") -> "Aid | None":
        """Return the aid of any page: source, translation or alias."""
        return (
            self.get_queryset()
            .select_related("team", "current_version")
            .defer("current_version__schema")
            .filter(key=key_of_page(page))
            .first()
        )

    def ensure_for_page(self, page: "AidPage") -> "Aid | None":
        """Return the aid of a page, made when its source page is saved for the first time."""
        if page.alias_of_id is not None:
            return self.for_page(page)
        is_source = page.locale.language_code == settings.LANGUAGE_CODE
        title = page.title[:255]
        with transaction.atomic():
            aid, is_new = self.get_queryset().get_or_create(
                key=page.translation_key,
                defaults={"title": title, "short_code": self.propose_short_code(title)},
            )
            if is_source and not is_new and aid.title != title:
                aid.title = title
                aid.save(update_fields=["title"])
        return aid

    def propose_short_code(self, title: str) -> str:
        """Return a free code made of the initials of a title (« BSS »)."""
        words = words_of(title)
        initials = "".join(word[0] for word in words if word[0].isalpha())
        root = (initials if len(initials) > 1 else "".join(words)[:3] or "AID").upper()
        root = re.sub(r"[^A-Z]", "", root)[:4].ljust(2, "X")
        taken = set(
            self.get_queryset()
            .filter(short_code__startswith=root)
            .values_list("short_code", flat=True)
        )
        letters = "BCDEFGHJKLMNPQRSTVWXYZ"
        free = [root, *(root + letter for letter in letters)]
        pairs = [root[:3] + first + second for first in letters for second in letters]
        return next(code for code in [*free, *pairs] if code not in taken)


class Aid(models.Model):
    """The stable row of an aid; `key` is the `translation_key` of its French page.

    Pages are copied per language and re-synced; nothing but this row may be pointed at.
    `compiled_marks` tells, per language, which publication the current form version comes from.
    """

    key = models.UUIDField(_("key"), unique=True)
    short_code = models.CharField(
        _("short code"),
        max_length=SHORT_CODE_LENGTH,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{2,5}$", _("Use 2 to 5 capital letters."))],
        help_text=_("First part of the references of the dossiers."),
    )
    title = models.CharField(_("title"), max_length=255)
    team = models.ForeignKey(
        ReviewTeam,
        verbose_name=_("review team"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="aids",
    )
    is_limited_to_one = models.BooleanField(
        _("one dossier per beneficiary and campaign"), default=False
    )
    requires_transmission = models.BooleanField(_("the structure must transmit"), default=False)
    pays_applicant = models.BooleanField(_("pays the applicant"), default=False)
    allows_other_beneficiary = models.BooleanField(
        _("the applicant may ask for another beneficiary"), default=False
    )
    beneficiary_families = models.ManyToManyField(
        Family,
        verbose_name=_("families of these beneficiaries"),
        blank=True,
        related_name="+",
        help_text=_("Without any, every family."),
    )
    asks_mandate = models.BooleanField(
        _("a third party gives the mandate of the beneficiary"), default=False
    )
    allows_minors = models.BooleanField(_("the beneficiary may be under 18"), default=False)
    current_version = models.ForeignKey(
        "aids.FormVersion",
        verbose_name=_("form version in force"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    compiled_marks = models.JSONField(_("publications compiled"), default=dict, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects: ClassVar[AidManager] = AidManager()

    class Meta:
        verbose_name = _("aid")
        verbose_name_plural = _("aids")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def forget_compiled(self, language: str) -> None:
        """Have the form of a language compiled again at the next publication or read."""
        if self.compiled_marks.pop(language, None) is not None:
            self.save(update_fields=["compiled_marks"])

    def page(self, language: str = settings.LANGUAGE_CODE) -> "AidPage | None":
        """Return the live page in a language, else the French one."""
        found = {
            page.locale.language_code: page
            for page in apps.get_model("aids", "AidPage")
            .objects.live()
            .filter(
                translation_key=self.key,
                locale__language_code__in={language, settings.LANGUAGE_CODE},
            )
            .select_related("locale")
        }
        return found.get(language) or found.get(settings.LANGUAGE_CODE)

    def source_page(self) -> "AidPage | None":
        """Return the French page, live or not: the only one that gives structure."""
        page: AidPage | None = (
            apps.get_model("aids", "AidPage")
            .objects.filter(
                translation_key=self.key,
                locale__language_code=settings.LANGUAGE_CODE,
                alias_of__isnull=True,
            )
            .select_related("locale")
            .first()
        )
        return page

    def url(self, language: str = settings.LANGUAGE_CODE) -> str:
        """Return the address of the page in a language (French when there is none)."""
        page = self.page(language)
        return (page.get_url() or "") if page is not None else ""

    def current_campaign(self, now: datetime | None = None) -> "Campaign | None":
        """Return the campaign open now; the one that closes first when several are."""
        return self.campaigns.open_at(now or timezone.now()).by_closing().first()

    def next_campaign(self, now: datetime | None = None) -> "Campaign | None":
        """Return the next campaign to open."""
        return self.campaigns.opening_after(now or timezone.now()).order_by("opens_at").first()


def key_of_page(page: "AidPage") -> uuid.UUID:
    """Return the key of the aid a page shows: its source's when the page is an alias."""
    origin = page
    while origin.alias_of_id is not None:
        origin = origin.alias_of
    return uuid.UUID(str(origin.translation_key))
