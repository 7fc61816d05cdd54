"""« Partager avec un collègue », and a manager who takes over a colleague's draft."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from applications.submissions.desk import open_desk
from applications.submissions.permissions import can_share, can_take_over
from applications.submissions.services import sharing
from cms.core.access import AccessPolicy, access

STOP = "cesser"


@access(AccessPolicy.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the colleagues, with whom the dossier is shared or not; one button each."""
    desk = open_desk(request, reference)
    can_share(desk.user, desk.submission).require()
    if request.method == "POST":
        chosen = request.POST.get("collegue", "")
        user_id = int(chosen) if chosen.isascii() and chosen.isdigit() else 0
        if request.POST.get("action") == STOP:
            sharing.unshare(desk.submission, user_id=user_id, actor=desk.user, now=desk.now)
            messages.success(request, gettext("The application is no longer shared with them."))
        else:
            sharing.share(desk.submission, user_id=user_id, actor=desk.user, now=desk.now)
            messages.success(
                request,
                gettext("The application is shared: your colleague finds it in their list."),
            )
        return redirect("submissions:share", reference=reference)
    shared = sharing.shares_of(desk.submission)
    return render(
        request,
        "applications/submissions/share.html",
        {
            "desk": desk,
            "colleagues": [
                (one, one.user_id in shared) for one in sharing.colleagues_of(desk.submission)
            ],
        },
    )


@access(AccessPolicy.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def take_over(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask, then make the manager the writer of the draft."""
    desk = open_desk(request, reference)
    can_take_over(desk.user, desk.submission).require()
    if request.method == "POST":
        sharing.take_over(desk.submission, actor=desk.user, now=desk.now)
        messages.success(request, gettext("You now write this application."))
        return redirect(desk.submission.get_absolute_url())
    return render(request, "applications/submissions/confirm_take_over.html", {"desk": desk})
