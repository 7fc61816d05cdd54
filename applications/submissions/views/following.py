"""« Espace personnel », « Mes demandes d'aide » and one dossier."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from applications.accounts.reauthentication import fresh
from applications.formbuilder.rendering import Mode
from applications.structures.acting import acting
from applications.structures.models import EarlierDossier
from applications.submissions import (
    documents,
    filed,
    legal_clock,
    listing,
    space as personal,
)
from applications.submissions.acknowledgement import receipt_context, submitted_at_of
from applications.submissions.desk import Desk, open_desk
from applications.submissions.lifecycle import public_label
from applications.submissions.models import Submission, SubmissionState
from applications.submissions.panels import dossier_panels
from applications.submissions.querysets import Reader
from applications.submissions.reference import normalise_reference
from applications.submissions.services import acting as acts, adoption, binning
from applications.submissions.timeline import timeline_of
from applications.submissions.walk import shown
from cms.core import pdf
from cms.core.access import AccessPolicy, access

PER_PAGE = 20


@access(AccessPolicy.APPLICANT)
@require_safe
def space(request: HttpRequest) -> HttpResponse:
    """Show the personal space: what waits, whose name one acts in, the dossiers by theme."""
    chosen, user = acting(request), request.user
    dossiers = Submission.objects.listed_for(user, chosen.memberships).living()
    return render(
        request,
        "applications/submissions/space.html",
        {
            "acting": chosen,
            "to_do": personal.to_do(dossiers, chosen, user),
            "themes": personal.by_theme(dossiers, chosen, user, language=get_language() or "fr"),
            "deposit_path": personal.deposit_path(chosen),
        },
    )


@access(AccessPolicy.ACCOUNT)
@require_safe
def home_fragment(request: HttpRequest) -> HttpResponse:
    """Answer what the home page says in place of « Nouvel utilisateur ? », to who is signed in."""
    if not request.user.is_authenticated:
        return HttpResponse()
    return render(
        request,
        "applications/submissions/fragments/home.html",
        {"is_staff": request.user.is_staff},
    )


@access(AccessPolicy.APPLICANT)
@require_safe
def dossier_list(request: HttpRequest) -> HttpResponse:
    """List the dossiers this person may see, the latest change first; search, theme and pages."""
    chosen = acting(request)
    dossiers = Submission.objects.listed_for(request.user, chosen.memberships)
    is_bin = request.GET.get("corbeille") == "1"
    dossiers = dossiers.filter(state=SubmissionState.DELETED) if is_bin else dossiers.living()
    theme = request.GET.get("theme", "")
    theme_label = ""
    if theme:
        theme_label, aids = personal.about_theme(dossiers, theme, language=get_language() or "fr")
        dossiers = dossiers.filter(aid__in=aids) if theme_label else dossiers
    query = request.GET.get("q", "").strip()
    if query:
        dossiers = dossiers.filter(
            Q(reference__icontains=normalise_reference(query)) | Q(aid__title__icontains=query)
        )
    page = Paginator(dossiers.for_list().order_by("-changed_at", "-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    lines = [
        listing.line(one, memberships=chosen.memberships, user=request.user)
        for one in page.object_list
    ]
    return render(
        request,
        "applications/submissions/dossier_list.html",
        {
            "page_obj": page,
            "lines": lines,
            "earlier": _own_earlier(request.user) if page.number == 1 and not is_bin else [],
            "query": query,
            "is_bin": is_bin,
            "theme": theme if theme_label else "",
            "theme_label": theme_label,
            "acting": chosen,
            "deposit_path": personal.deposit_path(chosen),
        },
    )


def _own_earlier(user: Reader) -> QuerySet[EarlierDossier]:
    """Return what the Region holds of the person's own dossiers from before the portal."""
    if not user.is_authenticated:
        return EarlierDossier.objects.none()
    return EarlierDossier.objects.filter(person__user=user.pk)


