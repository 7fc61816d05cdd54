"""« Mes sessions », and « Rester connecté »."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from applications.accounts import sessions as own_session
from applications.accounts.services import sessions
from applications.accounts.views.pages import owner_of
from cms.core.access import AccessPolicy, access


@access(AccessPolicy.OWN)
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """« Rester connecté »: say how many seconds the session has now."""
    own_session.stay(request.session)
    seconds = own_session.seconds_left(request.session, is_staff=request.user.is_staff)
    return JsonResponse({"seconds": seconds})


@access(AccessPolicy.OWN)
@require_http_methods(["GET", "POST"])
def own_sessions(request: HttpRequest) -> HttpResponse:
    """The browsers where the account is signed in; one is closed, or all the others."""
    user = owner_of(request)
    now = timezone.now()
    current = request.session.session_key or ""
    if request.method == "POST":
        handle = request.POST.get("session", "")
        if handle and handle != sessions.handle_of(current):
            sessions.close(user, handle=handle, actor=user, now=now)
            messages.success(request, _("The session is closed."))
        elif not handle:
            count = sessions.close_all(user, actor=user, now=now, except_key=current)
            words = ngettext(
                "%(count)s other session closed.", "%(count)s other sessions closed.", count
            )
            messages.success(request, words % {"count": count})
        return redirect("account_sessions")
    context = {"sessions": sessions.of(user, current_key=current, now=now)}
    return render(request, "applications/accounts/sessions.html", context)
