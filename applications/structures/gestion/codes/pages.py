"""What the pages of codes share."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext

REFUSED = 422


def page(
    request: HttpRequest, name: str, title: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page under « Codes », inside the administration."""
    home = reverse("gestion_codes:home")
    is_home = request.path == home
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
        {"url": "" if is_home else home, "label": gettext("Attachment codes")},
    ]
    if not is_home:
        crumbs.append({"url": "", "label": title})
    return TemplateResponse(
        request,
        f"applications/structures/gestion/codes/{name}.html",
        {"header_title": title, "breadcrumbs_items": crumbs, "header_icon": "key", **context},
        status=status,
    )
