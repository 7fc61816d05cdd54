"""Policies, languages and refusals, as the browser receives them."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from cms.core.errors import DomainError, NotAllowed
from cms.core.middleware.csp import PathPolicyMiddleware
from cms.core.middleware.errors import DomainErrorMiddleware

pytestmark = pytest.mark.django_db


def policy_of(path: str) -> dict[str, str]:
    middleware = PathPolicyMiddleware(lambda request: HttpResponse())
    header = middleware(RequestFactory().get(path))["Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in header.split(";"))


@pytest.mark.parametrize("path", ["/", "/aides/", "/compte/connexion/", "/en/gestion/"])
def test_pages_outside_the_admin_allow_nothing_inline(path):
    policy = policy_of(path)
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'self'"
    assert policy["base-uri"] == policy["object-src"] == "'none'"


def test_the_admin_alone_allows_what_wagtail_needs():
    policy = policy_of("/gestion/pages/")
    assert policy["script-src"] == policy["style-src"] == "'self' 'unsafe-inline'"
    assert "unsafe-eval" not in str(policy)


def test_a_language_without_content_does_not_exist(client):
    assert client.get("/br/").status_code == 404
    assert client.get("/oc/aides/").status_code == 404


def test_a_refusal_is_a_page_with_its_reason_and_status():
    middleware = DomainErrorMiddleware(lambda request: HttpResponse())
    request = RequestFactory().get("/", headers={"accept": "text/html"})

    response = middleware.process_exception(request, NotAllowed(reason="le dossier est clos"))

    assert response.status_code == 403
    assert "le dossier est clos" in response.content.decode()
    assert response["Cache-Control"] == "no-store"


def test_a_script_receives_the_refusal_as_data():
    middleware = DomainErrorMiddleware(lambda request: HttpResponse())
    request = RequestFactory().get("/", headers={"accept": "application/json"})

    response = middleware.process_exception(request, DomainError())

    assert response.status_code == 409
    assert b'"code": "refused"' in response.content


def test_anything_else_is_not_hidden():
    middleware = DomainErrorMiddleware(lambda request: HttpResponse())
    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None
