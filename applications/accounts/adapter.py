"""How allauth's flows behave in this portal."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from applications.accounts import (
    arrival as carrying,
    events as kinds,
    gate,
    known_browser,
    pending,
    reauthentication,
    sessions,
)
from applications.accounts.arrival import safe_path
from applications.accounts.destinations import after_sign_in
from applications.accounts.models import User
from applications.accounts.services import arrival, registration
from applications.accounts.services.requests import Question, ask
from cms.core import events

QUESTIONS = {
    "account/email/account_already_exists": Question.ACTIVATION,
    "account/email/email_confirmation": Question.ACTIVATION,
    "account/email/email_confirmation_signup": Question.ACTIVATION,
    "account/email/password_reset_key": Question.RESET,
}
NEVER_SENT = ("account/email/unknown_account",)


class PortalAccountAdapter(DefaultAccountAdapter):
    """Keeps allauth to its flows: our pages, our mails, our words."""

    def is_safe_url(self, url: str) -> bool:
        """Accept paths of this portal only."""
        return bool(safe_path(url))

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Say nothing: our pages say what happened."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Answer with our own mails, made with their cause and sent by a worker."""
        if template_prefix in NEVER_SENT:
            return
        if template_prefix not in QUESTIONS:
            raise ImproperlyConfigured(f"no mail of ours stands for {template_prefix}")
        ask(QUESTIONS[template_prefix], login=email, now=timezone.now())

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note the refusal, and the account aimed at when there is one."""
        gate.count_failure(request, credentials.get("username", ""))
        events.record(
            kinds.SIGN_IN_REFUSED,
            subject_type="account",
            subject_id=getattr(request, "attempted_account_id", None) or "unknown",
        )

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Send to its mailbox an account whose password is right but which is not activated."""
        if registration.is_activated(user):
            return None
        registration.ensure_activation_link(user, now=timezone.now())
        pending.remember(request.session, email=user.email, user=user)
        return HttpResponseRedirect(reverse("account_email_verification_sent"))

    def post_login(
        self, request: HttpRequest, user: User, *, redirect_url: str | None, **kwargs: Any
    ) -> HttpResponse:
        """Note the sign-in, give back what was carried along, and show the way."""
        events.record(kinds.SIGNED_IN, subject_type="account", subject_id=user.pk, actor=user)
        pending.forget(request.session)
        reauthentication.mark(request.session)
        sessions.begin(request)
        path = safe_path(redirect_url) or safe_path(request.session.pop(carrying.NEXT, ""))
        kept = None if user.is_staff else arrival.take(user)
        if kept is not None:
            carrying.remember(request.session, carried=kept.carried)
            path = path or safe_path(kept.next_path)
        response = HttpResponseRedirect(after_sign_in(user, path))
        known_browser.remember(request, response, user)
        return response
