"""Serve kept public pages before session, locale and accounts are even looked at."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cms.core import public_cache

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class PublicCacheMiddleware:
    """Answer GET and HEAD from the public cache when it can; keep what a view marked."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        key = public_cache.key_of(request)
        kept = public_cache.find(key)
        if kept is not None:
            return kept.answer(request)
        response = self.get_response(request)
        if request.method == "GET" and not _is_personal(request):
            kept = public_cache.keep(key, response)
        return response if kept is None else kept.answer(request)


def _is_personal(request: HttpRequest) -> bool:
    """Tell whether building the page looked at the visitor: such a page is never kept."""
    session = getattr(request, "session", None)
    return bool(session is not None and session.accessed) or "CSRF_COOKIE" in request.META
