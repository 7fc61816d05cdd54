"""What readers take away before they start: the list of documents, the form to print."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from aids.lookups import live_aid_page
from aids.models.pages import AidPage
from aids.opening import next_change
from aids.services import blank_forms, versions
from applications.formbuilder.paper import paper_documents
from cms.core import pdf
from cms.core.access import AccessPolicy, access
from cms.core.public_cache import mark_public


@access(AccessPolicy.PUBLIC)
@require_safe
def documents(request: HttpRequest, slug: str) -> HttpResponseBase:
    """List the documents to provide, each with its cases, its formats and its size."""
    page = _page(slug)
    if page.get_view_restrictions():
        return redirect(page.get_url() or "/")
    version = versions.current_version(page.aid, page=page)
    if version is None:
        raise Http404(slug)
    language = get_language() or settings.LANGUAGE_CODE
    compiled = versions.compiled_form(version, language, versions.overlay(version, language))
    if compiled.is_empty:
        raise Http404(slug)
    now = timezone.now()
    response = render(
        request,
        "aids/documents.html",
        {
            "page": page,
            "documents": paper_documents(compiled),
            "team": page.aid.team,
            "is_pdf_offered": pdf.is_likely(),
        },
    )
    mark_public(response, next_change_at=next_change(page.campaigns, now=now))
    return response


@access(AccessPolicy.PUBLIC)
@require_safe
def blank_form(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Give the form to print, drawn once and kept; browsers ask again only whether it changed."""
    page = _page(slug)
    if page.get_view_restrictions():
        return redirect(page.get_url() or "/")
    language = page.locale.language_code
    kept = blank_forms.blank_form(page, language=language, now=timezone.now())
    if kept is None:
        raise Http404(slug)
    etag = quote_etag(kept.sha256)
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = FileResponse(
            kept.file.open("rb"), filename=kept.original_name, content_type=kept.content_type
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={settings.PUBLIC_CACHE_SECONDS}"
    return response


def _page(slug: str) -> AidPage:
    return live_aid_page(slug, get_language() or settings.LANGUAGE_CODE)
