"""From « Créer un compte » to the activated account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_noop
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications.accounts import gate, pending, rates
from applications.accounts.arrival import CARRIED
from applications.accounts.destinations import after_sign_in, asked_path
from applications.accounts.exceptions import IdentifierTaken, LinkRefused
from applications.accounts.forms.sign_up import AddressForm, NewLinkForm, SignUpForm
from applications.accounts.identity import ways
from applications.accounts.models import KeyPurpose, KeyState, User
from applications.accounts.services import delivery, keys, registration
from applications.accounts.services.requests import Question, ask
from applications.accounts.views.pages import TOO_MANY, form_page
from cms.core.access import AccessPolicy, access

ALTERED = "altered"
IF_KNOWN = gettext_noop("If an account matches, an e-mail has just been sent to you.")


@access(AccessPolicy.ACCOUNT)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """« Créer un compte »."""
    if request.user.is_authenticated:
        return redirect(after_sign_in(request.user, asked_path(request)))
    form = SignUpForm(request.POST or None)
    check = gate.stand(request, level=rates.level(request, "signup"))
    status = None
    if check.refusal:
        form.add_error(None, check.refusal)
        status = TOO_MANY
    elif form.is_valid():
        rates.count(request, "signup")
        new = form.new_account()
        try:
            user = registration.sign_up(
                new,
                next_path=asked_path(request),
                carried=request.session.get(CARRIED),
                now=timezone.now(),
            )
        except IdentifierTaken as taken:
            form.add_error("username", str(taken))
        else:
            draft = new if user is None else None
            pending.remember(request.session, email=new.email, user=user, draft=draft)
            return redirect("account_email_verification_sent")
    next_check = gate.Gate(rates.level(request, "signup"))
    context = {
        "form": form,
        "next": asked_path(request),
        "ways": ways.offered(),
        **next_check.context,
    }
    return form_page(request, "sign_up", context, form, status=status)


@access(AccessPolicy.ACCOUNT)
@require_GET
def check_mailbox(request: HttpRequest) -> HttpResponse:
    """« Consultez votre messagerie »."""
    waiting = pending.current(request.session)
    if waiting is None:
        return redirect("account_new_activation")
    return form_page(
        request,
        "check_mailbox",
        {
            "email": waiting.email,
            "can_correct": _can_correct(waiting),
            "is_undelivered": _is_undelivered(waiting),
        },
    )


@access(AccessPolicy.ACCOUNT)
@require_POST
def resend_activation(request: HttpRequest) -> HttpResponse:
    """« Renvoyer le courriel », from the page above or from a link that no longer works."""
    plain = request.POST.get("key", "")
    if plain:
        key = keys.find(plain, purpose=KeyPurpose.ACTIVATION)
        if key is None:
            return redirect("account_new_activation")
        if key.email == key.user.email:
            pending.remember(request.session, email=key.email)
        else:
            return redirect("account_new_activation")
    waiting = pending.current(request.session)
    if waiting is None:
        return redirect("account_new_activation")
    if not rates.is_within(request, "mail", key=waiting.email):
        messages.warning(
            request,
            _("An e-mail has just been sent to this address. Wait a minute before asking again."),
        )
    else:
        ask(Question.ACTIVATION, login=waiting.email, now=timezone.now())
        is_ours = _can_correct(waiting)
        messages.success(request, _("The e-mail has been sent again.") if is_ours else _(IF_KNOWN))
    return redirect("account_email_verification_sent")


@access(AccessPolicy.ACCOUNT)
@require_http_methods(["GET", "POST"])
def new_activation(request: HttpRequest) -> HttpResponse:
    """« Recevoir un nouveau lien », by the address: the link was altered or the browser changed."""
    form = NewLinkForm(request.POST or None)
    if form.is_valid():
        rates.require(request, "new_link")
        email = form.cleaned_data["email"]
        pending.remember(request.session, email=email)
        if rates.is_within(request, "mail", key=email):
            ask(Question.ACTIVATION, login=email, now=timezone.now())
        return redirect("account_email_verification_sent")
    return form_page(request, "new_activation", {"form": form}, form)


@access(AccessPolicy.ACCOUNT)
@require_http_methods(["GET", "POST"])
def correct_address(request: HttpRequest) -> HttpResponse:
    """« Corriger mon adresse »."""
    waiting = pending.current(request.session)
    if waiting is None or not _can_correct(waiting):
        return redirect("account_email_verification_sent")
    form = AddressForm(request.POST or None)
    if form.is_valid():
        rates.require(request, "correction")
        email = form.cleaned_data["email"]
        _correct(request, waiting, email)
        return redirect("account_email_verification_sent")
    return form_page(request, "correct_address", {"form": form, "email": waiting.email}, form)


@access(AccessPolicy.ACCOUNT)
@require_http_methods(["GET", "POST"])
def activate(request: HttpRequest, key: str) -> HttpResponse:
    """« Confirmation de création de compte »: opening the link does nothing, the button does."""
    rates.require(request, "link")
    found = keys.find(key, purpose=KeyPurpose.ACTIVATION)
    now = timezone.now()
    if found is None:
        return _refused(request, ALTERED, key, status=404)
    if found.state(now) is not KeyState.LIVE:
        return _refused(request, found.state(now), key, status=410)
    if request.method == "POST":
        try:
            registration.activate(found, now=now)
        except LinkRefused:
            return _refused(request, KeyState.USED, key, status=410)
        pending.forget(request.session)
        return redirect("account_activated")
    return render(request, "applications/accounts/activate.html", {"email": found.email})


@access(AccessPolicy.ACCOUNT)
@require_GET
def activated(request: HttpRequest) -> HttpResponse:
    """« Votre compte est désormais activé »."""
    return render(request, "applications/accounts/activated.html")


def _refused(request: HttpRequest, state: str, key: str, *, status: int) -> HttpResponse:
    return render(
        request,
        "applications/accounts/activation_refused.html",
        {"state": str(state), "key": "" if state == ALTERED else key, "form_has_errors": True},
        status=status,
    )


def _can_correct(waiting: pending.PendingSignUp) -> bool:
    """Tell whether this very browser began the sign-up: nobody else may change its address."""
    return waiting.user_id is not None or waiting.draft is not None


def _is_undelivered(waiting: pending.PendingSignUp) -> bool:
    """Tell whether the mail came back; only the browser that made the account learns it."""
    user = User.objects.filter(pk=waiting.user_id).first() if waiting.user_id else None
    return user is not None and delivery.is_failing(user)


def _correct(request: HttpRequest, waiting: pending.PendingSignUp, email: str) -> None:
    now = timezone.now()
    if waiting.user_id is not None:
        user = User.objects.get(pk=waiting.user_id)
        registration.correct_address(user, email=email, now=now)
        pending.remember(request.session, email=email, user=user)
        return
    if waiting.draft is None:
        return
    draft = pending.with_address(waiting.draft, email)
    user_or_none = registration.sign_up(
        draft,
        next_path=asked_path(request),
        carried=request.session.get(CARRIED),
        now=now,
    )
    pending.remember(
        request.session,
        email=email,
        user=user_or_none,
        draft=draft if user_or_none is None else None,
    )
