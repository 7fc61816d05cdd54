"""« Mes coordonnées bancaires »: masked, shown on demand, changed with their proof."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from applications.accounts.forms.bank import BankDetailsForm
from applications.accounts.reauthentication import fresh
from applications.accounts.services import bank
from applications.accounts.views.pages import form_page, owner_of
from applications.attachments.errors import FileRefused
from cms.core.access import AccessPolicy, access

FRESH_MINUTES = 5


@access(AccessPolicy.APPLICANT)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@fresh(minutes=FRESH_MINUTES)
def bank_details(request: HttpRequest) -> HttpResponse:
    """Show where the person is paid, masked, and take another account."""
    user = owner_of(request)
    form = BankDetailsForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            bank.save(user, **form.cleaned_data, actor=user, now=timezone.now())
        except FileRefused as refusal:
            form.add_error("proof", str(refusal))
        else:
            messages.success(request, _("Your bank details have been saved."))
            return redirect("account_bank")
    return _page(request, form)


@access(AccessPolicy.APPLICANT)
@require_POST
@fresh(minutes=FRESH_MINUTES)
def reveal(request: HttpRequest) -> HttpResponse:
    """Show the whole IBAN and its proof once; that they were shown is written down."""
    details = bank.in_force(owner_of(request))
    if details is None:
        return redirect("account_bank")
    number = bank.reveal(details, actor=owner_of(request))
    return _page(request, BankDetailsForm(), number=number)


def _page(request: HttpRequest, form: BankDetailsForm, *, number: str = "") -> HttpResponse:
    details = bank.in_force(owner_of(request))
    context = {
        "form": form,
        "details": details,
        "proof": bank.proof_of(details) if details is not None else None,
        "number": number,
    }
    return form_page(request, "bank", context, form)
