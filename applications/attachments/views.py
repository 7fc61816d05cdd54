"""The only way to a file: its owner is asked first."""

from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django_otp import user_has_device

from applications.attachments import events as room_events
from applications.attachments.errors import FileGone
from applications.attachments.formats import INLINE_TYPES
from applications.attachments.models import Attachment, ScanState
from applications.attachments.owners import may_read
from cms.core import events
from cms.core.access import AccessPolicy, access

SERVED_POLICY = "default-src 'none'; img-src 'self'; sandbox; frame-ancestors 'self'"


@access(AccessPolicy.ACCOUNT)
@require_safe
def download(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Serve one file to who may read it; anyone else is told it does not exist, and noted.

    `?apercu` asks for a look in the page instead of a download, for pictures and PDFs.
    """
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    attachment = Attachment.objects.filter(key=key).first()
    if attachment is None:
        raise Http404
    if not (_is_second_factor_passed(request.user) and may_read(request.user, attachment)):
        events.record(
            room_events.DENIED,
            subject_type="attachment",
            subject_id=attachment.key,
            actor=request.user,
            owner_type=attachment.owner_type,
            owner_id=attachment.owner_id,
        )
        raise Http404
    if attachment.scan_state == ScanState.INFECTED:
        raise FileGone
    return _serve(attachment, is_inline="apercu" in request.GET)


def _is_second_factor_passed(user: Any) -> bool:
    """Require the second factor of staff and of whoever enrolled one."""
    return bool(user.is_verified()) or not (user.is_staff or user_has_device(user))


def _serve(attachment: Attachment, *, is_inline: bool) -> FileResponse:
    """Send the content as inert as a browser lets it be."""
    is_shown = is_inline and attachment.content_type in INLINE_TYPES
    return FileResponse(
        attachment.file.open("rb"),
        as_attachment=not is_shown,
        filename=attachment.original_name,
        content_type=attachment.content_type,
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": SERVED_POLICY,
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "private, no-store",
        },
    )
