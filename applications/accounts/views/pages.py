"""What every page of accounts does the same way."""

from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from applications.accounts.models import User

REFUSED = 422
TOO_MANY = 429


def owner_of(request: HttpRequest) -> User:
    """Return who is signed in: the policy of the view has made sure that somebody is."""
    return cast("User", request.user)


def form_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *shown: forms.BaseForm,
    status: int | None = None,
) -> HttpResponse:
    """Render a page with its forms: 422 when one is refused, and « Erreur : » in its title."""
    has_errors = any(form.errors for form in shown)
    return render(
        request,
        f"applications/accounts/{template}.html",
        {"shown_forms": shown, "form_has_errors": has_errors, **context},
        status=status or (REFUSED if has_errors else 200),
    )
