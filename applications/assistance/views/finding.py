"""« Assistance »: who calls, and about which structure."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from applications.assistance import reading, searching
from applications.assistance.permissions import helper_of
from applications.assistance.views.pages import page
from applications.rights import allows
from applications.structures.permissions import staff_roles
from cms.core.access import AccessPolicy, access


@access(AccessPolicy.STAFF)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Find a person or a structure; the resets that wait for a second agent."""
    helper = helper_of(request)
    asked = request.GET.get("q", "").strip()[:200]
    with_staff = allows("account.help_staff", staff_roles(helper))
    resets = [one for one in reading.waiting_resets() if with_staff or not one.user.is_staff]
    context = {
        "asked": asked,
        "people": searching.people(asked, with_staff=with_staff),
        "structures": searching.structures(asked),
        "most": searching.MOST,
        "resets": resets,
        "helper": helper,
    }
    return page(request, "home", gettext("Help desk"), context)
