"""Proving again who one is before an act that matters (bank details, address, signing, deciding).

The session notes when its owner last proved who they are: at sign-in, with their second factor, and
on « Confirmez votre identité ». A view asks how recent that must be:

    @access(AccessPolicy.APPLICANT)
    @fresh(minutes=5)
    def bank_details(request): ...
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from applications.accounts import kept_form
from applications.accounts.arrival import safe_path

PROVED = "proved_at"
View = Callable[..., HttpResponseBase]


def mark(session: SessionBase) -> None:
    """Note that the owner of this session has just proved who they are."""
    session[PROVED] = int(time.time())


def is_fresh(request: HttpRequest, *, minutes: int) -> bool:
    """Tell whether the owner of the session proved who they are that recently."""
    proved = request.session.get(PROVED)
    return proved is not None and 0 <= time.time() - proved <= minutes * 60


def fresh(*, minutes: int) -> Callable[[View], View]:
    """Ask who has not proved who they are for that long to do it, then bring them back.

    A form sent too late is kept as when a session ends: its page, asked again afterwards, offers to
    send it. The door has let the person in already: the view is of one of the signed-in policies.
    """

    def protect(view: View) -> View:
        @wraps(view)
        def protected(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if is_fresh(request, minutes=minutes):
                return view(request, *args, **kwargs)
            return ask(request)

        return protected

    return protect


def ask(request: HttpRequest) -> HttpResponseRedirect:
    """Send to « Confirmez votre identité », and back to this page afterwards."""
    if request.method in {"GET", "HEAD"}:
        path = safe_path(request.get_full_path())
    else:
        if getattr(request, "access_policy", None) in kept_form.KEPT_POLICIES:
            kept_form.keep(request)
        path = kept_form.path_of_page(request)
    query = f"?{urlencode({'next': path})}" if path else ""
    return HttpResponseRedirect(reverse("account_confirm_identity") + query)
