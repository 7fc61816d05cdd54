"""Attachment codes: used in two steps, or asked for."""

import time

from django.contrib import messages
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from applications.accounts import rates
from applications.accounts.exceptions import TooManyAttempts
from applications.accounts.views.pages import REFUSED, TOO_MANY
from applications.structures import acting
from applications.structures.exceptions import AlreadyMember, CodeRefused
from applications.structures.forms.codes import AskCodeForm, UseCodeForm
from applications.structures.models import AttachmentCode, EarlierDossier
from applications.structures.services import code_requests, codes_use
from applications.structures.views.members import user_of
from applications.structures.views.onward import after_arrival
from cms.core.access import AccessPolicy, access

LOOKED_AT = "code_looked_at"
MINUTES_TO_CONFIRM = 15


@access(AccessPolicy.APPLICANT)
@sensitive_post_parameters("code", "fact")
@require_http_methods(["GET", "POST"])
def use_code(request: HttpRequest) -> HttpResponse:
    """« Utiliser le code »: nothing is shown before the code and the second fact are right."""
    form = UseCodeForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        status = REFUSED
        try:
            rates.require(request, "code")
            code = codes_use.look(
                form.cleaned_data["code"],
                form.cleaned_data["fact"],
                user=user_of(request),
                now=timezone.now(),
            )
        except TooManyAttempts as refusal:
            form.add_error(None, str(refusal))
            status = TOO_MANY
        except CodeRefused as refusal:
            form.add_error("code", str(refusal))
        else:
            request.session[LOOKED_AT] = {"code": code.pk, "at": int(time.time())}
            return redirect("confirm-code")
    elif form.is_bound:
        status = REFUSED
    return render(request, "applications/structures/codes/use.html", {"form": form}, status=status)


@access(AccessPolicy.APPLICANT)
@require_http_methods(["GET", "POST"])
def confirm_code(request: HttpRequest) -> HttpResponse:
    """« C'est bien ma structure »: what the code opens, then the act that uses it up."""
    code = _looked_at(request.session)
    if code is None:
        return redirect("use-code")
    if request.method == "POST":
        request.session.pop(LOOKED_AT, None)
        try:
            codes_use.redeem(code, user=user_of(request), now=timezone.now())
        except AlreadyMember:
            messages.info(request, _("You act for this structure already: the code is not used."))
            return redirect("submissions:space")
        except CodeRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("use-code")
        return _attached(request, code)
    earlier = EarlierDossier.objects.filter(structure=code.structure, person=code.person)
    return render(
        request,
        "applications/structures/codes/confirm.html",
        {"structure": code.structure, "known": code.person, "earlier": earlier},
    )


@access(AccessPolicy.APPLICANT)
@require_http_methods(["GET", "POST"])
def ask_code(request: HttpRequest) -> HttpResponse:
    """« Formuler une demande de code d'identification »."""
    form = AskCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        rates.require(request, "structure")
        code_requests.ask(user_of(request), given=form.given(), now=timezone.now())
        messages.success(
            request, _("Your request has been sent to the Region. The code will come to you.")
        )
        return redirect("structures:waiting")
    return render(
        request,
        "applications/structures/codes/ask.html",
        {"form": form},
        status=REFUSED if form.is_bound else 200,
    )


def _looked_at(session: SessionBase) -> AttachmentCode | None:
    """Return the code this session has just proved, for a quarter of an hour."""
    kept = session.get(LOOKED_AT)
    if kept is None or not 0 <= time.time() - kept["at"] <= MINUTES_TO_CONFIRM * 60:
        return None
    return (
        AttachmentCode.objects.select_related("structure__family", "person")
        .filter(pk=kept["code"])
        .first()
    )


def _attached(request: HttpRequest, code: AttachmentCode) -> HttpResponse:
    if code.structure is not None:
        acting.choose(request.session, code.structure.pk)
        words = _("Your account is attached to “%(name)s”.") % {"name": code.structure.name}
    else:
        words = _("Your account is attached to what the Region knows of you.")
    messages.success(request, words)
    return after_arrival(request)
