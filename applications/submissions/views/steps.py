"""`saisie/<step>/`: one address per step, the same gestures on each."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from applications.submissions.desk import Desk, open_desk
from applications.submissions.exceptions import AlreadyFiled, NotEditable, UnknownStep
from applications.submissions.services import adoption
from applications.submissions.views import stale
from applications.submissions.views.beneficiary import beneficiary_step
from applications.submissions.views.fixed_steps import (
    criteria_step,
    documents_step,
    information_step,
    preamble_step,
)
from applications.submissions.views.form_step import form_step
from applications.submissions.views.gestures import action_of
from applications.submissions.views.recap import FILE, recap_step
from applications.submissions.walk import (
    BENEFICIARY,
    CRITERIA,
    DOCUMENTS,
    FIXED_STEPS,
    INFORMATION,
    PREAMBLE,
    RECAP,
)
from cms.core.access import AccessPolicy, access
from cms.core.templatetags.portal import to_second

HANDLERS: dict[str, Callable[[HttpRequest, Desk], HttpResponse]] = {
    PREAMBLE: preamble_step,
    CRITERIA: criteria_step,
    INFORMATION: information_step,
    BENEFICIARY: beneficiary_step,
    DOCUMENTS: documents_step,
    RECAP: recap_step,
}


@access(AccessPolicy.DOSSIER)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    """Open one step of a draft; a filed dossier shows its page, a step out of turn says so."""
    desk = open_desk(request, reference)
    is_draft = desk.submission.is_draft
    if is_draft and request.method in ("GET", "HEAD"):
        offer = adoption.take_up(desk.submission, now=desk.now)
        if offer is not None and offer.is_due:
            return redirect("submissions:dossier", reference=reference)
    older = stale.older_version(request, desk) if is_draft and request.method == "POST" else None
    if older is not None:
        return stale.keep(request, desk, older, step)
    if not desk.walk.knows(step):
        raise UnknownStep(way_out=desk.submission.get_absolute_url())
    if not is_draft:
        return _after_draft(request, desk)
    if desk.walk.is_gated(step):
        return _criteria_first(request, desk)
    found = desk.walk.find(step)
    if found is None:
        return _not_shown(desk, step)
    if found.form_step is not None:
        return form_step(request, desk, found)
    return HANDLERS[step](request, desk)


def _after_draft(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Lead to the dossier's page; what an older page sends too late is refused, and said so."""
    submission = desk.submission
    if request.method != "POST" or action_of(request) == FILE:
        return redirect("submissions:dossier", reference=submission.reference)
    way_out = submission.get_absolute_url()
    if submission.submitted_at is None:
        raise NotEditable(way_out=way_out)
    team = submission.aid.team
    reached = [team.service, team.phone, team.email] if team else [gettext("the assistance")]
    raise AlreadyFiled(
        date=to_second(submission.submitted_at),
        service=", ".join(part for part in reached if part),
        way_out=way_out,
    )


def _criteria_first(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Say which step comes first; what was sent out of turn is refused, never dropped quietly."""
    return render(
        request,
        "applications/submissions/steps/criteria_first.html",
        {"desk": desk, "walk": desk.walk, "is_blocked": desk.walk.is_blocked},
        status=409 if request.method == "POST" else 200,
    )


def _not_shown(desk: Desk, code: str) -> HttpResponse:
    """Lead from a step this applicant does not have to the next one they do."""
    walk = desk.walk
    if code in FIXED_STEPS:
        return redirect(walk.url(INFORMATION if code == CRITERIA else RECAP))
    return redirect(walk.url(walk.shown_from(code)))
