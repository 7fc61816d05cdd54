"""A form sent by somebody whose session had ended: nothing typed is lost (portal.md §4).

What was typed waits in the visitor's session until they sign in again, then goes back to the page
it was for, which asks before sending it once more; whether they may is asked there as ever. Files
are not kept: browsers give them to nobody twice.
"""

import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from applications.accounts.arrival import safe_path
from cms.core.access import AccessPolicy

KEY = "kept_form"
KEPT_POLICIES = frozenset({AccessPolicy.APPLICANT, AccessPolicy.DOSSIER})
LEFT_OUT = frozenset({"csrfmiddlewaretoken", "action"})
"""Which button was pressed is not kept: filing, above all, is asked for again."""
SECRETS = ("password", "iban", "bic")
"""Parts of names of fields, which are never kept."""
LARGEST = 200_000
"""Characters kept: a long form holds a few thousand."""
LIVES = 3600


@dataclass(frozen=True, slots=True)
class KeptForm:
    """What was typed, field by field, and whether files came with it."""

    pairs: list[tuple[str, str]]
    had_files: bool


def read(request: HttpRequest) -> KeptForm | None:
    """Return what a form of this portal sent; nothing for another site's, or one too long."""
    if request.method != "POST" or not is_from_here(request):
        return None
    pairs = [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name not in LEFT_OUT and not any(secret in name.lower() for secret in SECRETS)
    ]
    if sum(len(name) + len(value) for name, value in pairs) > LARGEST:
        return None
    return KeptForm(pairs, had_files=bool(request.FILES))


def keep(request: HttpRequest) -> bool:
    """Keep what was typed until the visitor has signed in; return whether it is.

    A page that saves by itself keeps it by itself.
    """
    form = None if is_script(request) else read(request)
    if form is None or path_of_page(request) != request.path:
        return False
    request.session[KEY] = {
        "path": request.path,
        "pairs": form.pairs,
        "had_files": form.had_files,
        "at": int(time.time()),
    }
    return True


def take(session: SessionBase, path: str) -> KeptForm | None:
    """Return once what was kept for this page, unless it has waited too long."""
    kept: dict[str, Any] | None = session.get(KEY)
    if kept is None or kept["path"] != path:
        return None
    del session[KEY]
    if time.time() - kept["at"] > LIVES:
        return None
    pairs = [(str(name), str(value)) for name, value in kept["pairs"]]
    return KeptForm(pairs, had_files=bool(kept["had_files"]))


def ask_again(request: HttpRequest, form: KeptForm, *, status: int = 200) -> HttpResponse:
    """Show that nothing is lost, with the button that sends it again."""
    context = {"kept": form, "path": request.path}
    response = render(request, "applications/accounts/kept_form.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def is_waiting(session: SessionBase) -> bool:
    """Tell whether something typed waits for the visitor to sign in."""
    return KEY in session


def path_of_page(request: HttpRequest) -> str:
    """Return the page of this portal that held the form sent, or nothing."""
    referer = urlsplit(request.headers.get("Referer", ""))
    return safe_path(referer.path) if referer.netloc == request.get_host() else ""


def is_script(request: HttpRequest) -> bool:
    """Tell whether the form was sent by a script of its page, which will try again."""
    return "application/json" in request.headers.get("Accept", "")


def is_from_here(request: HttpRequest) -> bool:
    """Tell whether the form was on a page of this portal, by what the browser says of it."""
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(said).netloc == request.get_host()
