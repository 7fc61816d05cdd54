"""The link of an invitation: accepting it or refusing it, with an account or without."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from applications.accounts import rates
from applications.accounts.exceptions import IdentifierTaken, TooManyAttempts
from applications.accounts.models import User
from applications.accounts.services import registration
from applications.accounts.views.pages import REFUSED, TOO_MANY
from applications.structures import acting
from applications.structures.exceptions import AlreadyMember, InvitationOver
from applications.structures.forms.invited import InvitedSignUpForm
from applications.structures.models import Invitation, InvitationState, Membership
from applications.structures.services import invitations
from applications.structures.views.members import user_of
from cms.core.access import AccessPolicy, access

FOLDER = "applications/structures/invitation"
GONE, NOT_FOUND = 410, 404


@access(AccessPolicy.ACCOUNT)
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Show who invites to what; opening the link does nothing, the buttons do.

    Without an account, accepting leads to making one or to signing in; with one, to `accept`.
    """
    rates.require(request, "link")
    found = invitations.find(key)
    refusal = _refused(request, found)
    if refusal is not None or found is None:
        return refusal or redirect("/")
    if request.method == "POST" and "decline" in request.POST:
        return _decline(request, found)
    if request.method == "POST":
        return _enter(found, key)
    return render(
        request,
        f"{FOLDER}/show.html",
        {
            "invitation": found,
            "structure": found.structure,
            "key": key,
            "is_other_address": request.user.is_authenticated and request.user.email != found.email,
        },
    )


@access(AccessPolicy.APPLICANT)
@require_POST
def accept(request: HttpRequest, key: str) -> HttpResponse:
    """« Accepter l'invitation », with the account signed in."""
    found = invitations.find(key)
    refusal = _refused(request, found)
    if refusal is not None or found is None:
        return refusal or redirect("/")
    return _accept(request, found, user_of(request))


@access(AccessPolicy.ACCOUNT)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest, key: str) -> HttpResponseBase:
    """Make the account of an invited person: its address is proved by the link, it is active."""
    rates.require(request, "link")
    found = invitations.find(key)
    refusal = _refused(request, found)
    if refusal is not None or found is None:
        return refusal or redirect("/")
    if request.user.is_authenticated or _has_account(found.email):
        return redirect("invitation", key=key)
    form = InvitedSignUpForm(request.POST if request.method == "POST" else None, email=found.email)
    status = REFUSED if form.is_bound else 200
    if form.is_bound and not rates.is_within(request, "signup"):
        form.add_error(None, str(TooManyAttempts()))
        status = TOO_MANY
    elif form.is_valid():
        try:
            user = registration.sign_up(form.new_account(), is_verified=True, now=timezone.now())
        except IdentifierTaken as taken:
            is_within = rates.is_within(request, "identifier_taken")
            form.add_error("username", str(taken if is_within else TooManyAttempts()))
            status = REFUSED if is_within else TOO_MANY
        else:
            return _welcome(request, found, user, key)
    return render(
        request,
        f"{FOLDER}/sign_up.html",
        {
            "form": form,
            "shown_forms": [form],
            "form_has_errors": bool(form.errors),
            "invitation": found,
            "structure": found.structure,
            "key": key,
        },
        status=status,
    )


def _welcome(
    request: HttpRequest, found: Invitation, user: User | None, key: str
) -> HttpResponseBase:
    """Sign the new account in and accept; `None` when somebody took the address meanwhile."""
    if user is None:
        return redirect("invitation", key=key)
    answer = _accept(request, found, user)
    onward: HttpResponseBase = perform_login(request, user)
    is_member = Membership.objects.of(user).exists()
    return onward if is_member else answer


def _accept(request: HttpRequest, found: Invitation, user: User) -> HttpResponse:
    try:
        found = invitations.accept(found, user=user, now=timezone.now())
    except InvitationOver:
        return _over(request, Invitation.objects.get(pk=found.pk))
    except AlreadyMember:
        messages.info(request, _("You act for this structure already."))
        return redirect("structures:sheet", structure_id=found.structure_id)
    if found.state == InvitationState.AWAITING:
        return redirect("structures:waiting")
    acting.choose(request.session, found.structure_id)
    messages.success(
        request,
        _("You now act for “%(structure)s”.") % {"structure": found.structure.name},
    )
    return redirect("submissions:space")


def _decline(request: HttpRequest, found: Invitation) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    try:
        invitations.decline(found, user=user, now=timezone.now())
    except InvitationOver:
        return _over(request, Invitation.objects.get(pk=found.pk))
    return render(request, f"{FOLDER}/declined.html", {"structure": found.structure})


def _enter(found: Invitation, key: str) -> HttpResponse:
    """Lead who is not signed in to their account, or to making one."""
    if _has_account(found.email):
        here = reverse("invitation", args=[key])
        return redirect(f"{reverse('account_login')}?{urlencode({'next': here})}")
    return redirect("invitation-sign-up", key=key)


def _has_account(email: str) -> bool:
    return User.objects.filter(email=email).exists()


def _refused(request: HttpRequest, found: Invitation | None) -> HttpResponse | None:
    """Return the page of a link that cannot be used, and says why, or nothing."""
    if found is None:
        return render(request, f"{FOLDER}/refused.html", {"state": "unknown"}, status=NOT_FOUND)
    if found.state != InvitationState.SENT or found.is_expired(timezone.now()):
        return _over(request, found)
    return None


def _over(request: HttpRequest, found: Invitation) -> HttpResponse:
    is_mine = request.user.is_authenticated and request.user.pk == found.user_id
    is_sent = found.state == InvitationState.SENT
    return render(
        request,
        f"{FOLDER}/refused.html",
        {"state": "expired" if is_sent else found.state, "is_mine": is_mine},
        status=GONE,
    )
