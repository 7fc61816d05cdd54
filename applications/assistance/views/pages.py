"""What the pages of this room share."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext

REFUSED = 422


def page(
    request: HttpRequest, name: str, title: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page under « Assistance », inside the administration."""
    home = reverse("assistance:home")
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
        {"url": home if request.path != home else "", "label": gettext("Help desk")},
    ]
    if request.path != home:
        crumbs.append({"url": "", "label": title})
    return TemplateResponse(
        request,
        f"applications/assistance/{name}.html",
        {"header_title": title, "breadcrumbs_items": crumbs, "header_icon": "help", **context},
        status=status,
    )


def act_page(
    request: HttpRequest, title: str, form: Form, *, button: str, back: str, advice: str = ""
) -> HttpResponse:
    """Render the form of one act, with what will happen."""
    context = {"form": form, "button": button, "back": back, "advice": advice}
    return page(request, "act", title, context, status=REFUSED if form.is_bound else 200)
