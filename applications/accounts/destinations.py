"""Where a person goes once they are in."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from applications.accounts.arrival import NEXT, safe_path
from applications.accounts.first_steps import first_steps
from applications.accounts.models import User
from cms.core.languages import path_in_language

STAFF_HOME = "/gestion/"


def asked_path(request: HttpRequest) -> str:
    """Return the page the visitor was heading to: from the address, the form or the session."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return safe_path(asked) or safe_path(request.session.get(NEXT))


def home_of(user: User) -> str:
    """Return the first page of an account."""
    if user.is_staff:
        return STAFF_HOME
    return path_in_language("/espace/", get_language() or settings.LANGUAGE_CODE)


def after_sign_in(user: User, path: str) -> str:
    """Return the next page: the one they were heading to, else what is due first, else their home.

    Staff prove their second factor first, and only go to their rooms.
    """
    if user.is_staff:
        path = path if path.startswith(STAFF_HOME) else STAFF_HOME
        return reverse("account_second_factor") + "?" + urlencode({"next": path})
    if path and not path.startswith(STAFF_HOME):
        return path
    due = next((step for step in first_steps if step.is_due(user)), None)
    return reverse(due.url_name) if due is not None else home_of(user)
