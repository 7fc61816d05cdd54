"""Merging a duplicate: what it moves is shown before."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from applications.structures import sheet_reading
from applications.structures.gestion.forms import OtherForm, ReasonForm
from applications.structures.gestion.sheet_views import REFUSED, back, find, managed, show
from applications.structures.gestion.views import page
from applications.structures.models import Membership, Structure
from applications.structures.services import merging
from applications.structures.views.members import user_of
from cms.core.access import AccessPolicy, access


@access(AccessPolicy.STAFF)
def merge(request: HttpRequest, structure_id: int) -> HttpResponse:
    """Show what merging a duplicate moves, then do it: `?avec=` is the one that disappears."""
    structure = managed(request, structure_id)
    if request.method == "POST" and "doublon-number" in request.POST:
        other_form = OtherForm(request.POST, prefix="doublon")
        if not other_form.is_valid():
            return show(request, structure, status=REFUSED, merge_form=other_form)
        chosen: Structure = other_form.cleaned_data["number"]
        url = reverse("gestion_structures:merge", args=[structure_id])
        return redirect(f"{url}?avec={chosen.pk}")
    number = request.GET.get("avec", "")
    if not number.isdigit():
        raise Http404
    source = find(int(number))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        merging.merge(
            source,
            structure,
            actor=user_of(request),
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
        words = gettext("“%(name)s” has been merged into this structure.")
        messages.success(request, words % {"name": source.name})
        return back(structure_id)
    people = Membership.objects.filter(structure=source, ended_at__isnull=True)
    trail = ((reverse("gestion_structures:sheet", args=[structure_id]), structure.name),)
    context = {
        "structure": structure,
        "source": source,
        "form": form,
        "moved": merging.what_moves(source),
        "people": people.select_related("user"),
        "swap_url": f"{reverse('gestion_structures:merge', args=[source.pk])}?avec={structure.pk}",
        "both": [(row.label, row.value, other) for row, other in _side_by_side(structure, source)],
    }
    status = REFUSED if form.errors else 200
    return page(request, "merge", context, title=gettext("Merge"), trail=trail, status=status)


def _side_by_side(structure: Structure, source: Structure) -> list[tuple[sheet_reading.Row, str]]:
    """Return what each sheet says, for the fields where one of them says something."""
    return [
        (
            sheet_reading.Row(
                field,
                sheet_reading.LABELS[field],
                sheet_reading.shown(field, getattr(structure, field)),
                "",
            ),
            sheet_reading.shown(field, getattr(source, field)),
        )
        for field in ("name", "family", "siret", "rna", "uai", "address_line", "postcode", "city")
        if getattr(structure, field) or getattr(source, field)
    ]
