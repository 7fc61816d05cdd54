"""The officers' queue."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from applications.review.permissions import instructing_user
from applications.review.queue import FILED_STATES, QueueFilter, aids_of, read_queue
from applications.review.reading import lines
from applications.submissions.lifecycle import STAFF_LABELS
from cms.core.access import AccessPolicy, access


@access(AccessPolicy.STAFF)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """List what this person's teams handle, oldest filing first."""
    user = instructing_user(request)
    asked = QueueFilter.read(request.GET)
    page = read_queue(user, asked)
    return TemplateResponse(
        request,
        "applications/review/queue.html",
        {
            "header_title": gettext("Dossiers"),
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
                {"url": "", "label": gettext("Dossiers")},
            ],
            "header_icon": "folder-open-inverse",
            "asked": asked,
            "page": page,
            "lines": lines(page.rows, now=timezone.now()),
            "aids": aids_of(user),
            "states": [(state.value, STAFF_LABELS[state]) for state in FILED_STATES],
            "next_url": _url(asked, after=page.next_key) if page.next_key else "",
            "previous_url": _url(asked, before=page.previous_key) if page.previous_key else "",
        },
    )


def _url(asked: QueueFilter, **key: str) -> str:
    """Return the address of a neighbouring page, filters kept."""
    kept = {
        name: value for name in ("q", "aid", "state", "officer") if (value := getattr(asked, name))
    }
    return f"{reverse('review:queue')}?{urlencode({**kept, **key})}"
