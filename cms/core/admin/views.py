"""Screens of Wagtail reached another way, or by fewer people."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from wagtail.admin.auth import require_admin_access

from cms.core.access import AccessPolicy, access
from cms.core.admin.pages import start_page
from cms.core.admin.permissions import can_work_on_pages

View = Callable[..., HttpResponseBase]


@access(AccessPolicy.STAFF)
@require_admin_access
def explore(request: HttpRequest) -> HttpResponse:
    """Open the tree of pages where this person works."""
    can_work_on_pages(request.user).require()
    start = start_page(request.user)
    home = redirect("wagtailadmin_home")
    return redirect("wagtailadmin_explore", start.pk) if start is not None else home


def report(view: View) -> View:
    """Return a report that only those who work on pages may read."""

    @access(AccessPolicy.STAFF)
    @require_admin_access
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        can_work_on_pages(request.user).require()
        return view(request, *args, **kwargs)

    return guarded
