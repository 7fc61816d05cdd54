"""« Mon compte »."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_otp import user_has_device

from applications.accounts import rates
from applications.accounts.forms.account import ChangePasswordForm, PersonSheetForm
from applications.accounts.middleware import needs_second_factor
from applications.accounts.models import PersonSheet, User
from applications.accounts.services import passwords, second_factor, sheets
from applications.accounts.views.pages import form_page
from cms.core.access import AccessPolicy, access


@access(AccessPolicy.ACCOUNT)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def account_home(request: HttpRequest) -> HttpResponse:
    """Who I am, my password, my personal sheet; open to staff too, once verified."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    if not second_factor.is_verified(request.user) and needs_second_factor(request):
        return redirect(f"{reverse('account_second_factor')}?next={request.path}")
    user = request.user
    asked = request.POST.get("form")
    password = ChangePasswordForm(request.POST if asked == "password" else None, user=user)
    sheet = PersonSheetForm(
        request.POST if asked == "sheet" else None,
        instance=PersonSheet.objects.filter(user=user).first(),
        initial={"birth_date": user.birth_date},
    )
    if asked == "password":
        rates.require(request, "password")
        if password.is_valid():
            return _change_password(request, user, password)
    if asked == "sheet" and not user.is_staff and sheet.is_valid():
        return _save_sheet(request, user, sheet)
    context = {
        "user": user,
        "password_form": password,
        "sheet_form": sheet,
        "has_device": user_has_device(user),
    }
    return form_page(request, "account", context, password, sheet)


def _change_password(request: HttpRequest, user: User, form: ChangePasswordForm) -> HttpResponse:
    passwords.change_password(user, password=form.cleaned_data["password1"], now=timezone.now())
    update_session_auth_hash(request, user)
    messages.success(request, _("Your password has been changed."))
    return redirect("account_home")


def _save_sheet(request: HttpRequest, user: User, form: PersonSheetForm) -> HttpResponse:
    sheets.update_person_sheet(user, actor=user, **form.cleaned_data)
    messages.success(request, _("Your personal information has been saved."))
    return redirect("account_home")
