"""The catalogue and the page of an aid, where its form is built."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.fields import RichTextField
from wagtail.models import Page, PageViewRestriction, Workflow
from wagtail_localize.fields import SynchronizedField

from aids.blocks import ContactsBlock, PresentationBlock, QuestionsBlock
from aids.form_preview import AS_ASKED, EVERY_CASE, MODES, serve_form
from aids.forms import AidPageForm
from aids.models.aid import Aid
from aids.models.campaign import Campaign
from aids.models.search import AidSearchEntry
from aids.models.taxonomy import Audience, Nature, Territory, Theme
from aids.opening import next_change
from aids.panels import CampaignsPanel, FormProblemsPanel, RegulationsPanel, SettingsPanel
from applications.formbuilder.blocks import (
    CriteriaBlock,
    DocumentsBlock,
    StatementsBlock,
    StepsBlock,
)
from cms.core.fields import SlimStreamField
from cms.core.pages import PublicPageMixin

PREAMBLE_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link"]


class CatalogTreePage(PublicPageMixin, Page):
    """What the catalogue and its aids share: few queries for the same answers."""

    _view_restrictions: models.QuerySet[PageViewRestriction] | None = None

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> Any:
        """Return the restrictions of the page, read once for the access check and the cache."""
        if self._view_restrictions is None:
            is_any = PageViewRestriction.objects.exists()
            self._view_restrictions = (
                super().get_view_restrictions() if is_any else PageViewRestriction.objects.none()
            )
        return self._view_restrictions


class CatalogPage(CatalogTreePage):
    """The catalogue of aids; its search is `aids.catalog`."""

    introduction = models.CharField(_("introduction"), max_length=300, blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["aids.AidPage"]
    max_count_per_parent: ClassVar = 1
    template = "aids/catalog_page.html"

    class Meta:
        verbose_name = _("catalogue of aids")

    def next_change_at(self) -> datetime | None:
        """Return the next opening or closing of any aid."""
        return Campaign.objects.next_change_at(timezone.now())


class AidPage(CatalogTreePage):
    """An aid as people read it, and its form as editors build it.

    Only the French page gives the form its structure; nothing points at a page, everything
    points at the `Aid` of its key.
    """

    summary = models.CharField(_("summary"), max_length=300, blank=True)
    who = models.CharField(
        _("who can apply"), max_length=200, blank=True, help_text=_("One line, « Who ».")
    )
    amount = models.CharField(
        _("how much"), max_length=200, blank=True, help_text=_("One line, « How much ».")
    )
    audiences = ParentalManyToManyField(
        Audience, verbose_name=_("audiences"), blank=True, related_name="pages"
    )
    themes = ParentalManyToManyField(
        Theme, verbose_name=_("themes"), blank=True, related_name="pages"
    )
    territories = ParentalManyToManyField(
        Territory, verbose_name=_("territories"), blank=True, related_name="pages"
    )
    natures = ParentalManyToManyField(
        Nature, verbose_name=_("natures"), blank=True, related_name="pages"
    )
    is_featured = models.BooleanField(_("featured on the home page"), default=False)
    banner = RichTextField(
        _("banner on this aid"),
        blank=True,
        features=["bold", "link"],
        help_text=_("An incident, an early closing."),
    )
    presentation = SlimStreamField(PresentationBlock(), verbose_name=_("presentation"), blank=True)
    contacts = SlimStreamField(ContactsBlock(), verbose_name=_("contacts"), blank=True)
    questions = SlimStreamField(
        QuestionsBlock(), verbose_name=_("questions and answers"), blank=True
    )
    related = ParentalManyToManyField(
        Aid, verbose_name=_("related aids"), blank=True, related_name="related_from"
    )
    preamble = RichTextField(
        _("preamble"),
        blank=True,
        features=PREAMBLE_FEATURES,
        help_text=_("What to know before starting."),
    )
    criteria = SlimStreamField(CriteriaBlock(), verbose_name=_("eligibility criteria"), blank=True)
    steps = SlimStreamField(StepsBlock(), verbose_name=_("steps"), blank=True)
    documents = SlimStreamField(DocumentsBlock(), verbose_name=_("documents"), blank=True)
    statements = SlimStreamField(StatementsBlock(), verbose_name=_("sworn statements"), blank=True)

    content_panels: ClassVar = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("summary"), FieldPanel("who"), FieldPanel("amount")], heading=_("In short")
        ),
        FieldPanel("presentation"),
        MultiFieldPanel(
            [
                FieldPanel(name, widget=forms.CheckboxSelectMultiple)
                for name in ("audiences", "themes", "territories", "natures")
            ],
            heading=_("Filters of the catalogue"),
        ),
        FieldPanel("questions"),
        FieldPanel("related"),
        FieldPanel("is_featured"),
        FieldPanel("banner"),
    ]
    form_panels: ClassVar = [
        FormProblemsPanel(heading=_("Check of the form")),
        FieldPanel("preamble"),
        FieldPanel("criteria"),
        FieldPanel("steps"),
        FieldPanel("documents"),
        FieldPanel("statements"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Presentation")),
            ObjectList(
                [RegulationsPanel(heading=_("Règlements"))],
                heading=pgettext_lazy("tab", "Regulations"),
            ),
            ObjectList([FieldPanel("contacts")], heading=_("Contacts")),
            ObjectList(form_panels, heading=pgettext_lazy("tab", "Form")),
            ObjectList(
                [CampaignsPanel(heading=_("Campaigns")), SettingsPanel(heading=_("Settings"))],
                heading=_("Campaigns"),
            ),
            ObjectList(
                [*Page.promote_panels, *Page.settings_panels],
                heading=pgettext_lazy("tab", "Search engines"),
            ),
        ]
    )
    base_form_class = AidPageForm

    override_translatable_fields: ClassVar = [
        SynchronizedField(name, overridable=False)
        for name in ("audiences", "themes", "territories", "natures", "related")
    ]
    parent_page_types: ClassVar = ["aids.CatalogPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "aids/aid_page.html"

    class Meta:
        verbose_name = _("aid page")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the page; the aid's row is made with the first save of its source.

        What was computed from the page is forgotten: it is made again at publication, or read.
        """
        super().save(*args, **kwargs)
        aid = Aid.objects.ensure_for_page(self)
        AidSearchEntry.objects.filter(pk=self.pk).delete()
        if aid is not None:
            aid.forget_compiled(self.locale.language_code)

    def get_workflow(self) -> Workflow | None:
        """Return the workflow where the review team reads first, while there is an active one."""
        first_read = Workflow.objects.active().filter(
            workflow_tasks__task__content_type__app_label="aids",
            workflow_tasks__task__content_type__model="proofreadingtask",
        )
        return first_read.order_by("pk").first() or super().get_workflow()

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """Return what the preview shows: the page, or its form to try."""
        return MODES

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """Show the page, or the form its fields describe, with what is not saved yet."""
        if mode_name in (AS_ASKED, EVERY_CASE):
            return serve_form(request, self, mode=mode_name)
        response: HttpResponseBase = super().serve_preview(request, mode_name)
        return response

    @cached_property
    def aid(self) -> Aid:
        """Return the row this page shows, with its team and its form version."""
        aid = Aid.objects.for_page(self) or Aid.objects.ensure_for_page(self)
        if aid is None:
            raise Aid.DoesNotExist(self.pk)
        return aid

    @cached_property
    def campaigns(self) -> tuple[Campaign, ...]:
        """Return every campaign of the aid, the first to open first."""
        return tuple(self.aid.campaigns.order_by("opens_at"))

    @property
    def is_source(self) -> bool:
        """Tell whether this page gives its aid's form its structure."""
        return self.locale.language_code == settings.LANGUAGE_CODE and self.alias_of_id is None

    def next_change_at(self) -> datetime | None:
        """Return the next opening or closing of this aid."""
        return next_change(self.campaigns, now=timezone.now())
