"""The home page, the five dedicated spaces, the pages the law or habit requires."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from aids import showcase
from applications.accounts.models import Family
from cms.core.fields import SlimStreamField
from cms.core.pages import PublicPageMixin
from home.blocks import ContentBlock

SPACE_ICONS = [
    ("user-round", _("Person")),
    ("hand-heart", _("Association")),
    ("briefcase", _("Company")),
    ("graduation-cap", _("School")),
    ("landmark", _("Public body")),
]
FEATURED_COUNT = 6
CLOSING_SOON_COUNT = 4


class HomePage(PublicPageMixin, Page):
    """The front door: search, spaces, aids in view."""

    introduction = models.CharField(_("introduction"), max_length=300, blank=True)
    newcomer_text = models.CharField(_("text for newcomers"), max_length=400, blank=True)

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("newcomer_text"),
    ]
    subpage_types: ClassVar = ["aids.CatalogPage", "home.SpaceIndexPage", "home.ContentPage"]
    max_count_per_parent: ClassVar = 1
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("home page")

    def next_change_at(self) -> datetime | None:
        """Return the next opening or closing of any aid."""
        return showcase.next_change_at(now=timezone.now())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the spaces and the aids in view."""
        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        language = get_language()
        context["spaces"] = SpacePage.objects.live().descendant_of(self).order_by("path")
        context["featured_aids"] = showcase.featured(language=language, now=now)[:FEATURED_COUNT]
        context["closing_aids"] = showcase.closing_soon(language=language, now=now)[
            :CLOSING_SOON_COUNT
        ]
        return context


class SpaceIndexPage(PublicPageMixin, Page):
    """The list of the dedicated spaces."""

    subpage_types: ClassVar = ["home.SpacePage"]
    parent_page_types: ClassVar = ["home.HomePage"]
    template = "home/space_index_page.html"

    class Meta:
        verbose_name = _("index of the spaces")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the spaces."""
        context = super().get_context(request, *args, **kwargs)
        context["spaces"] = SpacePage.objects.live().child_of(self).order_by("path")
        return context


class SpacePage(PublicPageMixin, Page):
    """One dedicated space: its families, its aids, its way in."""

    introduction = models.CharField(_("introduction"), max_length=300, blank=True)
    icon = models.CharField(_("icon"), max_length=20, choices=SPACE_ICONS, default="user-round")
    families = ParentalManyToManyField(
        Family, verbose_name=_("families"), related_name="spaces", blank=True
    )

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("icon"),
        FieldPanel("families"),
    ]
    override_translatable_fields: ClassVar = [
        TranslatableField("introduction"),
        SynchronizedField("icon"),
        SynchronizedField("families"),
    ]
    parent_page_types: ClassVar = ["home.SpaceIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "home/space_page.html"

    class Meta:
        verbose_name = _("dedicated space")

    def next_change_at(self) -> datetime | None:
        """Return the next opening or closing of any aid."""
        return showcase.next_change_at(now=timezone.now())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the aids for the families of this space."""
        context = super().get_context(request, *args, **kwargs)
        codes = [family.code for family in self.families.all()]
        context["audience_codes"] = codes
        context["aids"] = showcase.for_audiences(codes, language=get_language(), now=timezone.now())
        return context


class ContentPage(PublicPageMixin, Page):
    """A page of text: legal notices, help, contact."""

    body = SlimStreamField(ContentBlock(), verbose_name=_("content"), blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("body")]
    parent_page_types: ClassVar = ["home.HomePage", "home.ContentPage"]
    template = "home/content_page.html"

    class Meta:
        verbose_name = _("content page")
