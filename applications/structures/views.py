"""« Agir au nom de » and the sheet of a structure."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from applications.accounts.arrival import safe_path
from applications.accounts.models import User
from applications.structures import acting, events as kinds
from applications.structures.forms import StructureSheetForm
from applications.structures.models import Membership, Structure
from applications.structures.services import correct_sheet
from cms.core import events
from cms.core.access import AccessPolicy, access


@access(AccessPolicy.APPLICANT)
@require_POST
def act_as(request: HttpRequest) -> HttpResponse:
    """Choose in whose name one works; only a structure one acts for today can be chosen."""
    chosen = request.POST.get("structure", "")
    if not chosen:
        acting.choose(request.session, None)
    else:
        own = {str(one.structure_id) for one in Membership.objects.of(request.user)}
        if chosen not in own:
            _record_denial(request, chosen)
            raise Http404
        acting.choose(request.session, int(chosen))
    return redirect(safe_path(request.POST.get("next")) or reverse("submissions:space"))


@access(AccessPolicy.APPLICANT)
def sheet(request: HttpRequest, structure_id: int) -> HttpResponse:
    """Show the sheet to whoever acts for the structure; managers correct it."""
    membership = next(
        (one for one in Membership.objects.of(request.user) if one.structure_id == structure_id),
        None,
    )
    if membership is None:
        _record_denial(request, str(structure_id))
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


def _record_denial(request: HttpRequest, structure_id: str) -> None:
    events.record(
        kinds.ACCESS_DENIED,
        subject_type=kinds.SUBJECT,
        subject_id=structure_id[:64],
        actor=request.user,
    )
