"""« Codes »: campaigns, and requests answered by the Region."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.accounts.models import Family, PersonSheet
from applications.structures import letters
from applications.structures.exceptions import RequestOver
from applications.structures.gestion.codes.forms import AcceptForm, RefuseForm
from applications.structures.gestion.codes.pages import REFUSED, page
from applications.structures.letters import Letter
from applications.structures.models import (
    CodeCampaign,
    CodeRequest,
    CodeRequestState,
    KnownPerson,
    Structure,
)
from applications.structures.permissions import can_answer_code_requests, can_manage_codes
from applications.structures.services import code_making, code_requests, codes_use
from applications.structures.views.members import user_of
from cms.core import events
from cms.core.access import AccessPolicy, access

MOST = 100


@access(AccessPolicy.STAFF)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """List the requests that wait, and the campaigns for who makes them."""
    can_answer_code_requests(request.user).require()
    waiting = CodeRequest.objects.filter(state=CodeRequestState.WAITING).select_related("user")
    can_manage = bool(can_manage_codes(request.user))
    campaigns = CodeCampaign.objects.annotate(
        codes_made=Count("codes"), codes_used=Count("codes", filter=Q(codes__used_at__isnull=False))
    )
    context = {
        "requests": waiting.order_by("asked_at")[:MOST],
        "campaigns": campaigns[:MOST] if can_manage else [],
        "can_manage": can_manage,
    }
    return page(request, "home", gettext("Attachment codes"), context)


@access(AccessPolicy.STAFF)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a request; « Accepter la demande de code », by mail or by letter."""
    can_answer_code_requests(request.user).require()
    asked = get_object_or_404(CodeRequest.objects.select_related("user", "code"), pk=pk)
    form = AcceptForm(request.POST or None, asked=asked)
    if form.is_valid():
        return _accept(request, asked, form)
    return _show(request, asked, form, RefuseForm(), status=REFUSED if form.is_bound else 200)


@access(AccessPolicy.STAFF)
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """« Refuser »."""
    can_answer_code_requests(request.user).require()
    asked = get_object_or_404(CodeRequest.objects.select_related("user", "code"), pk=pk)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _show(request, asked, AcceptForm(asked=asked), form, status=REFUSED)
    try:
        code_requests.refuse(
            asked,
            reason=form.cleaned_data["reason"],
            actor=user_of(request),
            now=timezone.now(),
        )
    except RequestOver as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, gettext("The request is refused; the person is told why."))
    return redirect("gestion_codes:home")


def _accept(request: HttpRequest, asked: CodeRequest, form: AcceptForm) -> HttpResponse:
    """Make the code and send it; a letter is drawn before anything is kept."""
    now, plain = timezone.now(), codes_use.make()
    structure, person = form.chosen()
    is_letter = form.cleaned_data["by"] == "letter"
    document = b""
    if is_letter:
        day = timezone.localdate()
        document = letters.render(
            [_letter(asked, plain, structure=structure, person=person)],
            expires_on=day + code_making.LIFETIME,
            written_on=day,
        )
    try:
        code_requests.accept(
            asked,
            plain=plain,
            structure=structure,
            person=person,
            by_mail=not is_letter,
            actor=user_of(request),
            now=now,
        )
    except RequestOver as refusal:
        messages.error(request, str(refusal))
        return redirect("gestion_codes:home")
    if not is_letter:
        messages.success(request, gettext("The request is accepted; the code is sent by e-mail."))
        return redirect("gestion_codes:home")
    response = HttpResponse(document, content_type="application/pdf")
    name = gettext("code-request-%(number)s.pdf") % {"number": asked.pk}
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _letter(
    asked: CodeRequest,
    plain: str,
    *,
    structure: Structure | None = None,
    person: KnownPerson | None = None,
) -> Letter:
    if structure is not None:
        return code_making.letter_to_structure(structure, plain)
    if person is None:
        raise TypeError("a code opens something")
    sheet = PersonSheet.objects.filter(user=asked.user).first()
    return code_making.letter_to_person(person, plain, sheet=sheet)


def _show(
    request: HttpRequest,
    asked: CodeRequest,
    form: AcceptForm,
    refusal: RefuseForm,
    *,
    status: int = 200,
) -> HttpResponse:
    events.record_read(
        actor=user_of(request),
        act="code_request.read",
        subject_type="account",
        subject_id=asked.user_id,
    )
    family = Family.objects.filter(code=asked.given.get("family", "")).first()
    context = {
        "asked": asked,
        "given": asked.given,
        "family": family,
        "form": form,
        "refusal_form": refusal,
        "is_waiting": asked.state == CodeRequestState.WAITING,
    }
    return page(request, "request", gettext("Request for a code"), context, status=status)
