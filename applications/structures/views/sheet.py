"""The sheet of a structure."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from applications.accounts.models import User
from applications.structures.forms.sheet import StructureSheetForm
from applications.structures.models import Membership, Structure
from applications.structures.services import correct_sheet
from applications.structures.views.denials import record_denial
from cms.core.access import AccessPolicy, access


@access(AccessPolicy.APPLICANT)
def sheet(request: HttpRequest, structure_id: int) -> HttpResponse:
    """Show the sheet to whoever acts for the structure; managers correct it."""
    membership = next(
        (one for one in Membership.objects.of(request.user) if one.structure_id == structure_id),
        None,
    )
    if membership is None:
        record_denial(request, str(structure_id))
        raise Http404
    structure = membership.structure
    form = StructureSheetForm(request.POST or None, instance=structure)
    if request.method == "POST" and membership.is_manager and isinstance(request.user, User):
        if form.is_valid():
            correct_sheet(
                structure, values=form.cleaned_data, actor=request.user, now=timezone.now()
            )
            messages.success(request, gettext("The sheet has been saved."))
            return redirect("structures:sheet", structure_id=structure_id)
        structure = Structure.objects.select_related("family").get(pk=structure_id)
    people = Membership.objects.active().filter(structure_id=structure_id).select_related("user")
    return render(
        request,
        "applications/structures/sheet.html",
        {
            "structure": structure,
            "membership": membership,
            "form": form if membership.is_manager else None,
            "people": people,
        },
        status=422 if request.method == "POST" else 200,
    )
