"""What a region sets once: its name, its logo, its colour, its contacts, its texts."""

import copy
from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import RichTextField

from cms.core.models.retention_terms import TERMS, RetentionTerms
from cms.core.theme import validate_brand_colour, validate_colour


class AccessibilityState(models.TextChoices):
    """The mention the law asks for, taken from the last audit (RGAA, loi 2005-102, art. 47)."""

    NONE = "none", _("Accessibility: not compliant")
    PARTIAL = "partial", _("Accessibility: partially compliant")
    TOTAL = "total", _("Accessibility: fully compliant")


def other_languages() -> list[tuple[str, str | Promise]]:
    """Return the languages the texts of the portal may be translated into."""
    return [(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


class SiteWords(models.Model):
    """The texts of the portal that people read, hence may be translated."""

    name = models.CharField(_("name of the portal"), max_length=80, blank=True)
    region_name = models.CharField(_("name of the region"), max_length=80, blank=True)
    support_hours = models.CharField(_("assistance: hours"), max_length=120, blank=True)
    postal_address = models.TextField(_("postal address"), blank=True)
    banner = RichTextField(_("banner on every page"), blank=True, features=["bold", "link"])
    sign_in_advice = RichTextField(_("what each kind of aid expects, above sign-in"), blank=True)
    data_controller = models.CharField(_("data controller"), max_length=200, blank=True)
    dpo_address = models.TextField(_("data protection officer: address"), blank=True)
    privacy_notice = RichTextField(_("information notice on personal data"), blank=True)
    appeal_court = models.CharField(_("competent administrative court"), max_length=200, blank=True)

    class Meta:
        abstract = True


TEXTS = tuple(field.name for field in SiteWords._meta.local_fields)
OWN_LANGUAGE: Mapping[str, str] = MappingProxyType(dict.fromkeys(TEXTS, ""))


@register_setting(icon="cog")
class SiteSettings(SiteWords, RetentionTerms, ClusterableModel, BaseGenericSetting):
    """The identity of the portal, and its texts in French.

    `langs` gives the language of each text, or nothing when it is the reader's; see `in_language`.
    """

    name = models.CharField(_("name of the portal"), max_length=80, default="Portail des aides")
    region_name = models.CharField(_("name of the region"), max_length=80, default="Région")
    logo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    brand_colour = models.CharField(_("main colour"), max_length=7, default="#0b5c6b")
    accent_colour = models.CharField(_("accent colour"), max_length=7, default="#e0a526")
    support_phone = models.CharField(_("assistance: phone"), max_length=30, blank=True)
    support_email = models.EmailField(_("assistance: e-mail"), blank=True)
    accessibility_state = models.CharField(
        _("accessibility"),
        max_length=8,
        choices=AccessibilityState.choices,
        default=AccessibilityState.NONE,
    )
    dpo_email = models.EmailField(_("data protection officer: e-mail"), blank=True)
    dpo_phone = models.CharField(_("data protection officer: phone"), max_length=30, blank=True)

    langs: Mapping[str, str] = OWN_LANGUAGE

    panels: ClassVar = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("region_name"),
                FieldPanel("logo"),
                FieldPanel("brand_colour"),
                FieldPanel("accent_colour"),
                FieldPanel("accessibility_state"),
            ],
            heading=_("Identity"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("support_phone"),
                FieldPanel("support_email"),
                FieldPanel("support_hours"),
                FieldPanel("postal_address"),
            ],
            heading=_("Contacts"),
        ),
        MultiFieldPanel(
            [FieldPanel("banner"), FieldPanel("sign_in_advice"), FieldPanel("appeal_court")],
            heading=_("Texts"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("privacy_notice"),
                FieldPanel("data_controller"),
                FieldPanel("dpo_email"),
                FieldPanel("dpo_phone"),
                FieldPanel("dpo_address"),
            ],
            heading=_("Personal data"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in TERMS],
            heading=_("How long personal data are kept"),
            help_text=_(
                "A dossier that is filed and not decided is never erased. "
                "The journal of a dossier is kept as long as the dossier."
            ),
        ),
        InlinePanel(
            "texts",
            heading=_("Texts in other languages"),
            label=_("Language"),
            help_text=_("What is left empty is shown in French, marked as such."),
            max_num=len(settings.LANGUAGES) - 1,
        ),
    ]

    class Meta:
        verbose_name = _("portal settings")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse colours in which the pages could not be read."""
        super().clean()
        refusals = {}
        for name, validate in (
            ("brand_colour", validate_brand_colour),
            ("accent_colour", validate_colour),
        ):
            try:
                validate(getattr(self, name))
            except ValidationError as refusal:
                refusals[name] = refusal
        if refusals:
            raise ValidationError(refusals)

    def in_language(self, language: str) -> "SiteSettings":
        """Return the settings as people of a language read them, never to be saved.

        A text that language does not have stays in French, and `langs` says so.
        """
        if language == settings.LANGUAGE_CODE:
            return self
        texts = self.texts.filter(language=language).first()
        spoken, langs = copy.copy(self), dict(OWN_LANGUAGE)
        for name in TEXTS:
            if text := getattr(texts, name, ""):
                setattr(spoken, name, text)
            elif getattr(self, name):
                langs[name] = settings.LANGUAGE_CODE
        spoken.langs = langs
        return spoken


class SiteTexts(SiteWords):
    """The texts of the portal in a language other than French; those left empty show in French."""

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=8, choices=other_languages)

    panels: ClassVar = [FieldPanel("language"), *(FieldPanel(name) for name in TEXTS)]

    class Meta:
        verbose_name = _("texts of the portal in a language")
        verbose_name_plural = _("texts of the portal by language")
        constraints = [
            models.UniqueConstraint(fields=["settings", "language"], name="core_texts_once")
        ]

    def __str__(self) -> str:
        return self.language
