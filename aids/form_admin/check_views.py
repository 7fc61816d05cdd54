"""« Vérifier le formulaire »: what is broken, what changes, and what drafts do about it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aids.form_admin.desk import FormDesk, open_desk
from aids.form_admin.forms import DraftChoiceForm
from aids.form_admin.people import names_of
from aids.models import DraftChoice
from aids.services import form_changes
from cms.core.access import AccessPolicy, access
from cms.core.dates import paris_day

REFUSED = 422
CHANGED_MEANWHILE = 409


@access(AccessPolicy.STAFF)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what publishing the form as last saved would do; keep what drafts are to do."""
    desk = open_desk(request, page_id)
    if request.method != "POST":
        return _page(desk, _choice_form(desk))
    form = _choice_form(desk, request.POST)
    base = desk.check.base
    if base is None or request.POST.get("structure") != desk.check.digests[0]:
        messages.error(
            request,
            gettext("The form has changed in the meantime. Read what it does again, then choose."),
        )
        return _page(desk, form, status=CHANGED_MEANWHILE)
    if not form.is_valid():
        return _page(desk, form, status=REFUSED)
    form_changes.choose(desk.aid, base, desk.schema, actor=desk.user, now=desk.now, **form.values())
    messages.success(request, gettext("The choice is recorded. The form can be published."))
    return HttpResponseRedirect(desk.url("check"))


@access(AccessPolicy.STAFF)
@require_POST
def count(request: HttpRequest, page_id: int) -> HttpResponse:
    """Have a worker read the drafts, when they are too many to wait for."""
    desk = open_desk(request, page_id)
    base = desk.check.base
    if base is not None and desk.check.is_long and not desk.check.problems:
        form_changes.ask_effects(desk.aid, base, desk.schema, now=desk.now)
    return HttpResponseRedirect(desk.url("check") + "#effets")


@access(AccessPolicy.STAFF)
@never_cache
@require_safe
def progress(request: HttpRequest, page_id: int) -> JsonResponse:
    """Say how many drafts have been read."""
    change = open_desk(request, page_id).check.change
    return JsonResponse(
        {
            "read": change.drafts_read if change else 0,
            "total": change.drafts_total if change else 0,
            "is_done": change is None or not change.is_counting,
        }
    )


def _choice_form(desk: FormDesk, data: Any = None) -> DraftChoiceForm:
    change, closing = desk.check.change, _closing(desk)
    kept_until = change.keep_until if change is not None else None
    day = kept_until or closing
    return DraftChoiceForm(
        data,
        today=paris_day(desk.now),
        initial={
            "choice": (change.choice if change is not None else "") or DraftChoice.OFFER,
            "keep_until": paris_day(day) if day is not None else None,
            "reason": change.reason if change is not None else "",
            "structure": desk.check.digests[0],
        },
    )


def _closing(desk: FormDesk) -> datetime | None:
    """Return when the campaign under way closes, or the next one."""
    campaign = desk.aid.current_campaign(desk.now) or desk.aid.next_campaign(desk.now)
    return campaign.closes_at if campaign is not None else None


def _page(desk: FormDesk, form: DraftChoiceForm, *, status: int = 200) -> HttpResponse:
    check = desk.check
    change = check.change
    people = names_of([change.decided_by_id] if change is not None else [])
    return TemplateResponse(
        desk.request,
        "aids/form_admin/check.html",
        desk.context(
            pgettext("act", "Check"),
            screen="check",
            check=check,
            change=change,
            decided_by=people.get(change.decided_by_id, "") if change is not None else "",
            form=form,
            is_choice_asked=check.is_structural and bool(check.drafts) and not check.problems,
            closing=_closing(desk),
            can_publish=desk.page.permissions_for_user(desk.user).can_publish(),
        ),
        status=status,
    )
