"""Adding a structure: found by its number, joined, made, or asked of the Region."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications.accounts import rates
from applications.accounts.views.pages import REFUSED
from applications.structures import acting
from applications.structures.exceptions import AlreadyMember, EstablishmentClosed, StructureExists
from applications.structures.forms.joining import (
    AskCreationForm,
    JoinForm,
    NumbersForm,
    OwnSheetForm,
)
from applications.structures.models import (
    CodeRequest,
    Dispute,
    Invitation,
    InvitationState,
    JoinRequest,
    Membership,
    StructureRequest,
)
from applications.structures.services import first_connection, joining, sheets
from applications.structures.services.first_connection import Finding, Found, Numbers
from applications.structures.views.members import user_of
from applications.structures.views.onward import after_arrival
from cms.core.access import AccessPolicy, access
from cms.core.templatetags.portal import long_date

NUMBERS = "structure_numbers"
FOLDER = "applications/structures/joining"


@access(AccessPolicy.APPLICANT)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """« Ajouter une structure »: by its number."""
    form = NumbersForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and found_or_refused(request, form):
        return redirect("structures:add-found")
    return render(
        request, f"{FOLDER}/add.html", {"form": form}, status=REFUSED if form.is_bound else 200
    )


def found_or_refused(request: HttpRequest, form: NumbersForm) -> bool:
    """Look the numbers of a form up and keep them; an error in the form when it is closed."""
    rates.require(request, "structure")
    numbers = form.numbers()
    finding = first_connection.look_up(numbers)
    if finding.kind is Found.CLOSED and finding.record is not None:
        since = finding.record.closed_on
        words = (
            _("This establishment has been closed since %(date)s, says the register.")
            % {"date": long_date(since)}
            if since
            else _("This establishment is closed, says the register.")
        )
        way_out = _("Check the number, or ask the Region to create your structure.")
        form.add_error(next(iter(numbers.values)), f"{words} {way_out}")
        return False
    request.session[NUMBERS] = numbers.as_json()
    return True


@access(AccessPolicy.APPLICANT)
@require_http_methods(["GET", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """« C'est bien ma structure », or ask to join the one that is here, or type it by hand."""
    kept = request.session.get(NUMBERS)
    if kept is None:
        return redirect("structures:add")
    numbers = Numbers(**kept)
    finding = first_connection.look_up(numbers)
    if finding.kind is Found.CLOSED:
        return redirect("structures:add")
    if finding.kind is Found.HERE:
        return _join(request, finding)
    return _declare(request, numbers, finding)


@access(AccessPolicy.APPLICANT)
@require_http_methods(["GET", "POST"])
def ask_creation(request: HttpRequest) -> HttpResponse:
    """« Demander la création de ma structure »."""
    form = AskCreationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        rates.require(request, "structure")
        joining.ask_creation(user_of(request), given=form.given(), now=timezone.now())
        messages.success(
            request, _("Your request has been sent to the Region, which will answer by e-mail.")
        )
        return redirect("structures:waiting")
    return render(
        request,
        f"{FOLDER}/ask_creation.html",
        {"form": form},
        status=REFUSED if form.is_bound else 200,
    )


@access(AccessPolicy.APPLICANT)
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """« Mes demandes de rattachement »: what waits for an answer, and the answers."""
    user = user_of(request)
    answered = (InvitationState.AWAITING, InvitationState.REFUSED)
    return render(
        request,
        f"{FOLDER}/waiting.html",
        {
            "invitations": Invitation.objects.filter(user=user, state__in=answered).select_related(
                "structure"
            ),
            "joins": JoinRequest.objects.filter(user=user).select_related("structure")[:20],
            "disputes": Dispute.objects.filter(claimant=user).select_related("structure")[:20],
            "creations": StructureRequest.objects.filter(user=user).select_related("structure")[
                :20
            ],
            "codes": CodeRequest.objects.filter(user=user)[:20],
            "suspended": Membership.objects.filter(
                user=user, ended_at__isnull=True, suspended_at__isnull=False
            ).select_related("structure"),
        },
    )


@access(AccessPolicy.APPLICANT)
@require_POST
def withdraw(request: HttpRequest, join_id: int) -> HttpResponse:
    """Take back one's own request to join."""
    join = get_object_or_404(JoinRequest, pk=join_id, user=user_of(request))
    joining.withdraw(join, now=timezone.now())
    messages.success(request, _("Your request is withdrawn."))
    return redirect("structures:waiting")


def _join(request: HttpRequest, finding: Finding) -> HttpResponse:
    """Ask the managers of a structure that is on the portal; nobody is named."""
    structure = finding.structure
    user = user_of(request)
    own = Membership.objects.of(user).filter(structure=structure).first()
    if own is not None:
        request.session.pop(NUMBERS, None)
        messages.info(request, _("You act for this structure already."))
        return redirect("structures:sheet", structure_id=own.structure_id)
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and structure is not None:
        rates.require(request, "structure")
        try:
            joining.ask(
                structure, user=user, message=form.cleaned_data["message"], now=timezone.now()
            )
        except AlreadyMember:
            messages.info(request, _("Your access to this structure is suspended."))
        else:
            messages.success(request, _("Your request has been sent."))
        request.session.pop(NUMBERS, None)
        return redirect("structures:waiting")
    return render(
        request,
        f"{FOLDER}/join.html",
        {"structure": structure, "form": form},
        status=REFUSED if form.errors else 200,
    )


def _declare(request: HttpRequest, numbers: Numbers, finding: Finding) -> HttpResponse:
    """Make the structure of what the register says, completed by hand when it says too little."""
    record = finding.record
    said = sheets.values_of(record) if record is not None else {}
    is_whole = all(said.get(name) for name in OwnSheetForm.required_names)
    form = (
        None
        if is_whole
        else OwnSheetForm(request.POST if request.method == "POST" else None, initial=said)
    )
    if request.method == "POST" and (form is None or form.is_valid()):
        values = {} if form is None else form.cleaned_data
        try:
            membership = first_connection.declare_structure(
                user_of(request), numbers=numbers, values=values, record=record, now=timezone.now()
            )
        except (StructureExists, EstablishmentClosed):
            return redirect("structures:add-found")
        request.session.pop(NUMBERS, None)
        acting.choose(request.session, membership.structure_id)
        messages.success(
            request,
            _(
                "“%(name)s” is on the portal and you manage it. The Region will verify your "
                "access; you can prepare and file applications meanwhile."
            )
            % {"name": membership.structure.name},
        )
        return after_arrival(request)
    return render(
        request,
        f"{FOLDER}/declare.html",
        {
            "form": form,
            "record": record,
            "numbers": numbers,
            "has_register_failed": finding.kind is Found.NO_ANSWER,
        },
        status=REFUSED if form is not None and form.errors else 200,
    )
