"""« Reprendre des étapes d'une autre aide »: found, ticked, copied at the end of the draft."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.models import Page
from wagtail.permissions import policy_registry

from aids.drafts import schema_of
from aids.form_admin.check_views import REFUSED
from aids.form_admin.desk import FormDesk, open_desk
from aids.models import AidPage
from aids.permissions import can_see_form
from aids.services import form_drafts
from aids.words import plain
from applications.formbuilder import checks
from applications.formbuilder.copying import Copy, copy_steps
from applications.formbuilder.schema import FormSchema
from cms.core.access import AccessPolicy, access

PER_PAGE = 20
WRITE = "ecrire"
BACK = "modifier"


@access(AccessPolicy.STAFF)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reuse(request: HttpRequest, page_id: int) -> HttpResponse:
    """Find an aid, show its steps, say what a copy loses, then add it to the draft."""
    desk = open_desk(request, page_id)
    asked = (request.POST if request.method == "POST" else request.GET).get("aide", "")
    if not asked.isdecimal():
        return _list(desk)
    other = get_object_or_404(_readable(desk), pk=int(asked))
    can_see_form(request.user, other).require()
    form = schema_of(other.get_latest_revision_as_object())
    if request.method != "POST" or BACK in request.POST:
        return _steps(desk, other, form, request.POST.getlist("etape"))
    chosen = request.POST.getlist("etape")
    copy = copy_steps(form, chosen, taken=[step.title for step in desk.schema.steps])
    if not copy.steps:
        return _steps(desk, other, form, [], error=gettext("Tick one step at least."))
    if WRITE in request.POST:
        return _write(desk, copy)
    return _preview(desk, other, copy, chosen)


def _readable(desk: FormDesk) -> Any:
    """Return the other aids whose form this person may read, in French."""
    policy = policy_registry.get_by_type(Page)
    pages = policy.instances_user_has_any_permission_for(desk.user, ["change", "publish"])
    return (
        AidPage.objects.filter(
            pk__in=pages.values("pk"),
            locale__language_code=settings.LANGUAGE_CODE,
            alias_of__isnull=True,
        )
        .exclude(pk=desk.page.pk)
        .order_by("title", "pk")
    )


def _list(desk: FormDesk) -> HttpResponse:
    query = desk.request.GET.get("q", "").strip()[:200]
    wanted = plain(query).split()
    titles = [
        {"pk": pk, "title": title}
        for pk, title in _readable(desk).values_list("pk", "title")
        if all(word in plain(title) for word in wanted)
    ]
    return TemplateResponse(
        desk.request,
        "aids/form_admin/reuse.html",
        _context(
            desk,
            query=query,
            page_obj=Paginator(titles, PER_PAGE).get_page(desk.request.GET.get("p")),
        ),
    )


def _steps(
    desk: FormDesk, other: AidPage, form: FormSchema, chosen: list[str], *, error: str = ""
) -> HttpResponse:
    return TemplateResponse(
        desk.request,
        "aids/form_admin/reuse_steps.html",
        _context(desk, other=other, steps=form.steps, chosen=chosen, error=error),
        status=REFUSED if error else 200,
    )


def _preview(desk: FormDesk, other: AidPage, copy: Copy, chosen: list[str]) -> HttpResponse:
    whole = desk.schema.model_copy(update={"steps": (*desk.schema.steps, *copy.steps)})
    return TemplateResponse(
        desk.request,
        "aids/form_admin/reuse_preview.html",
        _context(
            desk,
            other=other,
            copy=copy,
            chosen=chosen,
            problems=checks.new_problems(desk.schema, whole),
        ),
    )


def _write(desk: FormDesk, copy: Copy) -> HttpResponse:
    form_drafts.add_steps(desk.aid, copy.steps, actor=desk.user)
    words = ngettext(
        "%(count)d step is added at the end of the draft. Nothing is published.",
        "%(count)d steps are added at the end of the draft. Nothing is published.",
        len(copy.steps),
    )
    messages.success(desk.request, words % {"count": len(copy.steps)})
    for one in copy.lost:
        messages.warning(
            desk.request,
            gettext("%(place)s: %(message)s") % {"place": one.place, "message": one.message},
        )
    return HttpResponseRedirect(desk.url("check"))


def _context(desk: FormDesk, **extra: Any) -> dict[str, Any]:
    return desk.context(gettext("Reuse steps"), screen="reuse", **extra)
