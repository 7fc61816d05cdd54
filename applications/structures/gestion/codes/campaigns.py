"""Campaigns of codes: a file checked, imported, followed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.attachments.errors import FileRefused
from applications.structures import known_rows, tables
from applications.structures.exceptions import CampaignHasErrors, CampaignStarted
from applications.structures.gestion.codes.forms import ImportForm, StartForm
from applications.structures.gestion.codes.pages import REFUSED, page
from applications.structures.models import CampaignKind, CampaignState, CodeCampaign
from applications.structures.permissions import can_manage_codes
from applications.structures.services import code_campaigns
from applications.structures.views.members import user_of
from cms.core.access import AccessPolicy, access

PER_PAGE = 50


@access(AccessPolicy.STAFF)
@require_http_methods(["GET", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """« Importer »: the file is checked, nothing is imported yet."""
    can_manage_codes(request.user).require()
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        values = form.cleaned_data
        try:
            campaign = code_campaigns.check(
                values["file"],
                name=values["name"],
                kind=values["kind"],
                expires_on=values["expires_on"],
                actor=user_of(request),
                now=timezone.now(),
            )
        except (FileRefused, tables.TableRefused) as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("gestion_codes:campaign", campaign.pk)
    columns = [(kind, label, known_rows.COLUMNS[kind]) for kind, label in CampaignKind.choices]
    return page(
        request,
        "import",
        gettext("Import a file"),
        {"form": form, "columns": columns},
        status=REFUSED if form.is_bound else 200,
    )


@access(AccessPolicy.STAFF)
@require_safe
def model_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Give an empty file with the right titles."""
    can_manage_codes(request.user).require()
    if kind not in known_rows.COLUMNS:
        raise Http404
    answer = HttpResponse(tables.workbook(known_rows.titles(kind), []), content_type=tables.XLSX)
    name = gettext("model-%(kind)s.xlsx") % {"kind": kind}
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@access(AccessPolicy.STAFF)
@require_safe
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found in the file, then how far the import is, then who has used their code."""
    can_manage_codes(request.user).require()
    found = get_object_or_404(CodeCampaign, pk=pk)
    return _show(request, found, StartForm())


def _show(
    request: HttpRequest, found: CodeCampaign, form: StartForm, *, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    is_over = found.state == CampaignState.DONE
    counts = found.codes.aggregate(
        all=Count("pk"),
        used=Count("pk", filter=Q(used_at__isnull=False)),
        expired=Count("pk", filter=Q(used_at=None, expires_at__lte=now)),
    )
    codes = found.codes.select_related("structure", "person").order_by("pk")
    context = {
        "campaign": found,
        "form": form,
        "counts": counts,
        "waiting": counts["all"] - counts["used"] - counts["expired"],
        "codes": Paginator(codes, PER_PAGE).get_page(request.GET.get("p")) if is_over else None,
        "files": code_campaigns.files_of(found) if is_over else [],
        "now": now,
    }
    return page(request, "campaign", found.name, context, status=status)


@access(AccessPolicy.STAFF)
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """« Importer tout », or « Importer les lignes valides »."""
    can_manage_codes(request.user).require()
    found = get_object_or_404(CodeCampaign, pk=pk)
    form = StartForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form, status=REFUSED)
    try:
        code_campaigns.start(
            found,
            delivery=form.cleaned_data["delivery"],
            only_valid=request.POST.get("rows") == "valid",
            actor=user_of(request),
            now=timezone.now(),
        )
    except (CampaignHasErrors, CampaignStarted) as refusal:
        messages.error(request, str(refusal))
    return redirect("gestion_codes:campaign", pk)


@access(AccessPolicy.STAFF)
@require_POST
def abandon(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a checked file."""
    can_manage_codes(request.user).require()
    found = get_object_or_404(CodeCampaign, pk=pk)
    code_campaigns.abandon(found, actor=user_of(request), now=timezone.now())
    messages.success(request, gettext("The file is forgotten; nothing was imported."))
    return redirect("gestion_codes:home")


@access(AccessPolicy.STAFF)
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Try again what stopped."""
    can_manage_codes(request.user).require()
    found = get_object_or_404(CodeCampaign, pk=pk)
    code_campaigns.resume(found, actor=user_of(request), now=timezone.now())
    return redirect("gestion_codes:campaign", pk)


@access(AccessPolicy.STAFF)
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how far the import is, for the bar."""
    can_manage_codes(request.user).require()
    found = get_object_or_404(CodeCampaign, pk=pk)
    return JsonResponse(
        {
            "read": found.done_count,
            "total": found.row_count,
            "is_done": found.state != CampaignState.MAKING,
        }
    )
