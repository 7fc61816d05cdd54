"""« Agir au nom de »."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from applications.accounts.arrival import safe_path
from applications.structures import acting
from applications.structures.models import Membership
from applications.structures.views.denials import record_denial
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
            record_denial(request, chosen)
            raise Http404
        acting.choose(request.session, int(chosen))
    return redirect(safe_path(request.POST.get("next")) or reverse("submissions:space"))