@access(AccessPolicy.DOSSIER)
@require_safe
def dossier(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one dossier: the task list of a draft, the life of a filed one."""
    desk = open_desk(request, reference)
    if desk.submission.is_filed:
        return _filed(request, desk)
    if desk.submission.state == SubmissionState.DELETED:
        return render(request, "applications/submissions/dossier_deleted.html", {"desk": desk})
    offer = adoption.take_up(desk.submission, now=desk.now)
    return render(
        request,
        "applications/submissions/dossier_draft.html",
        {
            "desk": desk,
            "walk": desk.walk,
            "sections": shown(desk.walk.steps),
            "next_step": desk.walk.next_to_do(),
            "offer": offer,
            "news": adoption.news_of(desk.submission),
            "state": public_label(desk.submission),
            "events": timeline_of(desk.submission),
        },
    )


def _filed(request: HttpRequest, desk: Desk) -> HttpResponse:
    submission = desk.submission
    compiled = filed.filed_form(submission, desk.language)
    files = documents.by_slot(desk.attachments)
    clock = legal_clock.read_clock(
        submitted_at_of(submission), submission.suspensions.all(), now=desk.now
    )
    decision = None
    if submission.decision_notified_at is not None:
        decision = submission.decisions.filter(
            notified_at__isnull=False, withdrawn_at__isnull=True
        ).first()
    panels = [
        (panel.template, context)
        for panel in dossier_panels
        if (context := panel.context(submission, request.user)) is not None
    ]
    return render(
        request,
        "applications/submissions/dossier_filed.html",
        {
            **receipt_context(submission),
            "desk": desk,
            "state": public_label(submission),
            "is_waiting": submission.state == SubmissionState.SUBMITTED,
            "can_withdraw": desk.can_file and _is_withdrawable(submission),
            "events": timeline_of(submission),
            "clock": clock,
            "is_clock_shown": submission.state in _CLOCK_RUNS or _is_decision_hidden(submission),
            "identity_rows": filed.identity_rows(submission),
            "sections": filed.recap_sections(submission, compiled, files, mode=Mode.RECAP),
            "decision": decision,
            "panels": panels,
            "is_pdf_available": pdf.is_available()
            or any(one.is_generated for one in desk.attachments),
        },
    )


_CLOCK_RUNS = frozenset(
    {SubmissionState.SUBMITTED, SubmissionState.UNDER_REVIEW, SubmissionState.COMPLETE}
)


def _is_decision_hidden(submission: Submission) -> bool:
    return submission.decision_notified_at is None and submission.state != SubmissionState.WITHDRAWN


def _is_withdrawable(submission: Submission) -> bool:
    """Offer the act as long as the applicant knows of no decision; the service says the rest."""
    return submission.decision_notified_at is None and submission.state not in {
        SubmissionState.WITHDRAWN,
        SubmissionState.CLOSED,
    }


@access(AccessPolicy.DOSSIER)
@fresh(minutes=30)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask, then withdraw."""
    desk = open_desk(request, reference)
    if request.method == "POST":
        acts.withdraw(desk.submission, actor=desk.user, now=timezone.now())
        messages.success(request, gettext("Your application has been withdrawn."))
        return redirect(desk.submission.get_absolute_url())
    return render(request, "applications/submissions/confirm_withdraw.html", {"desk": desk})


@access(AccessPolicy.DOSSIER)
def delete(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask, then put the draft in the bin."""
    desk = open_desk(request, reference)
    if request.method == "POST":
        binning.delete_draft(desk.submission, actor=desk.user, now=timezone.now())
        messages.success(
            request,
            gettext("The draft %(reference)s is in the bin. You can restore it for 30 days.")
            % {"reference": reference},
        )
        return redirect(desk.list_url)
    return render(request, "applications/submissions/confirm_delete.html", {"desk": desk})


@access(AccessPolicy.DOSSIER)
@require_POST
def restore(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a draft back from the bin."""
    desk = open_desk(request, reference)
    binning.restore_draft(desk.submission, actor=desk.user, now=timezone.now())
    messages.success(request, gettext("The draft has been restored."))
    return redirect(desk.submission.get_absolute_url())


@access(AccessPolicy.DOSSIER)
@require_POST
def adopt_version(request: HttpRequest, reference: str) -> HttpResponse:
    """Adopt the newer form, keep the older, or note that an imposed one was read."""
    desk = open_desk(request, reference)
    shown_version = request.POST.get("version", "")
    version_id = int(shown_version) if shown_version.isdigit() else 0
    if request.POST.get("choix") == "lu":
        adoption.note_read(desk.submission, actor=desk.user)
    elif request.POST.get("choix") == "conserver":
        adoption.decline(desk.submission, version_id=version_id, actor=desk.user, now=desk.now)
        messages.success(request, gettext("You keep the version of the form you started with."))
    else:
        adoption.adopt(desk.submission, version_id=version_id, actor=desk.user, now=desk.now)
        messages.success(
            request, gettext("The new version is adopted. Everything you wrote is kept.")
        )
    return redirect(reverse("submissions:dossier", args=[reference]))
