"""One structure, as the Region reads and settles it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.structures import events as kinds, permissions, sheet_reading
from applications.structures.forms.blocks import BlockForm
from applications.structures.gestion.forms import IdentityForm, InviteForm, OtherForm
from applications.structures.gestion.views import page
from applications.structures.models import (
    Dispute,
    Invitation,
    InvitationState,
    JoinRequest,
    JoinState,
    Membership,
    Origin,
    Structure,
    StructureValue,
)
from applications.structures.services import (
    bank,
    duplicates,
    sheets,
)
from applications.structures.services.duplicates import Likeness
from applications.structures.views.members import user_of
from applications.structures.views.sheet import FORMS
from cms.core import events
from cms.core.access import AccessPolicy, access
from cms.core.models.event import Event

REFUSED = 422
IDENTITY = "identite"
STAFF_FORMS: dict[str, type[BlockForm]] = {IDENTITY: IdentityForm, **FORMS}


def reasons_words(reasons: tuple[Likeness, ...]) -> str:
    """Say why two structures may be the same."""
    words = {
        Likeness.SIREN: gettext("same SIREN"),
        Likeness.RNA: gettext("same RNA number"),
        Likeness.UAI: gettext("same UAI"),
        Likeness.NAME: gettext("near names, same département"),
    }
    return ", ".join(words[one] for one in reasons)


def find(structure_id: int) -> Structure:
    """Return a real structure, merged or not; a stand-in does not exist here."""
    rows = Structure.objects.real().select_related("family", "depends_on", "merged_into")
    return get_object_or_404(rows, pk=structure_id)


def managed(request: HttpRequest, structure_id: int) -> Structure:
    """Return a structure to somebody who may act on it."""
    permissions.can_manage(request.user).require()
    return find(structure_id)


def back(structure_id: int, anchor: str = "") -> HttpResponse:
    """Lead to the structure's page."""
    return redirect(reverse("gestion_structures:sheet", args=[structure_id]) + anchor)


@access(AccessPolicy.STAFF)
@never_cache
@require_safe
def sheet(request: HttpRequest, structure_id: int) -> HttpResponse:
    """Show everything of a structure; the reading is written down."""
    permissions.can_browse(request.user).require()
    structure = find(structure_id)
    if structure.merged_into_id is not None:
        url = reverse("gestion_structures:sheet", args=[structure.merged_into_id])
        return HttpResponsePermanentRedirect(url)
    events.record_read(
        actor=user_of(request),
        act="structure.sheet_read",
        subject_type=kinds.SUBJECT,
        subject_id=structure.pk,
    )
    return show(request, structure)


def show(
    request: HttpRequest, structure: Structure, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Return the page of a structure; `more` holds forms that were refused, or a whole IBAN."""
    people = list(
        Membership.objects.filter(structure=structure, ended_at__isnull=True)
        .select_related("user")
        .order_by("-role", "user__last_name")
    )
    details = bank.in_force(structure)
    sees_bank = bool(permissions.can_verify_bank(request.user))
    context = {
        "structure": structure,
        "blocks": sheet_reading.blocks(structure),
        "representatives": structure.representatives.filter(ended_at__isnull=True),
        "people": people,
        "has_unknown": any(one.is_unverified for one in people),
        "disputes": Dispute.objects.filter(
            structure=structure, decided_at__isnull=True
        ).select_related("claimant"),
        "arrivals": _arrivals(structure),
        "invitations": Invitation.objects.filter(structure=structure, state=InvitationState.SENT),
        "candidates": [
            (one.structure, reasons_words(one.reasons)) for one in duplicates.candidates(structure)
        ],
        "dependents": structure.dependents.living(),
        "bank": details,
        "bank_proof": bank.proof_of(details) if details is not None and sees_bank else None,
        "sees_bank": sees_bank,
        "can_manage": bool(permissions.can_manage(request.user)),
        "invite_form": InviteForm(),
        "group_form": OtherForm(prefix="organisme"),
        "merge_form": OtherForm(prefix="doublon"),
        **more,
    }
    return page(request, "sheet", context, title=structure.name, status=status)


def _arrivals(structure: Structure) -> list[dict[str, Any]]:
    """Return who waits for a manager's answer."""
    joins = JoinRequest.objects.filter(structure=structure, state=JoinState.WAITING)
    invited = Invitation.objects.filter(structure=structure, state=InvitationState.AWAITING)
    return [
        *(
            {"kind": "join", "pk": one.pk, "user": one.user, "at": one.asked_at, "row": one}
            for one in joins.select_related("user")
        ),
        *(
            {"kind": "invited", "pk": one.pk, "user": one.user, "at": one.answered_at, "row": one}
            for one in invited.select_related("user")
        ),
    ]


@access(AccessPolicy.STAFF)
def block(request: HttpRequest, structure_id: int, code: str) -> HttpResponse:
    """Correct one block of the sheet in the Region's name."""
    structure = managed(request, structure_id)
    form = STAFF_FORMS[code].of(structure, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if (searching := form.searching()) is not None:
            form = searching
        elif form.is_valid():
            for values, origin, source in form.written(Origin.REGION):
                sheets.write(
                    structure,
                    values=values,
                    origin=origin,
                    source=source,
                    actor=user_of(request),
                    now=timezone.now(),
                )
            messages.success(request, gettext("The sheet has been saved."))
            return back(structure_id)
        else:
            status = REFUSED
    title = sheet_reading.TITLES.get(code, gettext("Identity"))
    trail = ((reverse("gestion_structures:sheet", args=[structure_id]), structure.name),)
    context = {"structure": structure, "form": form}
    return page(request, "block", context, title=str(title), trail=trail, status=status)


@access(AccessPolicy.STAFF)
@require_safe
def history(request: HttpRequest, structure_id: int) -> HttpResponse:
    """Show every value the sheet has held with its origin, and what happened."""
    permissions.can_browse(request.user).require()
    structure = find(structure_id)
    family = Structure.objects.filter(merged_into=structure).values_list("pk", flat=True)
    keys = [structure.pk, *family]
    values = StructureValue.objects.filter(structure__in=keys).select_related("actor", "structure")
    moments = Event.objects.filter(
        subject_type=kinds.SUBJECT, subject_id__in=[str(key) for key in keys]
    ).order_by("-at", "-id")
    trail = ((reverse("gestion_structures:sheet", args=[structure_id]), structure.name),)
    context = {
        "structure": structure,
        "values": [
            {
                "at": one.at,
                "field": sheet_reading.label_of(one.field),
                "value": sheet_reading.shown_text(one),
                "origin": sheet_reading.origin_words(one),
                "of": one.structure.name if one.structure_id != structure.pk else "",
            }
            for one in values[:500]
        ],
        "moments": [
            {"at": one.at, "label": _label_of(one.kind), "reason": one.params.get("reason", "")}
            for one in moments[:200]
        ],
    }
    return page(request, "history", context, title=gettext("History"), trail=trail)


def _label_of(kind: str) -> str:
    return str(events.event_kinds.get(kind).label) if kind in events.event_kinds else kind
