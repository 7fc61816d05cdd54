"""What a browser asks while words are typed in a search."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from applications.formbuilder.searches import SearchSource, search_sources
from cms.core.access import AccessPolicy, access
from cms.core.lookup import Entry
from cms.core.part_widgets import RESULTS_SHOWN

LONGEST = 200


@access(AccessPolicy.PUBLIC)
@require_POST
def search(request: HttpRequest, source: str) -> JsonResponse:
    """Return what the words typed may mean; they are sent in the body, never in an address."""
    if source not in search_sources:
        raise Http404(source)
    asked = search_sources.get(source)
    if not asked.is_public and not request.user.is_authenticated:
        raise PermissionDenied
    searched = asked.open(request.POST.get("scope", ""))
    if searched is None:
        raise Http404(source)
    found = searched.search(request.POST.get("q", "")[:LONGEST], limit=RESULTS_SHOWN)
    return JsonResponse({"results": [result(asked, entry) for entry in found]})


def result(source: SearchSource, entry: Entry) -> dict[str, object]:
    """Return one result, with what choosing it fills in."""
    shown: dict[str, object] = {"code": entry.code, "label": entry.label}
    return {**shown, "details": source.details(entry)} if source.details else shown
