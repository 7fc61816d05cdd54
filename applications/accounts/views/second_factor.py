"""The second factor: the code, the recovery code, and setting it up."""

import segno
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.module_loading import import_string
from django.views.decorators.http import require_http_methods
from django_otp import login as mark_verified, user_has_device

from applications.accounts import rates, reauthentication
from applications.accounts.arrival import safe_path
from applications.accounts.destinations import home_of
from applications.accounts.exceptions import CodesLocked, WrongCode
from applications.accounts.forms.sign_in import CodeForm, RecoveryCodeForm
from applications.accounts.models import User
from applications.accounts.services import second_factor as service
from applications.accounts.views.pages import form_page
from cms.core.access import AccessPolicy, access

ENROLMENT = "second_factor_secret"
SHOW_CODES = "second_factor_show_codes"
FRESH_MINUTES = 15
"""Time enough to install an application on a phone, between the password and the first code."""


@access(AccessPolicy.ACCOUNT)
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """« Code à 6 chiffres »."""
    return _ask(request, CodeForm(request.POST or None), template="second_factor")


@access(AccessPolicy.ACCOUNT)
@require_http_methods(["GET", "POST"])
def recovery_code(request: HttpRequest) -> HttpResponse:
    """« Utiliser un code de secours »."""
    return _ask(request, RecoveryCodeForm(request.POST or None), template="recovery_code")


def _ask(request: HttpRequest, form: CodeForm | RecoveryCodeForm, *, template: str) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    user = request.user
    if service.is_verified(user):
        return redirect(_next(request) or home_of(user))
    if not user_has_device(user):
        return redirect(_with_next("account_second_factor_enrol", request))
    status = None
    if request.method == "POST":
        rates.require(request, "second_factor")
        if form.is_valid():
            check = (
                service.check_code if isinstance(form, CodeForm) else service.check_recovery_code
            )
            try:
                device = check(user, code=form.cleaned_data["code"], now=timezone.now())
            except (WrongCode, CodesLocked) as refusal:
                form.add_error("code", str(refusal))
                status = refusal.status
            else:
                request.session.cycle_key()
                mark_verified(request, device)
                reauthentication.mark(request.session)
                return redirect(_next(request) or home_of(user))
    hint = _hint(user) if isinstance(form, CodeForm) else None
    context = {"form": form, "next": _next(request), "code_hint": hint}
    return form_page(request, template, context, form, status=status)


@access(AccessPolicy.ACCOUNT)
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponseBase:
    """Set the second factor up: a QR code, the secret in text, and a code to prove it works."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    user = request.user
    if user_has_device(user) and not service.is_verified(user):
        return redirect(_with_next("account_second_factor", request))
    is_first_entry = user.is_staff and not service.is_verified(user)
    if not is_first_entry and not reauthentication.is_fresh(request, minutes=FRESH_MINUTES):
        return reauthentication.ask(request)
    secret = request.session.setdefault(ENROLMENT, service.new_secret())
    form = CodeForm(request.POST or None)
    status = None
    if form.is_valid():
        rates.require(request, "second_factor")
        try:
            device = service.enrol(
                user, secret=secret, code=form.cleaned_data["code"], now=timezone.now()
            )
        except WrongCode as refusal:
            form.add_error("code", str(refusal))
            status = refusal.status
        else:
            del request.session[ENROLMENT]
            request.session.cycle_key()
            mark_verified(request, device)
            reauthentication.mark(request.session)
            request.session[SHOW_CODES] = True
            return redirect(_with_next("account_recovery_codes", request))
    address = service.address_of_secret(user, secret)
    context = {
        "form": form,
        "next": _next(request),
        "qr_code": segno.make(address, error="m").svg_data_uri(scale=5, border=4),
        "secret": service.readable_secret(secret),
        "is_replacement": user_has_device(user),
    }
    return form_page(request, "enrol", context, form, status=status)


@access(AccessPolicy.ACCOUNT)
@require_http_methods(["GET", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show the recovery codes once, until the person says they have noted them."""
    if not request.user.is_authenticated or not request.session.get(SHOW_CODES):
        return redirect("account_second_factor")
    user = request.user
    if request.method == "POST":
        del request.session[SHOW_CODES]
        return redirect(_next(request) or home_of(user))
    context = {"codes": service.recovery_codes(user), "next": _next(request)}
    return render(request, "applications/accounts/recovery_codes.html", context)


def show_codes(request: HttpRequest) -> HttpResponse:
    """Go and see the recovery codes just made, then come back to « Second facteur »."""
    request.session[SHOW_CODES] = True
    query = urlencode({"next": reverse("account_factor")})
    return redirect(f"{reverse('account_recovery_codes')}?{query}")


def _next(request: HttpRequest) -> str:
    return safe_path(request.POST.get("next") or request.GET.get("next"))


def _with_next(name: str, request: HttpRequest) -> str:
    path = _next(request)
    return reverse(name) + (f"?{urlencode({'next': path})}" if path else "")


def _hint(user: User) -> str | None:
    """Return the current code where settings say who knows it (the demonstration alone)."""
    if not settings.SECOND_FACTOR_CODE_HINT:
        return None
    code: str | None = import_string(settings.SECOND_FACTOR_CODE_HINT)(user)
    return code
