"""A form as a file: given out, taken in with a look at what it would change."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from aids.form_admin.check_views import REFUSED
from aids.form_admin.desk import FormDesk, open_desk
from aids.form_admin.forms import ImportForm
from aids.services import form_drafts
from applications.formbuilder import diff, exchange
from applications.formbuilder.exchange import FormRefused
from applications.formbuilder.schema import FormSchema
from cms.core.access import AccessPolicy, access


@access(AccessPolicy.STAFF)
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """Give the JSON Schema of a form's document."""
    text = json.dumps(exchange.json_schema(), ensure_ascii=False, indent=2)
    return _download(text, "form.schema.json", content_type="application/schema+json")


@access(AccessPolicy.STAFF)
@never_cache
@require_safe
def export(request: HttpRequest, page_id: int) -> HttpResponse:
    """Give a form as JSON: a version, or the draft as last saved."""
    desk = open_desk(request, page_id)
    number = request.GET.get("version", "")
    if number.isdigit():
        found = FormSchema.model_validate(desk.version(int(number)).schema)
        return _download(exchange.write(found), f"{desk.page.slug}-v{number}.json")
    return _download(exchange.write(desk.schema), f"{desk.page.slug}-brouillon.json")


def _download(text: str, name: str, content_type: str = "application/json") -> HttpResponse:
    return HttpResponse(
        text,
        content_type=f"{content_type}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@access(AccessPolicy.STAFF)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def import_form(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take a file, show what it would change, then write it into the draft when told to."""
    desk = open_desk(request, page_id)
    if request.method != "POST":
        return _page(desk, ImportForm())
    if "contenu" in request.POST:
        return _write(desk, request.POST["contenu"])
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(desk, form, status=REFUSED)
    return _preview(desk, form.cleaned_data["document"])


def _preview(desk: FormDesk, text: str) -> HttpResponse:
    try:
        found = exchange.read(text)
    except FormRefused as refusal:
        return _page(desk, ImportForm(), refusal=refusal, status=REFUSED)
    return TemplateResponse(
        desk.request,
        "aids/form_admin/import_preview.html",
        desk.context(
            gettext("Import a form"),
            screen="import",
            text=exchange.write(found),
            changes=diff.describe(desk.schema, found),
        ),
    )


def _write(desk: FormDesk, text: str) -> HttpResponse:
    try:
        found = exchange.read(text)
    except FormRefused as refusal:
        return _page(desk, ImportForm(), refusal=refusal, status=REFUSED)
    form_drafts.write(desk.aid, found, actor=desk.user)
    messages.success(
        desk.request,
        gettext("The form is in the draft of the page. Nothing is published."),
    )
    return HttpResponseRedirect(desk.url("check"))


def _page(
    desk: FormDesk, form: ImportForm, *, refusal: FormRefused | None = None, status: int = 200
) -> HttpResponse:
    return TemplateResponse(
        desk.request,
        "aids/form_admin/import.html",
        desk.context(
            gettext("Import a form"),
            screen="import",
            form=form,
            problems=refusal.problems if refusal is not None else [],
        ),
        status=status,
    )
