"""Panels of the editor that show what is saved at once, outside the page's drafts."""

from typing import Any

from django.contrib.auth.context_processors import PermWrapper
from django.utils import timezone
from wagtail.admin.panels import Panel

from aids.drafts import schema_of
from aids.form_checks import FormCheck
from aids.models.aid import Aid
from applications.formbuilder.vocabulary import vocabulary


class ReadOnlyPanel(Panel):
    """A panel that shows rows with links and saves nothing."""

    template_name = ""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one page."""

        @property
        def template_name(self) -> str:
            """Return the template of the panel."""
            return str(self.panel.template_name)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the aid of the page, once it has one."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["aid"] = Aid.objects.for_page(self.instance) if self.instance.pk else None
            context["perms"] = PermWrapper(self.request.user)
            return context


class RegulationsPanel(ReadOnlyPanel):
    """The règlements of the aid."""

    template_name = "aids/panels/regulations.html"


class CampaignsPanel(ReadOnlyPanel):
    """The campaigns of the aid."""

    template_name = "aids/panels/campaigns.html"


class SettingsPanel(ReadOnlyPanel):
    """The settings of the aid: team, short code, ticks."""

    template_name = "aids/panels/settings.html"


class FormProblemsPanel(ReadOnlyPanel):
    """What must be corrected before the form can be published."""

    template_name = "aids/panels/problems.html"

    class BoundPanel(ReadOnlyPanel.BoundPanel):
        """The panel of one page; its script leads to each thing to correct."""

        class Media:
            js = ("portal/js/form-places.js",)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add what stands between the draft at hand and its publication.

            The editor's scripts read there what conditions may look at.
            """
            context: dict[str, Any] = super().get_context_data(parent_context)
            is_shown = context["aid"] is not None and self.instance.is_source
            context["page"] = self.instance
            context["vocabulary"] = vocabulary()
            context["check"] = (
                FormCheck(context["aid"], schema_of(self.instance), now=timezone.now())
                if is_shown
                else None
            )
            return context
