"""« Réorganiser le formulaire »: each question has its step and its rank, without drag and drop."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from aids.drafts import FORM_FIELDS, schema_from
from aids.form_admin.check_views import CHANGED_MEANWHILE, REFUSED
from aids.form_admin.desk import FormDesk, open_desk
from aids.form_admin.forms import RearrangeForm
from aids.services import form_drafts
from applications.formbuilder import building, checks, diff, rearranging
from applications.formbuilder.schema import FormSchema
from cms.core.access import AccessPolicy, access

WRITE = "ecrire"
BACK = "modifier"
READ = "brouillon"


@access(AccessPolicy.STAFF)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rearrange(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask where each question goes, show what it changes and breaks, then write the draft."""
    desk = open_desk(request, page_id)
    if request.method != "POST":
        return _page(desk, RearrangeForm(desk.schema.steps))
    form = RearrangeForm(desk.schema.steps, request.POST.dict())
    if request.POST.get(READ) != _read(desk):
        messages.error(
            request,
            gettext("The form has changed in the meantime. Read its order again, then go on."),
        )
        return _page(desk, form, status=CHANGED_MEANWHILE)
    if not form.is_valid():
        return _page(desk, form, status=REFUSED)
    if not form.changed:
        messages.info(request, gettext("Nothing is moved: give a question another step or rank."))
        return _page(desk, form)
    if BACK in request.POST:
        return _page(desk, form)
    if WRITE in request.POST:
        return _write(desk, form)
    return _preview(desk, form)


def _read(desk: FormDesk) -> str:
    """Return which revision of the page is at hand."""
    return str(desk.page.latest_revision_id or "")


def _moved(desk: FormDesk, form: RearrangeForm) -> FormSchema:
    """Return the form once everything is where it is asked to be."""
    values = {name: getattr(desk.draft, name) for name in FORM_FIELDS}
    steps = rearranging.rearrange(building.raw_stream(desk.draft.steps), form.ranks)
    return schema_from({**values, "steps": steps})


def _preview(desk: FormDesk, form: RearrangeForm) -> HttpResponse:
    moved = _moved(desk, form)
    return TemplateResponse(
        desk.request,
        "aids/form_admin/rearrange_preview.html",
        desk.context(
            gettext("Rearrange"),
            screen="rearrange",
            read=_read(desk),
            changed=form.changed,
            changes=diff.describe(desk.schema, moved),
            problems=checks.new_problems(desk.schema, moved),
        ),
    )


def _write(desk: FormDesk, form: RearrangeForm) -> HttpResponse:
    form_drafts.rearrange(desk.aid, form.ranks, read=desk.page.latest_revision_id, actor=desk.user)
    messages.success(
        desk.request,
        gettext("The new order is in the draft of the page. Nothing is published."),
    )
    return HttpResponseRedirect(desk.url("check"))


def _page(desk: FormDesk, form: RearrangeForm, *, status: int = 200, **extra: Any) -> HttpResponse:
    return TemplateResponse(
        desk.request,
        "aids/form_admin/rearrange.html",
        desk.context(
            gettext("Rearrange"), screen="rearrange", form=form, read=_read(desk), **extra
        ),
        status=status,
    )
