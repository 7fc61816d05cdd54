"""Whole public pages kept ready for anonymous and signed-in readers alike.

Opt-in: a view marks its response. The key is host + path + allow-listed query + generation;
cookies and `Accept-Language` play no part, because public pages are the same for everyone.
"""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from cms.core.caches import pages as cache
from cms.core.generation import current_generation, renew_generation

ALLOWED_PARAMETERS = (
    "q",
    "public",
    "theme",
    "territoire",
    "nature",
    "ouverture",
    "tri",
    "page",
    "depot",
)
MARK = "_public_cache_seconds"
OWN_HEADERS = frozenset({"vary", "content-length"})
"""Headers each answer of a kept page says for itself."""


def mark_public(response: HttpResponseBase, *, next_change_at: datetime | None = None) -> None:
    """Let the middleware keep this response until `next_change_at`, one minute at most."""
    seconds = float(settings.PUBLIC_CACHE_SECONDS)
    if next_change_at is not None:
        seconds = min(seconds, (next_change_at - timezone.now()).total_seconds())
    setattr(response, MARK, max(0.0, seconds))


def cache_publicly(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark every response of a view as public."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        mark_public(response)
        return response

    return marked


def bump() -> None:
    """Forget every kept page once the current transaction is committed."""
    transaction.on_commit(renew_generation)


def key_of(request: HttpRequest) -> str:
    """Return the cache key of a request."""
    query = urlencode(
        [
            (name, value)
            for name in ALLOWED_PARAMETERS
            for value in sorted(request.GET.getlist(name))
            if value
        ]
    )
    identity = f"{request.scheme}://{request.get_host()}{request.path}?{query}"
    digest = hashlib.sha256(identity.encode()).hexdigest()
    return f"public:{current_generation()}:{digest}"


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page ready to be sent, as it is and compressed.

    Compression is safe here alone: a public page holds no secret an attacker could guess from its
    length (BREACH).
    """

    content: bytes
    compressed: bytes
    headers: dict[str, str]

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Return the response this browser understands."""
        accepts_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
        content = self.compressed if accepts_gzip else self.content
        response = HttpResponse(content, headers=self.headers)
        response.headers["Content-Length"] = str(len(content))
        response.headers["Vary"] = "Accept-Encoding"
        if accepts_gzip:
            response.headers["Content-Encoding"] = "gzip"
        return response


def find(key: str) -> KeptPage | None:
    """Return the kept page of a key."""
    page: KeptPage | None = cache.get(key)
    return page


def keep(key: str, response: HttpResponseBase) -> KeptPage | None:
    """Keep a marked page and return it; anything personal or partial is never kept."""
    seconds = getattr(response, MARK, 0.0)
    if (
        seconds <= 0
        or not isinstance(response, HttpResponse)
        or response.status_code != HTTPStatus.OK
        or response.cookies
    ):
        return None
    page = KeptPage(
        content=response.content,
        compressed=gzip.compress(response.content, compresslevel=6, mtime=0),
        headers={
            name: value for name, value in response.items() if name.lower() not in OWN_HEADERS
        },
    )
    cache.set(key, page, timeout=seconds)
    return page
