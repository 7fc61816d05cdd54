"""Shorter ways to the pages of the catalogue: one query instead of one per level of the tree."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from aids.forms import OpeningAlertForm
from aids.lookups import live_aid_page
from aids.models.pages import AidPage, CatalogPage
from aids.opening import opening_of
from aids.reading import recall
from aids.services import alerts
from cms.core.access import AccessPolicy, access

UNREAD = ("preamble", "criteria", "steps", "documents", "statements")
"""What only editors and the compiled form need of a page: the form is most of its weight."""


@access(AccessPolicy.PUBLIC)
def catalog(request: HttpRequest) -> HttpResponseBase:
    """Serve the catalogue."""
    page = (
        CatalogPage.objects.live()
        .filter(slug="aides", locale__language_code=get_language())
        .select_related("locale")
        .first()
    )
    return _serve(request, page, "aides/")


@access(AccessPolicy.PUBLIC)
def aid(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Serve an aid in the language of the path, restrictions and hooks included."""
    language = get_language()
    pages = {
        page.locale.language_code: page
        for page in AidPage.objects.live()
        .filter(slug=slug, locale__language_code__in={language, settings.LANGUAGE_CODE})
        .select_related("locale")
        .defer(*UNREAD)
    }
    page = pages.get(language)
    if page is not None:
        page.french_page = pages.get(settings.LANGUAGE_CODE) if page.alias_of_id is None else None
        recall(page)
    return _serve(request, page, f"aides/{slug}/")


@access(AccessPolicy.ACCOUNT)
@never_cache
def opening_alert(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep an address to tell when the aid opens: at once for an account, else once confirmed."""
    language = get_language() or settings.LANGUAGE_CODE
    page = live_aid_page(slug, language)
    opening = opening_of(page.campaigns, now=timezone.now())
    user = request.user
    owner = user.email if user.is_authenticated and not user.is_staff else ""
    form = OpeningAlertForm(request.POST or None, initial={"email": owner})
    outcome, status = "", 200
    if "cle" in request.GET:
        outcome = _confirm(request, page)
    elif request.method == "POST" and form.is_valid():
        outcome = _ask(page, form.cleaned_data["email"], owner, language, request.path)
    elif request.method == "POST":
        status = 422
    context = {"page": page, "opening": opening, "form": form, "outcome": outcome}
    return render(request, "aids/opening_alert.html", context, status=status)


def _ask(page: AidPage, email: str, owner: str, language: str, path: str) -> str:
    """Keep the address of the account itself; ask the owner of any other to confirm."""
    if email.strip().lower() == owner:
        alerts.ask(page.aid, email=email, language=language)
        return "kept"
    alerts.send_confirmation(page.aid, email=email, language=language, path=path)
    return "sent"


def _confirm(request: HttpRequest, page: AidPage) -> str:
    """Keep the address of a confirmation link; opening the link never does."""
    asked = alerts.read_key(request.GET["cle"])
    if asked is None or asked.aid.pk != page.aid.pk:
        return "expired"
    if request.method != "POST":
        return "to_confirm"
    alerts.ask(asked.aid, email=asked.email, language=asked.language)
    return "kept"


def _serve(request: HttpRequest, page: Page | None, path: str) -> HttpResponseBase:
    """Let Wagtail serve a page already found, or look for it itself."""
    if page is not None:
        request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]
    return serve(request, path)
