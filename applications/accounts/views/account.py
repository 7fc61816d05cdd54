"""« Mon compte » and « Modifier mon mot de passe »."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from django_otp import user_has_device

from applications.accounts import rates, reauthentication
from applications.accounts.exceptions import TooManyAttempts
from applications.accounts.forms.account import ChangePasswordForm
from applications.accounts.identity import ways
from applications.accounts.journal import last_acts
from applications.accounts.models import User
from applications.accounts.services import addresses, delivery, passwords, second_factor, sessions
from applications.accounts.views.pages import TOO_MANY, form_page, owner_of
from cms.core.access import AccessPolicy, access


@access(AccessPolicy.OWN)
@require_safe
def account_home(request: HttpRequest) -> HttpResponse:
    """Who I am, what I can change of my account, and what was done with it lately."""
    user = owner_of(request)
    context = {
        "user": user,
        "factor_text": _factor_text(user),
        "sessions_text": _sessions_text(user, current_key=request.session.session_key),
        "address_waiting": addresses.waiting(user, now=timezone.now()),
        "is_undelivered": delivery.is_failing(user),
        "acts": last_acts(user),
        "ways": ways.offered(),
    }
    return render(request, "applications/accounts/account.html", context)


@access(AccessPolicy.OWN)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """« Modifier mon mot de passe »; who has none gets a link by mail, like who forgot it."""
    user = owner_of(request)
    if not user.has_usable_password():
        messages.info(request, _("Your account has no password: ask here for a link to choose it."))
        return redirect("account_reset_password")
    form = ChangePasswordForm(request.POST or None, user=user)
    status = None
    if request.method == "POST" and not rates.is_within(request, "password"):
        form.add_error(None, str(TooManyAttempts()))
        status = TOO_MANY
    elif form.is_valid():
        passwords.change_password(
            user,
            password=form.cleaned_data["password1"],
            session_key=request.session.session_key or "",
            now=timezone.now(),
        )
        update_session_auth_hash(request, user)
        reauthentication.mark(request.session)
        messages.success(request, _("Your password has been changed."))
        return redirect("account_home")
    return form_page(request, "change_password", {"form": form}, form, status=status)


def _factor_text(user: User) -> str:
    if not user_has_device(user):
        return _("Not set up: your password alone opens your account")
    left = second_factor.codes_left(user)
    words = ngettext(
        "Set up, %(count)s recovery code left", "Set up, %(count)s recovery codes left", left
    )
    return words % {"count": left}


def _sessions_text(user: User, *, current_key: str | None) -> str:
    count = len(sessions.of(user, current_key=current_key, now=timezone.now()))
    words = ngettext(
        "Your account is signed in in %(count)s browser",
        "Your account is signed in in %(count)s browsers",
        count,
    )
    return words % {"count": count}
