"""« Mes préférences »."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications.accounts.forms.preferences import PreferencesForm
from applications.accounts.services import preferences
from applications.accounts.views.pages import form_page, owner_of
from cms.core.access import AccessPolicy, access


@access(AccessPolicy.OWN)
@require_http_methods(["GET", "POST"])
def own_preferences(request: HttpRequest) -> HttpResponse:
    """Choose the language of the mails."""
    user = owner_of(request)
    sent = request.POST if request.method == "POST" else None
    form = PreferencesForm(sent, initial={"language": user.language})
    if form.is_valid():
        language = form.cleaned_data["language"]
        preferences.choose_language(user, language=language, now=timezone.now())
        messages.success(request, _("Your preferences have been saved."))
        return redirect("account_home")
    return form_page(request, "preferences", {"form": form}, form)
