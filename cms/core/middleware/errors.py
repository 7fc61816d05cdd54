"""The one place where refusals become HTTP."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin

from cms.core import events
from cms.core.errors import DomainError
from cms.core.middleware.csp import ADMIN_PREFIX


class DomainErrorMiddleware(MiddlewareMixin):
    """Answer a `DomainError` with its status and its words, as a page or as JSON.

    A refusal of rights is noted in the journal; any other is the ordinary life of a form.
    """

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a refusal into an answer; anything else goes on."""
        if not isinstance(exception, DomainError):
            return None
        if exception.is_denial:
            _note_denial(request, exception)
        if request.accepts("text/html"):
            response = render(
                request,
                _template(request),
                {"error": exception, "title": HTTPStatus(exception.status).phrase},
                status=exception.status,
            )
        else:
            response = JsonResponse(
                {"code": exception.code, "message": str(exception)}, status=exception.status
            )
        response.headers["Cache-Control"] = "no-store"
        return response


def _note_denial(request: HttpRequest, error: DomainError) -> None:
    """Leave a trace of somebody stopped by their rights: who, which page, which refusal."""
    match = request.resolver_match
    events.record(
        events.REFUSED,
        subject_type="view",
        subject_id=(match.view_name if match else "")[:64],
        actor=getattr(request, "user", None),
        code=error.code,
    )


def _template(request: HttpRequest) -> str:
    """Return the page of refusals of the place: staff stay in the administration."""
    is_admin = request.path.startswith(ADMIN_PREFIX) and getattr(request.user, "is_staff", False)
    return "wagtailadmin/refused.html" if is_admin else "errors/refused.html"
