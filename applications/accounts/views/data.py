"""« Mes données » and « Fermer mon compte »."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.accounts.exceptions import StillHeld
from applications.accounts.exporters import holds_of, kept_of
from applications.accounts.reauthentication import fresh
from applications.accounts.services import closing, data
from applications.accounts.views.pages import owner_of
from cms.core.access import AccessPolicy, access

FRESH_MINUTES = 5
REFUSED = 409


@access(AccessPolicy.APPLICANT)
@require_safe
@fresh(minutes=FRESH_MINUTES)
def own_data(request: HttpRequest) -> HttpResponse:
    """Download one's data, put them right, have them erased; what must be kept, and why."""
    user, now = owner_of(request), timezone.now()
    asked = closing.waiting(user)
    context = {
        "state": data.state_of(user, now=now),
        "archive": data.archive_of(user, now=now),
        "days": data.LIVES.days,
        "kept": kept_of(user),
        "closes_at": closing.due_at(asked) if asked is not None else None,
    }
    return render(request, "applications/accounts/data.html", context)


@access(AccessPolicy.APPLICANT)
@require_POST
@fresh(minutes=FRESH_MINUTES)
def ask_archive(request: HttpRequest) -> HttpResponse:
    """Have the archive made."""
    data.ask_archive(owner_of(request), now=timezone.now())
    return redirect("account_data")


@access(AccessPolicy.APPLICANT)
@require_http_methods(["GET", "POST"])
@fresh(minutes=FRESH_MINUTES)
def close_account(request: HttpRequest) -> HttpResponse:
    """Say what closing does, what it keeps, what stops it; then ask for it."""
    user = owner_of(request)
    status = 200
    if request.method == "POST":
        try:
            closing.ask(user, now=timezone.now())
        except StillHeld:
            status = REFUSED
        else:
            return redirect("account_close")
    asked = closing.waiting(user)
    context = {
        "holds": holds_of(user),
        "kept": kept_of(user),
        "days": closing.DELAY.days,
        "closes_at": closing.due_at(asked) if asked is not None else None,
    }
    return render(request, "applications/accounts/close.html", context, status=status)


@access(AccessPolicy.APPLICANT)
@require_POST
def keep_account(request: HttpRequest) -> HttpResponse:
    """Change one's mind."""
    if closing.cancel(owner_of(request), now=timezone.now()):
        messages.success(request, _("Your account is kept: it will not be closed."))
    return redirect("account_data")
