"""The PDFs of a filed dossier, for its owners only."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from applications.submissions import acknowledgement, documents
from applications.submissions.desk import open_desk
from cms.core import pdf
from cms.core.access import AccessPolicy, access


@access(AccessPolicy.DOSSIER)
@require_safe
def recap_pdf(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Give the whole recap as filed."""
    return _give(request, reference, documents.RECAP)


@access(AccessPolicy.DOSSIER)
@require_safe
def acknowledgement_pdf(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Give the acknowledgement of receipt."""
    return _give(request, reference, documents.ACKNOWLEDGEMENT)


def _give(request: HttpRequest, reference: str, slot: str) -> HttpResponseBase:
    """Give the PDF made at filing; draw it again where it could not be made then."""
    desk = open_desk(request, reference)
    if not desk.submission.is_filed:
        raise Http404
    kept = next((one for one in desk.attachments if one.is_generated and one.slot == slot), None)
    if kept is None and not pdf.is_available():
        return render(
            request,
            "applications/submissions/pdf_unavailable.html",
            {"desk": desk, "refusal": pdf.PdfUnavailable()},
            status=pdf.PdfUnavailable.status,
        )
    if kept is not None:
        with kept.file.open("rb") as file:
            content = file.read()
    else:
        content = acknowledgement.render(desk.submission, slot)
    response = HttpResponse(content, content_type=acknowledgement.PDF_TYPE)
    name = acknowledgement.file_name(desk.submission, slot)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
