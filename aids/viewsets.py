"""Lists and forms of the catalogue in the administration; everything here is saved at once."""

from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies import ModelPermissionPolicy

from aids.list_admin import ReferenceListViewSet
from aids.models import (
    Aid,
    Audience,
    Campaign,
    Nature,
    RegulationVersion,
    ReviewTeam,
    Territory,
    Theme,
)
from aids.services import campaigns
from applications.accounts.models import Family


class AidSettingsPolicy(ModelPermissionPolicy):
    """The row of an aid is made by its page and kept for its dossiers: it is only changed."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Refuse to add or delete, whoever asks."""
        return action not in {"add", "delete"} and bool(super().user_has_permission(user, action))


class FollowedCreateView(generic.CreateView):
    """Saves a new row, with its event and the public pages' refresh."""

    def get_initial_form_instance(self) -> models.Model | None:
        """Start from the aid the editor comes from (`?aid=`)."""
        if not hasattr(self.model, "aid"):
            return super().get_initial_form_instance()
        identifier = self.request.GET.get("aid", "")
        aid = Aid.objects.filter(pk=identifier).first() if identifier.isdigit() else None
        return self.model(aid=aid) if aid is not None else self.model()

    def save_instance(self) -> models.Model:
        """Save within the transaction of its event."""
        instance: models.Model = super().save_instance()
        campaigns.was_saved(instance, actor=self.request.user)
        return instance


class FollowedEditView(generic.EditView):
    """Saves a changed row, with its event and the public pages' refresh."""

    def save_instance(self) -> models.Model:
        """Save within the transaction of its event."""
        instance: models.Model = super().save_instance()
        campaigns.was_saved(instance, actor=self.request.user)
        return instance


class FollowedDeleteView(generic.DeleteView):
    """Deletes a row, with its event and the public pages' refresh."""

    def delete_action(self) -> None:
        """Delete within the transaction of its event; what dossiers use is protected."""
        with transaction.atomic():
            campaigns.was_deleted(self.object, actor=self.request.user)
            super().delete_action()


class FollowedViewSet(ModelViewSet):
    """A list of the catalogue with its own rights and history."""

    add_view_class = FollowedCreateView
    edit_view_class = FollowedEditView
    delete_view_class = FollowedDeleteView
    copy_view_enabled = False
    add_to_admin_menu = False
    add_to_reference_index = False


class CampaignViewSet(FollowedViewSet):
    """« Campagnes »."""

    model = Campaign
    name = "aids_campaigns"
    url_prefix = "aides/campagnes"
    menu_label = _("Campaigns")
    icon = "calendar-alt"
    list_display: ClassVar = ["name", "aid", "opens_at", "closes_at", "envelope_amount"]
    list_filter: ClassVar = ["aid"]
    search_fields: ClassVar = ["name", "aid__title"]
    form_fields: ClassVar = [
        "aid",
        "name",
        "opens_at",
        "closes_at",
        "envelope_amount",
        "regulation",
    ]


class RegulationViewSet(FollowedViewSet):
    """« Règlements »."""

    model = RegulationVersion
    name = "aids_regulations"
    url_prefix = "aides/reglements"
    menu_label = _("Règlements")
    icon = "doc-full"
    list_display: ClassVar = ["title", "number", "aid", "effective_on"]
    list_filter: ClassVar = ["aid"]
    search_fields: ClassVar = ["title", "number", "aid__title"]
    edit_handler = ObjectList(
        [
            FieldPanel(name)
            for name in (
                "aid",
                "number",
                "title",
                "deliberation",
                "adopted_on",
                "effective_on",
                "body",
                "document",
            )
        ]
    )


class AidSettingsViewSet(FollowedViewSet):
    """The settings of aids: code, team, ticks."""

    model = Aid
    name = "aids_settings"
    url_prefix = "aides/reglages"
    menu_label = _("Settings of the aids")
    icon = "cog"
    list_display: ClassVar = ["title", "short_code", "team"]
    search_fields: ClassVar = ["title", "short_code"]
    form_fields: ClassVar = [
        "short_code",
        "team",
        "is_limited_to_one",
        "requires_transmission",
        "pays_applicant",
        "allows_other_beneficiary",
        "beneficiary_families",
        "asks_mandate",
        "allows_minors",
    ]


class ReviewTeamViewSet(FollowedViewSet):
    """« Équipes »."""

    model = ReviewTeam
    name = "aids_teams"
    url_prefix = "aides/equipes"
    menu_label = _("Review teams")
    icon = "group"
    list_display: ClassVar = ["name", "service", "phone", "email"]
    form_fields: ClassVar = [
        "code",
        "name",
        "service",
        "address",
        "phone",
        "email",
        "hours",
        "members",
    ]


class ListViewSet(FollowedViewSet):
    """A taxonomy: a stable code, a label per language, a place in the list."""

    icon = "tag"
    list_display: ClassVar = ["label", "code", "label_en", "position"]
    form_fields: ClassVar = ["code", "label", "label_en", "position"]


class AudienceViewSet(ListViewSet):
    """« Publics »."""

    model = Audience
    name = "aids_audiences"
    url_prefix = "aides/publics"
    menu_label = _("Audiences")


class ThemeViewSet(ListViewSet):
    """« Thèmes »."""

    model = Theme
    name = "aids_themes"
    url_prefix = "aides/themes"
    menu_label = _("Themes")


class TerritoryViewSet(ListViewSet):
    """« Territoires »."""

    model = Territory
    name = "aids_territories"
    url_prefix = "aides/territoires"
    menu_label = _("Territories")


class NatureViewSet(ListViewSet):
    """« Natures »."""

    model = Nature
    name = "aids_natures"
    url_prefix = "aides/natures"
    menu_label = _("Natures")


class FamilyViewSet(ListViewSet):
    """« Familles de tiers »."""

    model = Family
    name = "aids_families"
    url_prefix = "aides/familles"
    menu_label = _("Families of applicants")
    form_fields: ClassVar = ["code", "label", "label_en", "is_structure", "position"]


class AidsGroup(ModelViewSetGroup):
    """The « Aides » menu."""

    menu_label = pgettext_lazy("menu", "Aids")
    menu_icon = "folder-open-inverse"
    menu_order = 150
    items: ClassVar = (
        CampaignViewSet("aids_campaigns"),
        RegulationViewSet("aids_regulations"),
        AidSettingsViewSet("aids_settings"),
        ReviewTeamViewSet("aids_teams"),
        ReferenceListViewSet("aids_reference_lists"),
        AudienceViewSet("aids_audiences"),
        ThemeViewSet("aids_themes"),
        TerritoryViewSet("aids_territories"),
        NatureViewSet("aids_natures"),
        FamilyViewSet("aids_families"),
    )
