"""« Représentants »: added, edited, taken off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from applications.structures import permissions
from applications.structures.forms.representatives import RepresentativeForm
from applications.structures.models import Origin, Representative, Structure
from applications.structures.services import representatives
from applications.structures.views.members import membership_of, user_of
from cms.core.access import AccessPolicy, access

REFUSED = 422


@access(AccessPolicy.APPLICANT)
def representative(
    request: HttpRequest, structure_id: int, number: int | None = None
) -> HttpResponse:
    """Add somebody, or edit what is said of them."""
    structure = _editable(request, structure_id)
    kept = _find(structure, number) if number is not None else None
    form, status = (
        RepresentativeForm.of(kept, request.POST if request.method == "POST" else None),
        200,
    )
    if request.method == "POST":
        if (searching := form.searching()) is not None:
            form = searching
        elif form.is_valid():
            representatives.save(
                structure,
                representative=kept,
                values=form.values(),
                origin=Origin.USER,
                actor=user_of(request),
                now=timezone.now(),
            )
            messages.success(request, gettext("The representative has been saved."))
            return _back(structure_id)
        else:
            status = REFUSED
    context = {"structure": structure, "form": form, "representative": kept}
    return render(request, "applications/structures/representative.html", context, status=status)


@access(AccessPolicy.APPLICANT)
@require_POST
def end_representative(request: HttpRequest, structure_id: int, number: int) -> HttpResponse:
    """Take somebody off the sheet."""
    structure = _editable(request, structure_id)
    representatives.end(
        _find(structure, number), origin=Origin.USER, actor=user_of(request), now=timezone.now()
    )
    messages.success(request, gettext("The representative has been taken off the sheet."))
    return _back(structure_id)


def _editable(request: HttpRequest, structure_id: int) -> Structure:
    structure = membership_of(request, structure_id).structure
    permissions.can_edit_sheet(request.user, structure).require()
    return structure


def _find(structure: Structure, number: int) -> Representative:
    return get_object_or_404(structure.representatives.filter(ended_at__isnull=True), pk=number)


def _back(structure_id: int) -> HttpResponse:
    return redirect(f"{reverse('structures:sheet', args=[structure_id])}#representants")
