"""What every step has in common: where its buttons lead, what its page shows."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from applications.submissions.desk import Desk
from applications.submissions.presenting import saved_text
from applications.submissions.walk import RECAP, WalkStep

SAVE = "enregistrer"
PREVIOUS = "precedent"
NEXT = "suivant"
REFRESH = "actualiser"
RETURN_PARAMETER = "retour"
AFTER_PARAMETER = "apres"
REFUSED = 422


def action_of(request: HttpRequest) -> str:
    """Return the button pressed; Enter in a field goes on."""
    return request.POST.get("action", NEXT)


def is_autosave(request: HttpRequest) -> bool:
    """Whether the browser saves by itself and wants a short answer."""
    return request.method == "POST" and not request.accepts("text/html")


def returns_to_recap(request: HttpRequest) -> bool:
    """Whether « Modifier » of the recap led here."""
    given = request.POST.get(RETURN_PARAMETER) or request.GET.get(RETURN_PARAMETER)
    return given == RECAP


def leave(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Go where the button pressed leads, from a step just saved."""
    walk = desk.walk
    action = action_of(request)
    if action == SAVE:
        say_saved(request)
    if action in (SAVE, REFRESH):
        return come_back(request, desk, code)
    before, after = walk.neighbours(code)
    if action == PREVIOUS and before is not None:
        return redirect(walk.url(before.code))
    if returns_to_recap(request):
        return redirect(walk.url(RECAP))
    target = after.code if after is not None else RECAP
    has_lacks = any(lack.step == code for lack in walk.lacks)
    suffix = f"?{AFTER_PARAMETER}={code}" if has_lacks and target != RECAP else ""
    return redirect(walk.url(target) + suffix)


def say_saved(request: HttpRequest) -> None:
    """Say at the top of the next page that « Enregistrer » did its work."""
    messages.success(request, gettext("This step is saved."))


def come_back(
    request: HttpRequest, desk: Desk, code: str, *, place: str = "", **parameters: str
) -> HttpResponse:
    """Show the same step again, just saved, at a place of it."""
    if returns_to_recap(request):
        parameters[RETURN_PARAMETER] = RECAP
    query = f"?{urlencode(parameters)}" if parameters else ""
    anchor = f"#{place}" if place else ""
    return redirect(desk.walk.url(code) + query + anchor)


def show(
    request: HttpRequest,
    desk: Desk,
    code: str,
    context: dict[str, Any],
    *,
    template: str,
    status: int = 200,
) -> HttpResponse:
    """Show a step with what surrounds every step."""
    walk = desk.walk
    step = walk.find(code)
    before, after = walk.neighbours(code)
    return render(
        request,
        f"applications/submissions/steps/{template}.html",
        {
            "desk": desk,
            "walk": walk,
            "step": step,
            "previous": before,
            "next": after,
            "saved_text": saved_text(desk.submission) if desk.submission.step_progress else "",
            "returns_to": RECAP if returns_to_recap(request) else "",
            "left_behind": _left_behind(request, desk),
            **context,
        },
        status=status,
    )


def _left_behind(request: HttpRequest, desk: Desk) -> dict[str, Any] | None:
    """Return what the step just left still lacks, to be said once on the next."""
    code = request.GET.get(AFTER_PARAMETER, "")
    step: WalkStep | None = desk.walk.find(code) if code else None
    lacks = [lack for lack in desk.walk.lacks if lack.step == code]
    if step is None or not lacks:
        return None
    return {"step": step, "url": desk.walk.url(code), "lacks": lacks}
