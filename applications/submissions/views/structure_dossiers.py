"""The dossiers of one structure, those from before the portal included."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from applications.rights import allows
from applications.structures.acting import acting
from applications.structures.models import EarlierDossier
from applications.structures.permissions import roles_by
from applications.structures.views.denials import record_denial
from applications.submissions import listing
from applications.submissions.models import Submission
from cms.core.access import AccessPolicy, access

PER_PAGE = 20


@access(AccessPolicy.APPLICANT)
@require_safe
def structure_dossiers(request: HttpRequest, structure_id: int) -> HttpResponse:
    """List what the person may see of the structure's dossiers; a manager sees them all.

    The managers of a managing body also find here what was filed for it. The dossiers from before
    the portal belong to no writer: managers alone read them, once they are verified.
    """
    chosen = acting(request)
    membership = next((one for one in chosen.memberships if one.structure_id == structure_id), None)
    roles = roles_by(membership)
    if membership is None or not allows("structure.list_dossiers", roles):
        record_denial(request, str(structure_id))
        raise Http404
    dossiers = (
        Submission.objects.listed_for(request.user, chosen.memberships)
        .living()
        .filter(Q(structure_id=structure_id) | Q(beneficiary_structure_id=structure_id))
        .for_list()
        .order_by("-changed_at", "-pk")
    )
    page = Paginator(dossiers, PER_PAGE).get_page(request.GET.get("page"))
    earlier = EarlierDossier.objects.filter(structure_id=structure_id)
    return render(
        request,
        "applications/submissions/structure_dossiers.html",
        {
            "structure": membership.structure,
            "page_obj": page,
            "lines": [
                listing.line(one, memberships=chosen.memberships, user=request.user)
                for one in page.object_list
            ],
            "earlier": earlier if allows("structure.read_earlier_dossiers", roles) else [],
        },
    )
