"""A form whose page is older than the session it is sent in."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from applications.accounts import kept_form
from applications.accounts.door import policy_of
from cms.core import views

FORBIDDEN = 403


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Give back what was typed, when the form was on a page of this portal; nothing is done.

    Signed in again in another tab: the page is shown again with what it sent. Signed out: what was
    typed waits for the sign-in. A form of another site is refused, and nothing of it is shown.
    """
    if not _is_kept(request):
        return views.csrf_failure(request, reason)
    if not request.user.is_authenticated:
        kept_form.keep(request)
        return redirect(request.path)
    form = None if kept_form.is_script(request) else kept_form.read(request)
    if form is None:
        return views.csrf_failure(request, reason)
    return kept_form.ask_again(request, form, status=FORBIDDEN)


def _is_kept(request: HttpRequest) -> bool:
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return policy_of(request, view) in kept_form.KEPT_POLICIES
