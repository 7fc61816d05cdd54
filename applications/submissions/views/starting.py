"""Before the dossier: the eligibility test, and « Commencer une nouvelle demande »."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from aids.lookups import audiences_of, live_aid_page
from aids.models import Aid, Campaign
from aids.services import versions
from applications.accounts import arrival
from applications.accounts.models import User
from applications.formbuilder.compiler import CompiledForm
from applications.structures.acting import acting
from applications.structures.models import Structure
from applications.submissions import documents, dossier_facts, listing
from applications.submissions.exceptions import CampaignNotOpen, LimitReached
from applications.submissions.models import Submission
from applications.submissions.services import drafting
from applications.submissions.space import deposit_path, misfit
from applications.submissions.views.gestures import REFRESH, action_of
from cms.core.access import AccessPolicy, access

NO_STORE = "no-store"
OPEN_STATES = ("draft", "awaiting_transmission")


def carried_answers(request: HttpRequest, aid: Aid) -> dict[str, str]:
    """Return the eligibility answers this visitor gave for an aid, before any dossier."""
    carried = request.session.get(arrival.CARRIED)
    criteria = carried.get("criteria") if isinstance(carried, dict) else None
    answers = criteria.get(str(aid.key)) if isinstance(criteria, dict) else None
    if not isinstance(answers, dict):
        return {}
    return {str(key): value for key, value in answers.items() if value in ("yes", "no")}


@access(AccessPolicy.ACCOUNT)
def eligibility(request: HttpRequest, slug: str) -> HttpResponse:
    """Let anyone try the criteria; the answers wait in the session for the dossier."""
    page = live_aid_page(slug, get_language() or "fr")
    aid: Aid = page.aid
    compiled = _current_form(aid)
    answers = carried_answers(request, aid)
    is_posted = request.method == "POST"
    form = None
    known: dict[str, str] = dict(answers)
    if compiled is not None and compiled.schema.criteria:
        known |= _known_facts(request, aid, compiled)
        form = compiled.criteria.form(known, request.POST if is_posted else None)
    is_refreshed = action_of(request) == REFRESH
    if form is not None and is_posted and (form.is_valid() or is_refreshed):
        arrival.remember(
            request.session, carried={"criteria": {str(aid.key): dict(form.answers())}}
        )
        return redirect(f"{request.path}?modifier=1" if is_refreshed else request.path)
    is_answered = bool(answers) and compiled is not None and compiled.criteria.are_answered(known)
    is_outcome = is_answered and not is_posted and "modifier" not in request.GET
    unmet = documents.unmet_criteria(compiled, known) if compiled and is_outcome else []
    return _private(
        render(
            request,
            "applications/submissions/eligibility.html",
            {
                "page": page,
                "aid": aid,
                "form": form,
                "compiled": compiled,
                "is_outcome": is_outcome,
                "unmet": unmet,
                "is_blocked": any(one.is_blocking for one in unmet),
                "is_final": any(one.is_final for one in unmet),
                "team": aid.team,
                "deposit_url": reverse("submissions:deposit", args=[slug]),
            },
            status=422 if is_posted else 200,
        )
    )


def _known_facts(request: HttpRequest, aid: Aid, compiled: CompiledForm) -> dict[str, str]:
    """Return the facts known of a visitor, when a criterion looks at one."""
    if not compiled.criteria.facts:
        return {}
    campaign = aid.current_campaign(timezone.now())
    found = dossier_facts.campaign_facts(campaign) if campaign is not None else {}
    if request.user.is_authenticated and not request.user.is_staff:
        found |= dossier_facts.applicant_facts(acting(request).structure)
    return found


def _current_form(aid: Aid) -> CompiledForm | None:
    version = versions.current_version(aid)
    if version is None:
        return None
    language = get_language() or "fr"
    return versions.compiled_form(version, language, versions.overlay(version, language))


@access(AccessPolicy.APPLICANT)
def deposit(request: HttpRequest, slug: str) -> HttpResponse:
    """Show my dossiers of this aid, and start another by POST."""
    page = live_aid_page(slug, get_language() or "fr")
    aid: Aid = page.aid
    now = timezone.now()
    campaign = aid.current_campaign(now)
    chosen = acting(request)
    if request.method == "POST":
        if campaign is None:
            raise CampaignNotOpen
        return _start(request, aid=aid, campaign=campaign)
    dossiers = (
        Submission.objects.for_list()
        .listed_for(request.user, chosen.memberships)
        .living()
        .filter(aid=aid)
        .order_by("-changed_at", "-pk")
    )
    lines = [
        listing.line(one, memberships=chosen.memberships, user=request.user) for one in dossiers
    ]
    existing = next(
        (
            one
            for one in lines
            if _uses_up_the_limit(one.submission, aid, campaign, chosen.structure)
        ),
        None,
    )
    return _private(
        render(
            request,
            "applications/submissions/deposit.html",
            {
                "page": page,
                "aid": aid,
                "team": aid.team,
                "campaign": campaign,
                "next_campaign": None if campaign else aid.next_campaign(now),
                "last_campaign": None if campaign else _last_campaign(aid, now),
                "lines": lines,
                "existing": existing,
                "acting": chosen,
                "misfit": misfit(chosen, audiences_of(aid, language=get_language() or "fr")),
                "has_form": versions.current_version(aid) is not None,
            },
        )
    )


def _start(request: HttpRequest, *, aid: Aid, campaign: Campaign) -> HttpResponse:
    user = request.user
    if not isinstance(user, User):
        raise Http404
    now = timezone.now()
    structure = acting(request).structure
    try:
        submission = drafting.start(
            aid,
            campaign=campaign,
            actor=user,
            structure=structure,
            language=get_language() or "fr",
            now=now,
            criteria_answers=carried_answers(request, aid),
        )
    except LimitReached as refusal:
        return redirect("submissions:dossier", reference=refusal.params["reference"])
    return redirect("submissions:dossier", reference=submission.reference)


def _uses_up_the_limit(
    submission: Submission, aid: Aid, campaign: Campaign | None, structure: Structure | None
) -> bool:
    if not aid.is_limited_to_one or aid.allows_other_beneficiary:
        return False
    if submission.campaign != campaign:
        return False
    if submission.state == "withdrawn":
        return False
    return submission.structure_id == (structure.pk if structure else None)


def _last_campaign(aid: Aid, now: datetime) -> Campaign | None:
    return aid.campaigns.filter(closes_at__lt=now).order_by("-closes_at").first()


@access(AccessPolicy.ACCOUNT)
@require_safe
def header_fragment(request: HttpRequest) -> HttpResponse:
    """Return the account menu of whoever reads; never kept anywhere."""
    user = request.user
    if not user.is_authenticated:
        return _private(render(request, "applications/submissions/fragments/header.html", {}))
    chosen = None if user.is_staff else acting(request)
    return _private(
        render(
            request,
            "applications/submissions/fragments/header.html",
            {
                "is_signed_in": "yes",
                "name": user.get_full_name() or user.email,
                "is_staff": "yes" if user.is_staff else "",
                "acting": chosen.structure if chosen and chosen.structure else "",
                "deposit_path": deposit_path(chosen) if chosen else "",
            },
        )
    )


@access(AccessPolicy.ACCOUNT)
@require_safe
def aid_fragment(request: HttpRequest, slug: str) -> HttpResponse:
    """Return my dossiers of one aid, for its page; nothing for a visitor without any."""
    user = request.user
    if not user.is_authenticated or user.is_staff:
        return _private(HttpResponse(status=204))
    page = live_aid_page(slug, get_language() or "fr")
    chosen = acting(request)
    dossiers = (
        Submission.objects.for_list()
        .listed_for(user, chosen.memberships)
        .living()
        .filter(aid=page.aid)
        .order_by("-changed_at", "-pk")[:5]
    )
    lines = [listing.line(one, memberships=chosen.memberships, user=user) for one in dossiers]
    if not lines:
        return _private(HttpResponse(status=204))
    return _private(
        render(
            request,
            "applications/submissions/fragments/aid.html",
            {"lines": lines, "deposit_url": reverse("submissions:deposit", args=[slug])},
        )
    )


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = NO_STORE
    return response
