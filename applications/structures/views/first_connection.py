"""« Première connexion »: a code, a request for one, or whom one comes for."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from applications.accounts.views.pages import REFUSED
from applications.structures.forms.codes import UseCodeForm
from applications.structures.forms.joining import FirstConnectionForm
from applications.structures.services import first_connection
from applications.structures.views.joining import found_or_refused
from applications.structures.views.members import user_of
from applications.structures.views.onward import after_arrival, remember_next
from cms.core.access import AccessPolicy, access


@access(AccessPolicy.APPLICANT)
@require_http_methods(["GET", "POST"])
def first_connection_page(request: HttpRequest) -> HttpResponse:
    """Ask once; « Plus tard » leaves it."""
    remember_next(request)
    form = FirstConnectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if form.is_person:
            first_connection.declare_person(
                user_of(request), birth_date=form.cleaned_data["birth_date"], now=timezone.now()
            )
            messages.success(request, _("Your date of birth is saved."))
            return after_arrival(request)
        if found_or_refused(request, form):
            return redirect("structures:add-found")
    return render(
        request,
        "applications/structures/first_connection.html",
        {
            "form": form,
            "code_form": UseCodeForm(),
            "form_has_errors": bool(form.errors),
        },
        status=REFUSED if form.is_bound else 200,
    )


@access(AccessPolicy.APPLICANT)
@require_POST
def later(request: HttpRequest) -> HttpResponse:
    """« Plus tard »."""
    first_connection.skip(user_of(request), now=timezone.now())
    return after_arrival(request)
