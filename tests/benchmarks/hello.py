"""The unit of measure: a bare Django view, served by the same process as the portal.

« Hello world » is what the smallest Django project answers: one view that returns a few bytes,
one line of URL configuration, and the seven middleware `startproject` writes. It is a second WSGI
handler of the same gunicorn worker, under its own address: same interpreter, same settings, same
threads, same socket, same moment. It does not go through the portal's own middleware: their cost
belongs to the portal's pages. It opens no session and runs no query.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.test.utils import override_settings
from django.urls import path

ADDRESS = "/mesure/bonjour/"
DEFAULT_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


def hello(request: HttpRequest) -> HttpResponse:
    """Say hello."""
    return HttpResponse("Bonjour", content_type="text/plain; charset=utf-8")


urlpatterns = [path(ADDRESS.lstrip("/"), hello)]


class HelloRequest(WSGIRequest):
    """A request resolved by the one line of this module."""

    urlconf = __name__


class HelloHandler(WSGIHandler):
    """Django with its default middleware and nothing else."""

    request_class = HelloRequest


def make_application() -> Callable[..., Iterable[bytes]]:
    """Return the portal, with the comparison beside it."""
    portal = get_wsgi_application()
    with override_settings(MIDDLEWARE=DEFAULT_MIDDLEWARE):
        comparison = HelloHandler()

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        chosen = comparison if environ["PATH_INFO"] == ADDRESS else portal
        return chosen(environ, start_response)

    return application
