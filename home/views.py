"""The site map, for people and for search engines; the form of the assistance."""

import uuid
from http import HTTPStatus

from django.contrib.sitemaps.views import sitemap as draw_sitemap
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from applications.accounts import rates
from applications.accounts.exceptions import TooManyAttempts
from cms.core.access import AccessPolicy, access
from cms.core.public_cache import cache_publicly
from cms.core.site import site_settings
from home import crawlers, sitemap
from home.forms import QuestionForm, Topic
from home.services import send_question

REFUSED = 422


@access(AccessPolicy.PUBLIC)
@cache_publicly
def site_map(request: HttpRequest) -> HttpResponse:
    """List every public page, by branch."""
    return render(
        request, "home/site_map.html", {"branches": sitemap.branches(language=get_language())}
    )


@access(AccessPolicy.PUBLIC)
@require_safe
@cache_publicly
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines where not to go."""
    return HttpResponse(crawlers.robots_text(), content_type="text/plain; charset=utf-8")


@access(AccessPolicy.PUBLIC)
@require_safe
@cache_publicly
def engines_sitemap(request: HttpRequest) -> HttpResponse:
    """List every public page with its date and its translations, for search engines."""
    return draw_sitemap(request, {"pages": crawlers.PublicSitemap(request)})


@access(AccessPolicy.ACCOUNT)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest) -> HttpResponse:
    """« Nous écrire »: a question to the assistance; refused, it keeps everything typed."""
    has_address = bool(site_settings().support_email)
    form = QuestionForm(request.POST or None, initial=_known_of(request))
    status = 200
    if request.method == "POST" and has_address:
        if form.is_valid():
            status = _send(request, form)
            if status == HTTPStatus.OK:
                return redirect("home:question-sent")
        else:
            status = REFUSED
    context = {"form": form, "has_address": has_address}
    return render(request, "home/question.html", context, status=status)


def _send(request: HttpRequest, form: QuestionForm) -> int:
    """Send a valid question within the limits, and return the status of what happened."""
    given = form.cleaned_data
    if not rates.is_within(request, "question", key=given["email"]):
        refusal = TooManyAttempts()
        form.add_error(None, str(refusal))
        return refusal.status
    send_question(
        Topic(given["topic"]),
        name=given["name"],
        email=given["email"],
        message=given["message"],
        language=get_language() or "fr",
        attempt=given["attempt"],
        now=timezone.now(),
    )
    return HTTPStatus.OK


def _known_of(request: HttpRequest) -> dict[str, object]:
    """Fill in who is signed in, and give this page a key of its own."""
    known: dict[str, object] = {"attempt": uuid.uuid4()}
    if request.user.is_authenticated:
        known |= {"name": request.user.get_full_name(), "email": request.user.email}
    return known


@access(AccessPolicy.ACCOUNT)
@require_safe
def question_sent(request: HttpRequest) -> HttpResponse:
    """Say that the message has left, and what comes next."""
    return render(request, "home/question_sent.html")
