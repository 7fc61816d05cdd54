"""« Modifier mon adresse électronique », and the links of its two mails."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from applications.accounts import rates, reauthentication
from applications.accounts.exceptions import AddressTaken, LinkRefused, TooManyAttempts
from applications.accounts.forms.own import ChangeAddressForm
from applications.accounts.models import KeyPurpose, KeyState, MailedKey
from applications.accounts.services import addresses, keys
from applications.accounts.views.pages import TOO_MANY, form_page, owner_of
from cms.core.access import AccessPolicy, access

ALTERED = "altered"
ELSEWHERE = "elsewhere"
TAKEN = "taken"


@access(AccessPolicy.OWN)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Ask for the new address; it changes when the link sent to it is used."""
    user = owner_of(request)
    now = timezone.now()
    if not user.has_usable_password() and not reauthentication.is_fresh(request, minutes=5):
        return reauthentication.ask(request)
    form = ChangeAddressForm(request.POST or None, user=user)
    status = None
    if request.method == "POST" and not rates.is_within(request, "password"):
        form.add_error(None, str(TooManyAttempts()))
        status = TOO_MANY
    elif form.is_valid():
        if rates.is_within(request, "address"):
            addresses.ask_change(user, email=form.cleaned_data["email"], now=now)
            return redirect("account_address")
        form.add_error(None, str(TooManyAttempts()))
        status = TOO_MANY
    context = {
        "form": form,
        "facts": [(_("E-mail address of the account"), user.email)],
        "waiting": addresses.waiting(user, now=now),
    }
    return form_page(request, "address", context, form, status=status)


@access(AccessPolicy.OWN)
@require_POST
def cancel(request: HttpRequest) -> HttpResponse:
    """Give the change up."""
    addresses.cancel_change(owner_of(request), now=timezone.now())
    messages.success(request, _("The change is cancelled: your address stays the same."))
    return redirect("account_address")


@access(AccessPolicy.OWN)
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """The link sent to the new address: opening it does nothing, the button does.

    Its owner must be signed in: whoever reads a mailbox typed by mistake gets no account.
    """
    rates.require(request, "link")
    now = timezone.now()
    found = keys.find(key, purpose=KeyPurpose.ADDRESS_CHANGE)
    refusal = _refusal(request, found)
    if refusal is not None or found is None:
        return refusal or _refused(request, ALTERED)
    if request.method == "POST":
        try:
            addresses.confirm_change(found, session_key=request.session.session_key or "", now=now)
        except LinkRefused:
            return _refused(request, KeyState.USED)
        except AddressTaken:
            return _refused(request, TAKEN)
        messages.success(request, _("Your e-mail address has been changed."))
        return redirect("account_home")
    context = {"email": found.email, "former": found.user.email}
    return render(request, "applications/accounts/address_confirm.html", context)


@access(AccessPolicy.ACCOUNT)
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, key: str) -> HttpResponse:
    """« Ce n'est pas moi », from the old mailbox, whoever is signed in here."""
    rates.require(request, "link")
    now = timezone.now()
    found = keys.find(key, purpose=KeyPurpose.ADDRESS_UNDO)
    if found is None:
        return _undo_refused(request, ALTERED)
    state = found.state(now)
    if state is not KeyState.LIVE or not found.user.is_active:
        return _undo_refused(request, state)
    if request.method == "POST":
        try:
            addresses.undo(found, now=now)
        except LinkRefused:
            return _undo_refused(request, KeyState.USED)
        except AddressTaken:
            return _undo_refused(request, TAKEN)
        return render(request, "applications/accounts/address_undone.html")
    return render(request, "applications/accounts/address_undo.html", {"email": found.email})


def _refusal(request: HttpRequest, found: MailedKey | None) -> HttpResponse | None:
    """Return the page that says why the link does nothing, if it does nothing."""
    if found is None:
        return _refused(request, ALTERED)
    if found.user_id != request.user.pk:
        return _refused(request, ELSEWHERE)
    state = found.state(timezone.now())
    return None if state is KeyState.LIVE else _refused(request, state)


def _refused(request: HttpRequest, state: str) -> HttpResponse:
    return _refusal_page(request, "address_refused", state)


def _undo_refused(request: HttpRequest, state: str) -> HttpResponse:
    return _refusal_page(request, "address_undo_refused", state)


def _refusal_page(request: HttpRequest, template: str, state: str) -> HttpResponse:
    status = {ALTERED: 404, ELSEWHERE: 403, TAKEN: 409}.get(str(state), 410)
    context = {"state": str(state), "form_has_errors": True}
    return render(request, f"applications/accounts/{template}.html", context, status=status)
