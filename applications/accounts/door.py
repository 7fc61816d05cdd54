"""Which policy holds for a URL: what its view declares, or what its place says."""

from collections.abc import Callable

from django.http import HttpRequest
from wagtail.views import serve as serve_page

from cms.core.access import AccessPolicy, declared_policy

ADMIN = "/gestion/"
SHADOWS = ("/gestion/login/", "/gestion/logout/", "/gestion/password_reset/")
PUBLIC_PLACES = ("/static/", "/media/", "/documents/")


def policy_of(request: HttpRequest, view: Callable[..., object]) -> AccessPolicy | None:
    """Return the policy of a URL, or `None` when nobody said who may reach it.

    Under `/gestion/` the place wins over the view: only the shadows of Wagtail's own doors may be
    reached without the second factor.
    """
    declared = declared_policy(view)
    path = request.path_info
    if path.startswith(ADMIN):
        is_shadow = path.startswith(SHADOWS) and declared is AccessPolicy.ACCOUNT
        return AccessPolicy.ACCOUNT if is_shadow else AccessPolicy.STAFF
    if declared is not None:
        return declared
    if view is serve_page or path.startswith(PUBLIC_PLACES):
        return AccessPolicy.PUBLIC
    return None
