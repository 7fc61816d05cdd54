"""The code flow of FranceConnect and ProConnect: every answer signed, for this very request."""

from hmac import compare_digest
from typing import Any

import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from applications.accounts.identity.exceptions import IdentityRefused, Refusal
from applications.accounts.identity.proof import Proof
from applications.accounts.identity.tokens import nonce_of

SIGNED = "application/jwt"
ID_TOKEN_CLAIMS = ("iss", "aud", "sub", "exp", "iat", "nonce")
USERINFO_CLAIMS = ("iss", "aud", "sub")


class IdentityFlow(OpenIDConnectOAuth2Adapter):
    """The code flow, where every answer is signed and says what it was asked for."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """Return what the provider publishes of itself."""
        return self.get_provider().source.metadata()

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Return the one address registered, whatever the language of the page."""
        return absolute(request, "identity_return", self.provider_id)

    def get_access_token_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Exchange the code; rubbish is refused like a lie."""
        try:
            data: dict[str, Any] = super().get_access_token_data(*args, **kwargs)
        except requests.RequestException:
            raise
        except (KeyError, TypeError, ValueError, AttributeError):
            raise IdentityRefused(Refusal.TOKEN) from None
        return data

    def parse_token(self, data: dict[str, Any]) -> SocialToken:
        """Hold the access token for as long as it takes to ask who is there."""
        return SocialToken(token=str(data["access_token"]))

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Check who signed in, for this request, and what they proved."""
        provider = self.get_provider()
        id_token = kwargs["response"].get("id_token")
        if not isinstance(id_token, str):
            raise IdentityRefused(Refusal.TOKEN)
        said = provider.source.claims(id_token, required=ID_TOKEN_CLAIMS)
        expected = nonce_of(request.GET.get("state", ""))
        if not compare_digest(str(said["nonce"]).encode(), expected.encode()):
            raise IdentityRefused(Refusal.TOKEN)
        level = said.get("acr")
        if not isinstance(level, str) or not provider.accepts(level):
            raise IdentityRefused(Refusal.LEVEL)
        about = provider.source.claims(self._signed_userinfo(token.token), required=USERINFO_CLAIMS)
        if not said["sub"] or about["sub"] != said["sub"]:
            raise IdentityRefused(Refusal.TOKEN)
        login: SocialLogin = provider.sociallogin_from_response(request, {"id_token": said})
        login.proof = Proof(
            provider=provider.id,
            uid=login.account.uid,
            person=provider.read(about),
            is_strong=level in provider.strong_levels,
            id_token=id_token,
        )
        return login

    def _signed_userinfo(self, access_token: str) -> str:
        with get_adapter().get_requests_session() as session:
            answer = session.get(
                self.profile_url, headers={"Authorization": f"Bearer {access_token}"}
            )
            answer.raise_for_status()
        if answer.headers.get("Content-Type", "").split(";")[0].strip() != SIGNED:
            raise IdentityRefused(Refusal.TOKEN)
        return str(answer.text).strip()


def absolute(request: HttpRequest, name: str, provider: str) -> str:
    """Return an address of this portal without a language: one alone is registered."""
    with translation.override(settings.LANGUAGE_CODE):
        return request.build_absolute_uri(reverse(name, kwargs={"provider": provider}))
