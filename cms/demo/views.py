"""What a visitor of the demonstration needs: accounts, codes, the mails that were sent."""

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.core.access import AccessPolicy, access
from cms.demo import directory
from cms.demo.models import MailboxMessage

MESSAGES_PER_PAGE = 50
SERVED_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


@access(AccessPolicy.PUBLIC)
@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """List the accounts with their password and, for staff, the current code."""
    return render(
        request,
        "demo/overview.html",
        {
            "accounts": directory.accounts(),
            "structures": directory.structures(),
            "codes": directory.codes(now=timezone.now()),
            "password": directory.PASSWORD,
        },
    )


@access(AccessPolicy.PUBLIC)
@never_cache
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """List the mails, newest first; `?a=` keeps those of one address."""
    address = request.GET.get("a", "").strip().lower()
    messages = MailboxMessage.objects.all()
    if address:
        messages = messages.filter(to__iexact=address)
    page = Paginator(messages, MESSAGES_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "demo/mailbox.html", {"page": page, "address": address})


@access(AccessPolicy.PUBLIC)
@never_cache
@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one mail: its text, its links, its files."""
    found = get_object_or_404(MailboxMessage.objects.prefetch_related("attachments"), pk=pk)
    return render(request, "demo/message.html", {"mail": found})


@access(AccessPolicy.PUBLIC)
@never_cache
@require_safe
def attachment(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """Download one file of a mail."""
    found = get_object_or_404(MailboxMessage, pk=pk)
    files = list(found.attachments.all())
    if not 1 <= number <= len(files):
        raise Http404
    file = files[number - 1]
    return FileResponse(
        file.file.open("rb"),
        as_attachment=True,
        filename=file.name,
        content_type=file.content_type,
        headers={"Content-Security-Policy": SERVED_POLICY, "X-Content-Type-Options": "nosniff"},
    )
