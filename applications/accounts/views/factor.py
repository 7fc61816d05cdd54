"""« Second facteur » in « Mon compte »: what is set up, new codes, replacing, going without."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django_otp import user_has_device

from applications.accounts import rates
from applications.accounts.exceptions import CodesLocked, WrongCode
from applications.accounts.forms.own import RemoveFactorForm
from applications.accounts.reauthentication import fresh
from applications.accounts.services import second_factor
from applications.accounts.views.pages import form_page, owner_of
from applications.accounts.views.second_factor import show_codes
from cms.core.access import AccessPolicy, access


@access(AccessPolicy.OWN)
@require_http_methods(["GET"])
def manage(request: HttpRequest) -> HttpResponse:
    """Say whether a second factor protects the account, and what can be done about it."""
    user = owner_of(request)
    context = {
        "has_device": user_has_device(user),
        "codes_left": second_factor.codes_left(user),
        "is_required": user.is_staff,
    }
    return render(request, "applications/accounts/factor.html", context)


@access(AccessPolicy.OWN)
@fresh(minutes=5)
@require_POST
def new_codes(request: HttpRequest) -> HttpResponse:
    """« Obtenir de nouveaux codes de secours »."""
    if not user_has_device(request.user):
        return redirect("account_factor")
    second_factor.new_codes(owner_of(request), now=timezone.now())
    return show_codes(request)


@access(AccessPolicy.OWN)
@fresh(minutes=5)
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest) -> HttpResponse:
    """« Désactiver le second facteur », with a code that proves whose it is."""
    user = owner_of(request)
    if user.is_staff or not user_has_device(user):
        return redirect("account_factor")
    form = RemoveFactorForm(request.POST or None)
    status = None
    if form.is_valid():
        rates.require(request, "second_factor")
        try:
            second_factor.remove(user, code=form.cleaned_data["code"], now=timezone.now())
        except (WrongCode, CodesLocked) as refusal:
            form.add_error("code", str(refusal))
            status = refusal.status
        else:
            return redirect("account_factor")
    return form_page(request, "factor_remove", {"form": form}, form, status=status)
