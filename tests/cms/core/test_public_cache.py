"""Public pages are the same for everyone, and only they are kept."""

import gzip

import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from cms.core import generation, public_cache
from cms.core.middleware.public_cache import PublicCacheMiddleware


@pytest.fixture(autouse=True)
def _own_generation(tmp_path, settings):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def serve():
    """Return a function that serves a path through the middleware, and the calls it counted."""
    calls: list[HttpRequest] = []

    def answer(request: HttpRequest) -> HttpResponse:
        calls.append(request)
        response = HttpResponse(f"page {len(calls)}")
        for act in acts:
            act(request, response)
        public_cache.mark_public(response)
        return response

    acts: list = []
    middleware = PublicCacheMiddleware(answer)

    def get(path: str, *, method: str = "get", **extra) -> str:
        return getattr(RequestFactory(), method)(path, **extra)

    def serve(path: str, *, method: str = "get", **extra) -> str:
        return middleware(get(path, method=method, **extra)).content.decode()

    serve.acts = acts
    serve.calls = calls
    return serve


def test_a_page_is_built_once(serve):
    assert [serve("/aides/"), serve("/aides/")] == ["page 1", "page 1"]


def test_cookies_and_languages_of_the_browser_share_one_page(serve):
    serve("/aides/")
    assert serve("/aides/", HTTP_COOKIE="sessionid=abc", HTTP_ACCEPT_LANGUAGE="de") == "page 1"


def test_unknown_parameters_share_one_page_and_known_ones_do_not(serve):
    serve("/aides/")
    assert serve("/aides/?utm_source=mail") == "page 1"
    assert serve("/aides/?q=bourse") == "page 2"


def test_two_hosts_never_share_a_page(serve):
    serve("/aides/")
    assert serve("/aides/", HTTP_HOST="autre.example") == "page 2"


def test_a_page_that_looked_at_the_session_is_never_kept(serve):
    def look(request, response):
        request.session = SessionStore()
        request.session.get("name")

    serve.acts.append(look)
    assert [serve("/aides/"), serve("/aides/")] == ["page 1", "page 2"]


def test_a_page_that_sets_a_cookie_is_never_kept(serve):
    serve.acts.append(lambda request, response: response.set_cookie("a", "b"))
    assert [serve("/aides/"), serve("/aides/")] == ["page 1", "page 2"]


def test_a_page_with_a_form_token_is_never_kept(serve):
    serve.acts.append(lambda request, response: request.META.update(CSRF_COOKIE="token"))
    assert [serve("/aides/"), serve("/aides/")] == ["page 1", "page 2"]


def test_an_error_is_never_kept(serve):
    serve.acts.append(lambda request, response: setattr(response, "status_code", 404))
    assert [serve("/aides/"), serve("/aides/")] == ["page 1", "page 2"]


def test_a_publication_forgets_every_page(serve):
    serve("/aides/")
    generation.renew_generation()
    assert serve("/aides/") == "page 2"


def test_a_post_is_never_answered_from_the_cache(serve):
    serve("/aides/")
    assert serve("/aides/", method="post") == "page 2"


def test_a_page_is_sent_compressed_to_browsers_that_understand_it(serve):
    middleware = PublicCacheMiddleware(lambda request: marked())

    def marked():
        response = HttpResponse("page " * 200, headers={"Content-Length": "1000"})
        public_cache.mark_public(response)
        return response

    request = RequestFactory().get("/aides/", headers={"accept-encoding": "gzip, br"})
    for answer in (middleware(request), middleware(request)):
        assert answer["Content-Encoding"] == "gzip"
        assert answer["Vary"] == "Accept-Encoding"
        assert answer["Content-Length"] == str(len(answer.content))
        assert gzip.decompress(answer.content).decode() == "page " * 200
