"""How allauth's social flows behave in this portal: settings alone, and our own pages."""

from typing import Any

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from django.conf import settings
from django.http import HttpRequest

from applications.accounts.identity import arrivals
from applications.accounts.identity.exceptions import IdentityRefused, Refusal
from applications.accounts.identity.providers import IdentityProvider
from applications.accounts.identity.ways import way_of


class PortalSocialAccountAdapter(DefaultSocialAccountAdapter):
    """Keeps allauth to its flow; what it leads to is decided by `arrivals`."""

    def list_apps(
        self, request: HttpRequest | None, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Return what the settings hold: no secret stands in the database."""
        configured = {
            code: values["APP"] for code, values in settings.SOCIALACCOUNT_PROVIDERS.items()
        }
        return [
            SocialApp(provider=code, name=way_of(code).name, **values)
            for code, values in configured.items()
            if provider in {None, code} and client_id in {None, values["client_id"]}
        ]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Close allauth's own sign-up."""
        return False

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """Never find an account by an address."""
        return False

    def generate_state_param(self, state: dict[str, Any]) -> str:
        """Refuse a state shorter than the providers ask: `IdentityProvider` makes its own."""
        raise NotImplementedError

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Answer with our own pages, whatever happens."""
        raise ImmediateHttpResponse(arrivals.answer(request, sociallogin))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: IdentityProvider,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Say what went wrong on a page of ours."""
        refusal = _refusal_of(error, exception, extra_context or {})
        raise ImmediateHttpResponse(arrivals.refuse(request, provider.id, refusal))


def _refusal_of(error: str | None, exception: Exception | None, context: dict[str, Any]) -> Refusal:
    if error == AuthError.CANCELLED:
        return Refusal.CANCELLED
    if isinstance(exception, IdentityRefused):
        return exception.refusal
    if isinstance(exception, requests.RequestException):
        return Refusal.DOWN
    return Refusal.TOKEN if context.get("state") is not None else Refusal.STATE
