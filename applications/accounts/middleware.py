"""The door: who gets where, and for how long."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django_otp import user_has_device

from applications.accounts import events as kinds, kept_form
from applications.accounts.arrival import safe_path
from applications.accounts.door import policy_of
from applications.accounts.services.second_factor import is_verified
from applications.accounts.sessions import SEEN, STARTED, idle_seconds
from cms.core import events
from cms.core.access import AccessPolicy

GetResponse = Callable[[HttpRequest], HttpResponseBase]
View = Callable[..., HttpResponseBase]

SEEN_STEP = 60
"""Seconds between two notes of activity: noting each request would cost a write each time."""


class SessionLifetimeMiddleware:
    """Ends sessions left idle, and every session after twelve hours.

    Public pages are left alone: they are the same for everyone and never look at the session.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """End the session when its time has come; the door then asks to sign in again."""
        if policy_of(request, view) in {AccessPolicy.PUBLIC, None}:
            return
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return
        if not request.user.is_authenticated:
            return
        now = int(time.time())
        started = request.session.get(STARTED)
        seen = request.session.get(SEEN)
        if started is None or seen is None:
            request.session[STARTED] = started or now
            request.session[SEEN] = now
            return
        idle = idle_seconds(is_staff=request.user.is_staff)
        if now - seen > idle or now - started > settings.SESSION_ABSOLUTE_SECONDS:
            events.record(
                kinds.SESSION_EXPIRED,
                subject_type="account",
                subject_id=request.user.pk,
                actor=request.user,
            )
            logout(request)
            request.is_session_over = True  # type: ignore[attr-defined]
        elif now - seen >= SEEN_STEP:
            request.session[SEEN] = now


class DoorMiddleware:
    """Refuses by default, by path and by person; see `cms.core.access` for the policies."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request; what is not public is never kept by a browser or a proxy."""
        response = self.get_response(request)
        policy = getattr(request, "access_policy", None)
        if policy not in {AccessPolicy.PUBLIC, None}:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Let the request in, or answer it here."""
        policy = policy_of(request, view)
        request.access_policy = policy  # type: ignore[attr-defined]
        if policy is AccessPolicy.PUBLIC or policy is AccessPolicy.ACCOUNT:
            return None
        if policy is None:
            events.record(
                kinds.ACCESS_UNDECLARED, subject_type="view", subject_id=_name_of(view)[:64]
            )
            raise Http404
        if not request.user.is_authenticated:
            if policy in kept_form.KEPT_POLICIES:
                kept_form.keep(request)
            return _to_sign_in(request)
        if policy is AccessPolicy.STAFF and not request.user.is_staff:
            _record_denial(request, "staff")
            raise Http404
        if not is_verified(request.user) and needs_second_factor(request):
            return _with_next("account_second_factor", request)
        if policy is AccessPolicy.APPLICANT and request.user.is_staff:
            _record_denial(request, "applicant")
            return _staff_never_applies(request)
        if policy in kept_form.KEPT_POLICIES and request.method == "GET":
            kept = kept_form.take(request.session, request.path)
            return kept_form.ask_again(request, kept) if kept is not None else None
        return None


def needs_second_factor(request: HttpRequest) -> bool:
    """Tell whether the person must prove a second factor: staff, or whoever set one up."""
    user = request.user
    owns_device = getattr(user, "owns_device", None)
    return bool(user.is_staff or (user_has_device(user) if owns_device is None else owns_device))


def _record_denial(request: HttpRequest, area: str) -> None:
    events.record(
        kinds.ACCESS_DENIED,
        subject_type="account",
        subject_id=request.user.pk,
        actor=request.user,
        area=area,
    )


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if getattr(request, "is_session_over", False):
        return _with_next("account_login", request, session="terminee")
    return _with_next("account_login", request)


def _with_next(name: str, request: HttpRequest, **parameters: str) -> HttpResponse:
    path = _path_to_come_back_to(request)
    query = {**({"next": path} if path else {}), **parameters}
    return HttpResponseRedirect(reverse(name) + (f"?{urlencode(query)}" if query else ""))


def _path_to_come_back_to(request: HttpRequest) -> str:
    """Return the page asked for; for a form sent, the page that holds the form."""
    if request.method in {"GET", "HEAD"}:
        return safe_path(request.get_full_path())
    return kept_form.path_of_page(request)


def _staff_never_applies(request: HttpRequest) -> HttpResponse:
    response = render(request, "applications/accounts/staff_never_applies.html", status=403)
    response.headers["Cache-Control"] = "no-store"
    return response


def _name_of(view: View) -> str:
    module = getattr(view, "__module__", "")
    return f"{module}.{getattr(view, '__name__', type(view).__name__)}"
