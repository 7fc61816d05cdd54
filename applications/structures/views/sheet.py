"""The sheet of a structure and its blocks, each edited on a page of its own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from applications.structures import permissions, sheet_reading
from applications.structures.forms.blocks import (
    BlockForm,
    IdentificationForm,
    MailingAddressForm,
    MainAddressForm,
)
from applications.structures.models import Membership, Origin, Structure
from applications.structures.services import bank, sheets
from applications.structures.views.members import membership_of, user_of
from cms.core.access import AccessPolicy, access

REFUSED = 422
FORMS: dict[str, type[BlockForm]] = {
    sheet_reading.IDENTIFICATION: IdentificationForm,
    sheet_reading.ADDRESS: MainAddressForm,
    sheet_reading.MAILING: MailingAddressForm,
}


@access(AccessPolicy.APPLICANT)
@require_safe
def sheet(request: HttpRequest, structure_id: int) -> HttpResponse:
    """Show the sheet to whoever acts for the structure; managers find how to edit each block."""
    if (kept := _merged_into(request, structure_id)) is not None:
        return HttpResponsePermanentRedirect(reverse("structures:sheet", args=[kept]))
    membership = membership_of(request, structure_id)
    structure = membership.structure
    sees_bank = bool(permissions.can_see_bank(request.user, structure))
    return render(
        request,
        "applications/structures/sheet.html",
        {
            "structure": structure,
            "membership": membership,
            "can_edit": bool(permissions.can_edit_sheet(request.user, structure)),
            "blocks": sheet_reading.blocks(structure),
            "representatives": structure.representatives.filter(ended_at__isnull=True),
            "sees_bank": sees_bank,
            "bank": bank.in_force(structure) if sees_bank else None,
            "dependents": structure.dependents.living(),
            "people": Membership.objects.active()
            .filter(structure=structure)
            .select_related("user"),
        },
    )


@access(AccessPolicy.APPLICANT)
def block(request: HttpRequest, structure_id: int, code: str) -> HttpResponse:
    """Edit one block: « Enregistrer » comes back to the sheet, « Annuler » too."""
    structure = membership_of(request, structure_id).structure
    permissions.can_edit_sheet(request.user, structure).require()
    form = FORMS[code].of(structure, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if (searching := form.searching()) is not None:
            form = searching
        elif form.is_valid():
            _store(request, structure, form)
            messages.success(request, gettext("The sheet has been saved."))
            return redirect(f"{reverse('structures:sheet', args=[structure_id])}#{code}")
        else:
            status = REFUSED
    context = {"structure": structure, "form": form, "title": sheet_reading.TITLES[code]}
    context["is_mailing"] = code == sheet_reading.MAILING
    return render(request, "applications/structures/block.html", context, status=status)


def _store(request: HttpRequest, structure: Structure, form: BlockForm) -> None:
    now = timezone.now()
    for values, origin, source in form.written(Origin.USER):
        sheets.write(
            structure,
            values=values,
            origin=origin,
            source=source,
            actor=user_of(request),
            now=now,
        )


def _merged_into(request: HttpRequest, structure_id: int) -> int | None:
    """Return the structure kept in place of a duplicate, for who acts for it."""
    kept = Structure.objects.of(request.user).filter(absorbed=structure_id).first()
    return kept.pk if kept is not None else None
