"""« Coordonnées bancaires » of a structure: masked, shown on demand, changed with their proof."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from applications.accounts.reauthentication import fresh
from applications.attachments.errors import FileRefused
from applications.structures import permissions
from applications.structures.forms.bank import BankDetailsForm
from applications.structures.models import Structure
from applications.structures.services import bank
from applications.structures.views.members import membership_of, user_of
from cms.core.access import AccessPolicy, access

REFUSED = 422
FRESH_MINUTES = 5


@access(AccessPolicy.APPLICANT)
@fresh(minutes=FRESH_MINUTES)
def bank_details(request: HttpRequest, structure_id: int) -> HttpResponse:
    """Show where the structure is paid, masked, and take another account."""
    structure = _readable(request, structure_id)
    form = BankDetailsForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _page(request, structure, form)
    if not form.is_valid():
        return _page(request, structure, form, status=REFUSED)
    try:
        bank.save(structure, **form.cleaned_data, actor=user_of(request), now=timezone.now())
    except FileRefused as refusal:
        form.add_error("proof", str(refusal))
        return _page(request, structure, form, status=REFUSED)
    messages.success(
        request,
        gettext("The bank details have been saved. Every manager is told by mail."),
    )
    return redirect(f"{reverse('structures:sheet', args=[structure_id])}#banque")


@access(AccessPolicy.APPLICANT)
@require_POST
@fresh(minutes=FRESH_MINUTES)
def reveal(request: HttpRequest, structure_id: int) -> HttpResponse:
    """Show the whole IBAN once; that it was shown is written down."""
    structure = _readable(request, structure_id)
    details = bank.in_force(structure)
    if details is None:
        return redirect("structures:bank", structure_id=structure_id)
    number = bank.reveal(details, actor=user_of(request))
    return _page(request, structure, BankDetailsForm(), number=number)


def _readable(request: HttpRequest, structure_id: int) -> Structure:
    structure = membership_of(request, structure_id).structure
    permissions.can_see_bank(request.user, structure).require()
    return structure


def _page(
    request: HttpRequest,
    structure: Structure,
    form: BankDetailsForm,
    *,
    number: str = "",
    status: int = 200,
) -> HttpResponse:
    details = bank.in_force(structure)
    context = {
        "structure": structure,
        "form": form,
        "details": details,
        "proof": bank.proof_of(details) if details is not None else None,
        "number": number,
    }
    return render(request, "applications/structures/bank.html", context, status=status)
