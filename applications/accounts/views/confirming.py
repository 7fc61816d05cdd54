"""« Confirmez votre identité », before an act that matters."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from applications.accounts import events as kinds, rates, reauthentication
from applications.accounts.arrival import safe_path
from applications.accounts.destinations import home_of
from applications.accounts.exceptions import TooManyAttempts
from applications.accounts.forms.own import ConfirmIdentityForm
from applications.accounts.identity import services as identities, ways
from applications.accounts.views.pages import TOO_MANY, form_page, owner_of
from cms.core import events
from cms.core.access import AccessPolicy, access


@access(AccessPolicy.OWN)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for the password again, or their provider; the page that asked for it comes back."""
    user = owner_of(request)
    asked = safe_path(request.POST.get("next") or request.GET.get("next"))
    form = ConfirmIdentityForm(request.POST or None, user=user)
    status = None
    if request.method == "POST" and not rates.is_within(request, "password"):
        form.add_error(None, str(TooManyAttempts()))
        status = TOO_MANY
    elif form.is_valid():
        reauthentication.mark(request.session)
        events.record(
            kinds.IDENTITY_CONFIRMED,
            subject_type="account",
            subject_id=user.pk,
            actor=user,
            at=timezone.now(),
        )
        return redirect(asked or home_of(user))
    context = {
        "form": form,
        "next": asked,
        "ways": ways.offered(only=identities.codes_of(user)),
        "has_password": user.has_usable_password(),
    }
    return form_page(request, "confirm", context, form, status=status)
