"""Where somebody goes once they have said whom they come for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from applications.accounts.arrival import safe_path

NEXT = "first_connection_next"


def remember_next(request: HttpRequest) -> None:
    """Keep the page that led to the first connection."""
    path = safe_path(request.GET.get("next"))
    if path:
        request.session[NEXT] = path


def after_arrival(request: HttpRequest) -> HttpResponse:
    """Go back to that page, or to the personal space."""
    path = safe_path(request.session.pop(NEXT, ""))
    return redirect(path or reverse("submissions:space"))
