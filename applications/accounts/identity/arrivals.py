"""Coming back from a provider: signing in, linking an account, confirming who one is."""

import logging
from collections.abc import Callable
from enum import StrEnum

from allauth.account.utils import perform_login
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.accounts import events as kinds, reauthentication
from applications.accounts.arrival import safe_path
from applications.accounts.destinations import home_of
from applications.accounts.identity import marks, services, waiting
from applications.accounts.identity.exceptions import IdentityTaken, NotForStaff, Refusal
from applications.accounts.identity.proof import Proof
from applications.accounts.identity.ways import way_of
from applications.accounts.models import User
from applications.accounts.views.pages import owner_of
from cms.core import events

logger = logging.getLogger(__name__)

STATUSES = {
    Refusal.CANCELLED: 200,
    Refusal.DOWN: 503,
    Refusal.STATE: 400,
    Refusal.TOKEN: 502,
    Refusal.LEVEL: 403,
    Refusal.OTHER_PERSON: 403,
    Refusal.TAKEN: 409,
    Refusal.INACTIVE: 403,
    Refusal.NO_ADDRESS: 409,
}
NOTED = frozenset({Refusal.TOKEN, Refusal.LEVEL, Refusal.OTHER_PERSON, Refusal.INACTIVE})
"""Refusals that the security journal keeps; the others are everyday life."""


class Purpose(StrEnum):
    """Why somebody was sent to a provider."""

    SIGN_IN = "sign_in"
    LINK = "link"
    CONFIRM = "confirm"


def answer(request: HttpRequest, login: SocialLogin) -> HttpResponse:
    """Do what the person left for, now that the provider has told who they are."""
    asked = login.state["data"]
    owner: User | None = login.account.user if login.account.pk else None
    purpose = Purpose(asked["purpose"])
    if purpose is not Purpose.SIGN_IN and request.user.pk != asked["user"]:
        return refuse(request, login.proof.provider, Refusal.STATE)
    return _ANSWERS[purpose](request, login.proof, owner, safe_path(login.state.get("next")))


def let_in(request: HttpRequest, user: User, proof: Proof, next_path: str) -> HttpResponse:
    """Sign in by the same door as a password, and note what the provider proved."""
    response: HttpResponse = perform_login(request, user, redirect_url=next_path)
    if request.user.is_authenticated and request.user.pk == user.pk:
        marks.note(request, proof)
    return response


def refuse(request: HttpRequest, code: str, refusal: Refusal) -> HttpResponse:
    """Say what went wrong, and the other ways on."""
    logger.info("%s: %s", code, refusal)
    if refusal in NOTED:
        events.record(
            kinds.SIGN_IN_REFUSED,
            subject_type="account",
            subject_id=request.user.pk or "unknown",
            provider=code,
            reason=str(refusal),
        )
    context = {"way": way_of(code), "refusal": str(refusal)}
    return render(
        request,
        "applications/accounts/identity/refused.html",
        context,
        status=STATUSES[refusal],
    )


def _sign_in(
    request: HttpRequest, proof: Proof, owner: User | None, next_path: str
) -> HttpResponse:
    if owner is None:
        if not proof.person.email:
            return refuse(request, proof.provider, Refusal.NO_ADDRESS)
        waiting.remember(request.session, proof, next_path=next_path)
        return redirect("identity_welcome", provider=proof.provider)
    if not owner.is_active:
        return refuse(request, proof.provider, Refusal.INACTIVE)
    return let_in(request, owner, proof, next_path)


def _link(request: HttpRequest, proof: Proof, owner: User | None, next_path: str) -> HttpResponse:
    if owner is not None and owner.pk != request.user.pk:
        return refuse(request, proof.provider, Refusal.TAKEN)
    if owner is None:
        try:
            services.link(owner_of(request), proof, now=timezone.now())
        except (IdentityTaken, NotForStaff):
            return refuse(request, proof.provider, Refusal.TAKEN)
    marks.note(request, proof)
    name = way_of(proof.provider).name
    messages.success(request, _("%(name)s now opens your account.") % {"name": name})
    return redirect("account_identities")


def _confirm(
    request: HttpRequest, proof: Proof, owner: User | None, next_path: str
) -> HttpResponse:
    if owner is None or owner.pk != request.user.pk:
        return refuse(request, proof.provider, Refusal.OTHER_PERSON)
    marks.note(request, proof)
    reauthentication.mark(request.session)
    events.record(
        kinds.IDENTITY_CONFIRMED,
        subject_type="account",
        subject_id=owner.pk,
        actor=owner,
        provider=proof.provider,
    )
    return redirect(next_path or home_of(owner))


_ANSWERS: dict[Purpose, Callable[[HttpRequest, Proof, User | None, str], HttpResponse]] = {
    Purpose.SIGN_IN: _sign_in,
    Purpose.LINK: _link,
    Purpose.CONFIRM: _confirm,
}
