"""Registration in the Wagtail admin, and nothing else."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from applications.structures.gestion import urls
from applications.structures.gestion.codes import urls as codes_urls
from applications.structures.permissions import can_answer_code_requests, can_browse


class StructuresMenuItem(MenuItem):
    """« Structures », shown to those who work with them."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether this person reads the structures."""
        return bool(can_browse(request.user))


class CodesMenuItem(MenuItem):
    """« Codes », shown to those who make them or answer requests."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether this person answers requests for a code."""
        return bool(can_answer_code_requests(request.user))


@hooks.register("register_admin_urls")
def register_structures_urls() -> list[URLPattern | URLResolver]:
    """Serve the room under `/gestion/structures/`, its codes under `/gestion/codes/`."""
    return [path("structures/", include(urls)), path("codes/", include(codes_urls))]


@hooks.register("register_admin_menu_item")
def register_structures_menu_item() -> MenuItem:
    """Put the structures after the dossiers in the menu."""
    return StructuresMenuItem(
        _("Structures"), reverse_lazy("gestion_structures:list"), icon_name="group", order=20
    )


@hooks.register("register_admin_menu_item")
def register_codes_menu_item() -> MenuItem:
    """Put the codes after the structures."""
    return CodesMenuItem(
        _("Attachment codes"), reverse_lazy("gestion_codes:home"), icon_name="key", order=25
    )
