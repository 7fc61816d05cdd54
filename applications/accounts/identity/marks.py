"""What a session keeps of the provider that opened it, and what it is given back at sign-out."""

import secrets
from dataclasses import dataclass
from functools import partial
from hmac import compare_digest
from typing import Any
from urllib.parse import urlencode

from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from applications.accounts.identity.exceptions import IdentityRefused
from applications.accounts.identity.flow import absolute
from applications.accounts.identity.proof import Proof

OPENED_BY = "identity_opened_by"
SECOND_FACTOR = "identity_second_factor"
LEAVING = "identity_leaving"


@dataclass(frozen=True, slots=True)
class ProvidedFactor:
    """The second factor asked by the provider, in place of a device of django-otp."""

    provider: str


@dataclass(frozen=True, slots=True)
class Farewell:
    """Where the browser goes to sign out of the provider, and the state it brings back."""

    provider: str
    address: str
    state: str


def note(request: HttpRequest, proof: Proof) -> None:
    """Note in the session of somebody who is in what their provider has proved."""
    request.session[OPENED_BY] = {"provider": proof.provider, "id_token": proof.id_token}
    if proof.is_strong:
        request.session[SECOND_FACTOR] = {"provider": proof.provider, "user": request.user.pk}


def farewell(request: HttpRequest) -> Farewell | None:
    """Return how to sign out of the provider too, which both of them require.

    To be asked before the session ends, and kept in the one that follows by `remember_farewell`.
    """
    opened = request.session.get(OPENED_BY)
    if opened is None or opened["provider"] not in settings.SOCIALACCOUNT_PROVIDERS:
        return None
    source = get_adapter(request).get_provider(request, opened["provider"]).source
    try:
        end = source.metadata().get("end_session_endpoint")
    except IdentityRefused:
        end = None
    state = secrets.token_urlsafe(32)
    query = {
        "id_token_hint": opened["id_token"],
        "state": state,
        "post_logout_redirect_uri": absolute(request, "identity_left", opened["provider"]),
    }
    place = end or f"{source.issuer}/session/end"
    return Farewell(opened["provider"], f"{place}?{urlencode(query)}", state)


def remember_farewell(session: SessionBase, leaving: Farewell) -> None:
    """Keep the state expected when the browser comes back."""
    session[LEAVING] = {"provider": leaving.provider, "state": leaving.state}


def has_left(session: SessionBase, *, provider: str, state: str) -> bool:
    """Tell once whether this return from the provider is the one awaited."""
    awaited = session.pop(LEAVING, None)
    if awaited is None or awaited["provider"] != provider:
        return False
    return compare_digest(awaited["state"].encode(), state.encode())


class ProvidedFactorMiddleware:
    """Counts the second factor of the provider as the portal's, for this session and this account.

    Lazily, after django-otp's middleware: pages that never look at who is there stay the same.
    """

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        request.user = SimpleLazyObject(partial(_with_factor, request, request.user))  # type: ignore[assignment]
        response: HttpResponseBase = self.get_response(request)
        return response


def _with_factor(request: HttpRequest, user: Any) -> Any:
    if user.is_authenticated and user.otp_device is None:
        mark = request.session.get(SECOND_FACTOR)
        if mark is not None and mark["user"] == user.pk:
            user.otp_device = ProvidedFactor(mark["provider"])
    return user
