"""What the administration shows of the catalogue."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from aids import list_admin
from aids.form_admin import urls as form_urls
from aids.form_admin.menus import CheckFormMenuItem, form_buttons
from aids.form_admin.page_views import AidPageViewSet
from aids.form_admin.publishing import hold_back, tell_version
from aids.home_panels import add_aids_panel
from aids.models import Aid, ReferenceList
from aids.viewsets import AidSettingsPolicy, AidsGroup

register_permission_policy(Aid, AidSettingsPolicy(Aid))
register_permission_policy(ReferenceList, list_admin.policy)

hooks.register("register_page_action_menu_item", CheckFormMenuItem)
hooks.register("register_page_header_buttons", form_buttons)
hooks.register("before_bulk_action", hold_back)
hooks.register("after_publish_page", tell_version)
hooks.register("construct_homepage_panels", add_aids_panel)


@hooks.register("register_admin_urls")
def register_form_urls() -> list[URLPattern | URLResolver]:
    """Serve the screens about forms under `/gestion/aides/formulaires/`."""
    return [path("aides/formulaires/", include(form_urls))]


@hooks.register("register_admin_urls")
def register_list_urls() -> list[URLPattern | URLResolver]:
    """Serve the lines of lists of answers under `/gestion/aides/listes/`."""
    return [path("aides/listes/", include((list_admin.urls(), "aid_lists")))]


@hooks.register("register_admin_viewset")
def register_lists() -> AidsGroup:
    """Register the lists of the catalogue."""
    return AidsGroup()


@hooks.register("register_admin_viewset")
def register_pages() -> AidPageViewSet:
    """Register the editor of the pages of aids."""
    return AidPageViewSet()
