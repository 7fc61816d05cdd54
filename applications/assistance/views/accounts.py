"""One account: what helps its owner in, and the acts of the help desk."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.accounts.exceptions import AddressTaken
from applications.accounts.models import SecondFactorReset, User
from applications.accounts.services import registration, sessions
from applications.assistance import reading
from applications.assistance.exceptions import ChangeWaiting, ResetWaiting
from applications.assistance.forms import AddressForm, PlannedAddressForm, ReasonForm
from applications.assistance.permissions import can_help_with, helper_of
from applications.assistance.services import factor_resets, getting_in
from applications.assistance.views.pages import act_page, page
from cms.core import events
from cms.core.access import AccessPolicy, access


@access(AccessPolicy.STAFF)
@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Activation, last mails, sessions, structures; that it was read is written down."""
    helper, user = _both(request, pk)
    events.record_read(
        actor=helper, act="account.helped", subject_type="account", subject_id=user.pk
    )
    context = {"reading": reading.account(user, now=timezone.now()), "helper": helper}
    return page(request, "account", user.get_full_name() or user.email, context)


@access(AccessPolicy.STAFF)
@require_POST
def send_links(request: HttpRequest, pk: int) -> HttpResponse:
    """« Renvoyer »."""
    helper, user = _helped(request, pk)
    getting_in.send_links(user, actor=helper, now=timezone.now())
    messages.success(request, gettext("The mail has been sent again."))
    return redirect("assistance:account", pk)


@access(AccessPolicy.STAFF)
@require_http_methods(["GET", "POST"])
def address(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct at once what was never activated; otherwise plan a change in 24 hours."""
    helper, user = _helped(request, pk)
    if registration.is_activated(user):
        return _plan(request, helper, user)
    form = AddressForm(request.POST or None)
    if form.is_valid():
        try:
            getting_in.correct_address(
                user, email=form.cleaned_data["email"], actor=helper, now=timezone.now()
            )
        except AddressTaken:
            form.add_error("email", gettext("Another account has this address."))
        else:
            messages.success(
                request, gettext("The address is corrected; the activation link was sent to it.")
            )
            return redirect("assistance:account", pk)
    return act_page(
        request,
        gettext("Correct the address"),
        form,
        button=gettext("Correct the address"),
        back=reverse("assistance:account", args=[pk]),
        advice=gettext("This account was never activated: its link is sent to the new address."),
    )


def _plan(request: HttpRequest, helper: User, user: User) -> HttpResponse:
    form = PlannedAddressForm(request.POST or None)
    if form.is_valid():
        try:
            getting_in.plan_change(user, **form.cleaned_data, actor=helper, now=timezone.now())
        except AddressTaken:
            form.add_error("email", gettext("Another account has this address."))
        except ChangeWaiting as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                gettext("The address will change in 24 hours. Both addresses have been told."),
            )
            return redirect("assistance:account", user.pk)
    return act_page(
        request,
        gettext("Change the address"),
        form,
        button=gettext("Change the address in 24 hours"),
        back=reverse("assistance:account", args=[user.pk]),
        advice=gettext(
            "Both addresses are told at once; the present one can refuse. Nothing changes before "
            "24 hours."
        ),
    )


@access(AccessPolicy.STAFF)
@require_POST
def give_up_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a planned change."""
    helper, user = _helped(request, pk)
    getting_in.give_up_change(user, actor=helper, now=timezone.now())
    messages.success(request, gettext("The change of address is given up."))
    return redirect("assistance:account", pk)


@access(AccessPolicy.STAFF)
@require_POST
def close_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """Close every session of the account."""
    helper, user = _helped(request, pk)
    sessions.close_all(user, actor=helper, now=timezone.now())
    messages.success(request, gettext("Every session of this account is closed."))
    return redirect("assistance:account", pk)


@access(AccessPolicy.STAFF)
@require_http_methods(["GET", "POST"])
def ask_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reset of a lost second factor."""
    helper, user = _both(request, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            factor_resets.ask(
                user, reason=form.cleaned_data["reason"], actor=helper, now=timezone.now()
            )
        except ResetWaiting as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, gettext("The request is made: another agent has to approve it.")
            )
            return redirect("assistance:account", pk)
    return act_page(
        request,
        gettext("Reset the second factor"),
        form,
        button=gettext("Ask for the reset"),
        back=reverse("assistance:account", args=[pk]),
        advice=gettext("Another agent has to approve it. The person is told by mail."),
    )


@access(AccessPolicy.STAFF)
@require_POST
def decide_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or refuse what a colleague asked."""
    helper = helper_of(request)
    reset = get_object_or_404(SecondFactorReset.objects.select_related("user"), pk=pk)
    can_help_with(helper, reset.user).require()
    is_approved = request.POST.get("act") == "approve"
    factor_resets.decide(reset, is_approved=is_approved, actor=helper, now=timezone.now())
    words = gettext("The second factor is reset.") if is_approved else gettext("Reset refused.")
    messages.success(request, words)
    return redirect("assistance:home")


def _both(request: HttpRequest, pk: int) -> tuple[User, User]:
    """Return who helps and whom; raises `NotAllowed`."""
    helper = helper_of(request)
    user = get_object_or_404(User, pk=pk)
    can_help_with(helper, user).require()
    return helper, user


def _helped(request: HttpRequest, pk: int) -> tuple[User, User]:
    """Return who helps and an open account of an applicant."""
    helper = helper_of(request)
    user = get_object_or_404(User, pk=pk, is_active=True, is_staff=False)
    return helper, user
