"""« Mes informations personnelles »."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications.accounts.forms.sheet import OwnInformationForm
from applications.accounts.services import sheets
from applications.accounts.views.pages import form_page, owner_of
from cms.core.access import AccessPolicy, access


@access(AccessPolicy.APPLICANT)
@require_http_methods(["GET", "POST"])
def own_information(request: HttpRequest) -> HttpResponse:
    """Names, address and phones of the person, which their applications take up."""
    user = owner_of(request)
    form = OwnInformationForm.of(user, request.POST if request.method == "POST" else None)
    if (searching := form.searching()) is not None:
        form = searching
    elif form.is_valid():
        sheets.rectify_names(user, actor=user, **form.names())
        sheets.update_person_sheet(user, actor=user, **form.sheet())
        messages.success(request, _("Your personal information has been saved."))
        return redirect("account_home")
    return form_page(request, "sheet", {"form": form}, form)
