"""« Essayer le formulaire »: test dossiers begun, filled with examples, wiped."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aids.form_admin.desk import FormDesk, open_desk
from aids.models import FormVersion
from aids.permissions import can_try_form
from aids.services.trials import trial_version
from applications.submissions import listing
from applications.submissions.exceptions import NothingToTry
from applications.submissions.models import Submission
from applications.submissions.services import samples, trials
from applications.submissions.trials.forms import DRAFT, SamplesForm, StartForm
from cms.core.access import AccessPolicy, access

REFUSED = 422
SHOWN = 50


@access(AccessPolicy.STAFF)
@never_cache
@require_safe
def home(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what can be tried, and my test dossiers."""
    desk = _desk(request, page_id)
    return _page(desk, start=_form(StartForm, desk), sample=_form(SamplesForm, desk))


@access(AccessPolicy.STAFF)
@require_POST
def start(request: HttpRequest, page_id: int) -> HttpResponse:
    """Begin a test dossier and open it where applicants do."""
    desk = _desk(request, page_id)
    form = _form(StartForm, desk, request.POST)
    if not form.is_valid():
        sample = _form(SamplesForm, desk)
        return _page(desk, start=form, sample=sample, wrong=form, status=REFUSED)
    submission = trials.start(
        desk.aid,
        version=_version(desk, form.cleaned_data["form"]),
        family=form.cleaned_data["family"],
        actor=desk.user,
        language=desk.page.locale.language_code,
        now=desk.now,
    )
    return redirect(submission.get_absolute_url())


@access(AccessPolicy.STAFF)
@require_POST
def generate(request: HttpRequest, page_id: int) -> HttpResponse:
    """Have workers fill and file sample dossiers."""
    desk = _desk(request, page_id)
    form = _form(SamplesForm, desk, request.POST)
    if not form.is_valid():
        return _page(desk, start=_form(StartForm, desk), sample=form, wrong=form, status=REFUSED)
    trials.campaign_to_try(desk.aid, now=desk.now)
    batch = samples.ask(
        desk.aid,
        version=_version(desk, form.cleaned_data["form"]),
        family=form.cleaned_data["family"],
        count=form.cleaned_data["count"],
        seed=secrets.randbelow(samples.SEEDS),
        actor=desk.user,
    )
    return redirect(f"{desk_url(desk.page.pk)}?lot={batch}#exemples")


@access(AccessPolicy.STAFF)
@never_cache
@require_safe
def progress(request: HttpRequest, page_id: int, batch: str) -> JsonResponse:
    """Say how many sample dossiers are ready."""
    desk = _desk(request, page_id)
    found = samples.progress(desk.aid, batch)
    return JsonResponse({"read": found.over, "total": found.total, "is_done": found.is_done})


@access(AccessPolicy.STAFF)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wipe(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say what goes; then erase every test dossier of the aid."""
    desk = _desk(request, page_id)
    tests = Submission.objects.tests().filter(aid=desk.aid)
    if request.method != "POST":
        context = desk.context(
            gettext("Wipe the test dossiers"),
            screen=SCREEN,
            count=tests.count(),
            of_others=tests.exclude(writer=desk.user).count(),
            home_url=desk_url(desk.page.pk),
        )
        return TemplateResponse(request, "applications/submissions/trials/wipe.html", context)
    count = trials.wipe(desk.aid, actor=desk.user, now=desk.now)
    words = ngettext(
        "%(count)d test dossier was wiped.", "%(count)d test dossiers were wiped.", count
    )
    messages.success(request, words % {"count": count})
    return HttpResponseRedirect(desk_url(desk.page.pk))


@access(AccessPolicy.STAFF)
@require_safe
def back(request: HttpRequest, reference: str) -> HttpResponse:
    """Lead from a test dossier to the screen it was begun on."""
    found = Submission.objects.tried_by(request.user).select_related("aid")
    submission = found.filter(reference=reference).first()
    page = submission.aid.source_page() if submission is not None else None
    if page is None:
        raise Http404
    return HttpResponseRedirect(desk_url(page.pk))


SCREEN = "trials"


def desk_url(page_id: int) -> str:
    """Return the address of the screen where the form of a page is tried."""
    return reverse("form_trials:home", args=[page_id])


def _desk(request: HttpRequest, page_id: int) -> FormDesk:
    desk = open_desk(request, page_id)
    can_try_form(desk.user, desk.page).require()
    return desk


def _form(kind: type[StartForm], desk: FormDesk, data: Any = None) -> Any:
    audience = desk.draft.audiences.first()
    return kind(
        data,
        version=desk.check.base,
        is_changed=desk.check.is_changed,
        initial={"family": audience.code if audience is not None else None},
        auto_id=f"{kind.__name__.lower()}_%s",
    )


def _version(desk: FormDesk, chosen: str) -> FormVersion:
    """Return the version to try, or say why there is none."""
    base = desk.check.base
    if chosen != DRAFT and base is not None:
        return base
    if desk.check.problems:
        reason = gettext("correct first what “Check the form” names.")
        raise NothingToTry(reason=reason, way_out=desk.url("check"))
    if not desk.schema.steps and not desk.schema.documents:
        reason = gettext("it asks nothing. Add a step with its questions.")
        raise NothingToTry(reason=reason, way_out=desk.edit_url)
    return trial_version(desk.aid, desk.schema, actor=desk.user, now=desk.now)


def _page(
    desk: FormDesk,
    *,
    start: StartForm,
    sample: StartForm,
    wrong: StartForm | None = None,
    status: int = 200,
) -> HttpResponse:
    tests = Submission.objects.tests().filter(aid=desk.aid)
    mine = Submission.objects.tried_by(desk.user).filter(aid=desk.aid)
    batch = desk.request.GET.get("lot", "")
    shown = mine.for_list().order_by("-created_at", "-pk")[:SHOWN]
    return TemplateResponse(
        desk.request,
        "applications/submissions/trials/home.html",
        desk.context(
            gettext("Try the form"),
            screen=SCREEN,
            start=start,
            sample=sample,
            wrong=wrong,
            lines=[listing.line(one, memberships=(), user=desk.user) for one in shown],
            mine=mine.count(),
            count=tests.count(),
            batch=batch,
            progress=samples.progress(desk.aid, batch) if batch else None,
            page_id=desk.page.pk,
        ),
        status=status,
    )
