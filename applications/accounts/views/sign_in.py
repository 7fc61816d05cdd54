"""In and out."""

from allauth.account.internal.flows.logout import logout as end_session
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from applications.accounts import events as kinds, gate, kept_form
from applications.accounts.arrival import remember
from applications.accounts.destinations import after_sign_in, asked_path
from applications.accounts.forms.sign_in import SignInForm
from applications.accounts.identity import marks, ways
from applications.accounts.identity.views import leaving_page
from applications.accounts.models import SignInNotice
from applications.accounts.models.user import normalise
from applications.accounts.views.pages import TOO_MANY, form_page
from cms.core import events
from cms.core.access import AccessPolicy, access

LONGEST_LOGIN = 254


@access(AccessPolicy.ACCOUNT)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """« Bienvenue »."""
    asked = asked_path(request)
    if request.user.is_authenticated:
        return redirect(after_sign_in(request.user, asked))
    if asked:
        remember(request.session, next_path=asked)
    login = normalise(request.POST.get("login", ""))[:LONGEST_LOGIN]
    check = gate.stand(request, level=gate.sign_in_level(request, login))
    form = SignInForm(request.POST or None, request=request, refusal=check.refusal)
    if form.is_valid():
        response: HttpResponseBase = form.login(request, redirect_url=asked)
        return response
    next_check = gate.Gate(gate.sign_in_level(request, login))
    context = {
        "form": form,
        "next": asked,
        "is_session_over": request.GET.get("session") == "terminee",
        "is_form_kept": kept_form.is_waiting(request.session),
        "ways": ways.offered(),
        "notices": SignInNotice.objects.filter(is_shown=True),
        **next_check.context,
    }
    status = TOO_MANY if check.refusal else None
    return form_page(request, "sign_in", context, form, status=status)


@access(AccessPolicy.ACCOUNT)
@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """« Se déconnecter »: a link asks, the button does."""
    if not request.user.is_authenticated:
        return redirect("/")
    if request.method == "POST":
        events.record(
            kinds.SIGNED_OUT,
            subject_type="account",
            subject_id=request.user.pk,
            actor=request.user,
        )
        leaving = marks.farewell(request)
        end_session(request)
        response: HttpResponse = redirect("/")
        if leaving is not None:
            marks.remember_farewell(request.session, leaving)
            response = leaving_page(request, provider=leaving.provider, address=leaving.address)
        response.headers["Clear-Site-Data"] = '"storage"'
        return response
    return render(request, "applications/accounts/sign_out.html", {"title": _("Sign out")})


@access(AccessPolicy.ACCOUNT)
def shadow_sign_in(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Stand before Wagtail's own sign-in and password pages, which would skip every rule here."""
    return redirect(
        "account_reset_password" if "password_reset" in request.path else "account_login"
    )
