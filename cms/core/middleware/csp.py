"""Content Security Policy by path: strict everywhere, Wagtail's needs under `/gestion/` alone."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest
from django.http.response import HttpResponseBase

ADMIN_PREFIX = "/gestion/"
ADMIN_ADDITIONS = {
    "script-src": ["'unsafe-inline'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["blob:"],
}


class PathPolicyMiddleware(CSPMiddleware):
    """Add what the Wagtail admin cannot do without, under its own path only (see the ADR)."""

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,
    ) -> PolicyParts:
        """Return the parts of the policy of one response."""
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(ADMIN_PREFIX) and not report_only:
            parts.update = {**(parts.update or {}), **ADMIN_ADDITIONS}
        return parts
