"""To a provider and back: the pages of FranceConnect and ProConnect."""

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from applications.accounts import rates
from applications.accounts.arrival import safe_path
from applications.accounts.destinations import after_sign_in, asked_path
from applications.accounts.identity import arrivals, marks, services, waiting, ways
from applications.accounts.identity.arrivals import Purpose
from applications.accounts.identity.exceptions import (
    IdentityRefused,
    IdentityTaken,
    LastDoor,
    Refusal,
)
from applications.accounts.identity.flow import IdentityFlow
from applications.accounts.models import User
from applications.accounts.reauthentication import fresh
from applications.accounts.views.pages import owner_of
from cms.core.access import AccessPolicy, access

LANGUAGE = "identity_language"
FRESH_MINUTES = 5


@access(AccessPolicy.ACCOUNT)
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, provider: str) -> HttpResponseBase:
    """« S'identifier avec… »: the button leads to the provider, the address alone does not."""
    asked = asked_path(request)
    if request.user.is_authenticated:
        return redirect(after_sign_in(request.user, asked))
    if request.method == "GET":
        _require(provider)
        return redirect("account_login")
    return _leave(request, provider, Purpose.SIGN_IN, next_path=asked)


@access(AccessPolicy.OWN)
@require_POST
def confirm(request: HttpRequest, provider: str) -> HttpResponseBase:
    """« Confirmez votre identité », through the provider, which asks again who is there."""
    asked = safe_path(request.POST.get("next"))
    return _leave(request, provider, Purpose.CONFIRM, next_path=asked)


@access(AccessPolicy.OWN)
@fresh(minutes=FRESH_MINUTES)
@require_POST
def link(request: HttpRequest, provider: str) -> HttpResponseBase:
    """« Relier » from « Mon compte »: the only way an identity opens an account made before."""
    if request.user.is_staff and not ways.way_of(provider).is_for_staff:
        raise Http404
    return _leave(request, provider, Purpose.LINK)


@access(AccessPolicy.OWN)
@fresh(minutes=FRESH_MINUTES)
@require_POST
def unlink(request: HttpRequest, provider: str) -> HttpResponse:
    """« Ne plus utiliser »."""
    try:
        was_linked = services.unlink(owner_of(request), provider=provider, now=timezone.now())
    except LastDoor as refusal:
        messages.error(request, str(refusal))
    else:
        if was_linked:
            name = ways.way_of(provider).name
            messages.success(request, _("%(name)s no longer opens your account.") % {"name": name})
    return redirect("account_identities")


@access(AccessPolicy.ACCOUNT)
@require_GET
def come_back(request: HttpRequest, provider: str) -> HttpResponseBase:
    """The address registered at the provider; it has no language, the page before it had one."""
    _require(provider)
    rates.require(request, "link")
    with translation.override(request.session.get(LANGUAGE, settings.LANGUAGE_CODE)):
        request.LANGUAGE_CODE = translation.get_language()
        view = OAuth2CallbackView.adapter_view(IdentityFlow(request, provider))
        response: HttpResponseBase = view(request)
    return response


@access(AccessPolicy.ACCOUNT)
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, provider: str) -> HttpResponse:
    """Ask somebody seen for the first time whether to create an account: nothing is until then."""
    _require(provider)
    newcomer = waiting.current(request.session, provider=provider)
    if newcomer is None or request.user.is_authenticated:
        return redirect("account_login")
    way, person = ways.way_of(provider), newcomer.proof.person
    is_known = User.objects.filter(email=person.email).exists()
    if request.method == "POST" and not is_known:
        waiting.forget(request.session)
        try:
            user = services.open_account(
                newcomer.proof, language=translation.get_language(), now=timezone.now()
            )
        except IdentityTaken:
            return redirect("account_login")
        if user is not None:
            return arrivals.let_in(request, user, newcomer.proof, newcomer.next_path)
        is_known = True
    context = {"way": way, "person": person, "is_known": is_known}
    status = 409 if is_known else 200
    return render(request, "applications/accounts/identity/welcome.html", context, status=status)


@access(AccessPolicy.ACCOUNT)
@require_GET
def left(request: HttpRequest, provider: str) -> HttpResponse:
    """The browser comes back signed out of the provider."""
    if not marks.has_left(request.session, provider=provider, state=request.GET.get("state", "")):
        return redirect("/")
    messages.success(
        request,
        _("You are signed out of the portal and of %(name)s.")
        % {"name": ways.way_of(provider).name},
    )
    return redirect("account_login")


@access(AccessPolicy.OWN)
@require_safe
def identities(request: HttpRequest) -> HttpResponse:
    """« FranceConnect et ProConnect »: what opens the account beside its password."""
    user = owner_of(request)
    linked = services.codes_of(user)
    shown = [
        (way, way.code in linked)
        for way in ways.WAYS.values()
        if way.code in linked or (way in ways.offered() and (way.is_for_staff or not user.is_staff))
    ]
    if not shown:
        raise Http404
    context = {"shown": shown, "has_password": user.has_usable_password()}
    return render(request, "applications/accounts/identity/identities.html", context)


def leaving_page(request: HttpRequest, *, provider: str, address: str) -> HttpResponse:
    """Lead the browser to the provider from a page, not from the form that was sent.

    The policy of the portal lets forms be sent to itself alone, their redirections included, and a
    provider redirects to places nobody knows beforehand.
    """
    context = {"way": ways.way_of(provider), "address": address}
    return render(request, "applications/accounts/identity/leaving.html", context)


def _leave(
    request: HttpRequest, code: str, purpose: Purpose, *, next_path: str = ""
) -> HttpResponseBase:
    _require(code)
    rates.require(request, "link")
    request.session[LANGUAGE] = translation.get_language()
    provider = get_adapter(request).get_provider(request, code)
    data = {"purpose": purpose, "user": request.user.pk}
    is_fresh = purpose is Purpose.CONFIRM
    try:
        way_out = provider.redirect(request, AuthProcess.LOGIN, next_path, data, is_fresh=is_fresh)
    except IdentityRefused:
        return arrivals.refuse(request, code, Refusal.DOWN)
    return leaving_page(request, provider=code, address=way_out.headers["Location"])


def _require(code: str) -> None:
    if code not in settings.SOCIALACCOUNT_PROVIDERS:
        raise Http404
