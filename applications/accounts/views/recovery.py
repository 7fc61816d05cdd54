"""« Récupérer mes informations de connexion »."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from applications.accounts import gate, rates
from applications.accounts.exceptions import LinkRefused
from applications.accounts.forms.account import (
    AskResetForm,
    ForgottenIdentifierForm,
    NewPasswordForm,
)
from applications.accounts.models import KeyPurpose, KeyState
from applications.accounts.models.user import normalise
from applications.accounts.services import keys, passwords
from applications.accounts.services.requests import Question, ask
from applications.accounts.views.pages import TOO_MANY, form_page
from cms.core.access import AccessPolicy, access


@access(AccessPolicy.ACCOUNT)
@require_http_methods(["GET", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    """Both forms; both answer the same words whatever is typed."""
    asked = request.POST.get("form")
    identifier = ForgottenIdentifierForm(request.POST if asked == "identifier" else None)
    reset = AskResetForm(request.POST if asked == "reset" else None)
    check = gate.stand(request, level=rates.level(request, "recovery"))
    if check.refusal:
        (reset if asked == "reset" else identifier).add_error(None, check.refusal)
    elif identifier.is_valid():
        return _asked(request, Question.IDENTIFIER, identifier.cleaned_data["email"])
    elif reset.is_valid():
        return _asked(request, Question.RESET, normalise(reset.cleaned_data["login"]))
    next_check = gate.Gate(rates.level(request, "recovery"))
    context = {"identifier_form": identifier, "reset_form": reset, **next_check.context}
    status = TOO_MANY if check.refusal else None
    return form_page(request, "recover", context, identifier, reset, status=status)


def _asked(request: HttpRequest, question: Question, login: str) -> HttpResponse:
    rates.count(request, "recovery")
    if rates.is_within(request, "mail", key=f"{question}:{login}"):
        ask(question, login=login, now=timezone.now())
    messages.success(request, _("If an account matches, an e-mail has just been sent to you."))
    return redirect("account_reset_password")


@access(AccessPolicy.ACCOUNT)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest, key: str) -> HttpResponse:
    """« Nouveau mot de passe », from the link of the mail."""
    rates.require(request, "link")
    found = keys.find(key, purpose=KeyPurpose.PASSWORD_RESET)
    now = timezone.now()
    if found is None:
        return _refused(request, "altered", status=404)
    state = found.state(now)
    if state is not KeyState.LIVE or not found.user.is_active:
        return _refused(request, state, status=410)
    form = NewPasswordForm(request.POST or None, user=found.user)
    if form.is_valid():
        try:
            passwords.reset_password(found, password=form.cleaned_data["password1"], now=now)
        except LinkRefused:
            return _refused(request, KeyState.USED, status=410)
        return redirect("account_reset_password_from_key_done")
    return form_page(request, "reset", {"form": form}, form)


@access(AccessPolicy.ACCOUNT)
@require_GET
def reset_done(request: HttpRequest) -> HttpResponse:
    """Say that the new password is in place; signing in stays to be done."""
    return render(request, "applications/accounts/reset_done.html")


def _refused(request: HttpRequest, state: str, *, status: int) -> HttpResponse:
    return render(
        request,
        "applications/accounts/reset_refused.html",
        {"state": str(state), "form_has_errors": True},
        status=status,
    )
