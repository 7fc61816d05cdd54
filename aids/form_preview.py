"""The form as applicants will see it, from the page as it is being written: nothing is sent."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from aids.drafts import schema_of
from applications.formbuilder.previewing import WholeStep, preview

AS_ASKED, EVERY_CASE = "formulaire", "formulaire-complet"
MODES = [
    ("", _("Page of the aid")),
    (AS_ASKED, _("Form")),
    (EVERY_CASE, _("Form, every case")),
]


def serve_form(request: HttpRequest, page: Any, *, mode: str) -> HttpResponse:
    """Show the form that a page's fields describe, to be tried and not to be sent."""
    language = page.locale.language_code
    with translation.override(language):
        shown = preview(schema_of(page), language)
        return render(
            request,
            "aids/form_preview.html",
            {
                "page": page,
                "language": language,
                "preview": shown,
                "step_form": WholeStep.of(shown.form) if mode == EVERY_CASE else shown.form,
                "is_whole": mode == EVERY_CASE,
            },
        )
