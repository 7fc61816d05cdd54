"""FranceConnect and ProConnect: what each is asked, and what is read of its answer."""

import json
import secrets
from datetime import date
from typing import Any, ClassVar

from allauth.account.internal.emailkit import valid_email_or_none
from allauth.socialaccount.providers import registry
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from applications.accounts.identity.flow import IdentityFlow
from applications.accounts.identity.proof import Person
from applications.accounts.identity.tokens import Source, nonce_of
from applications.accounts.models import Civility
from applications.accounts.models.user import normalise

LONGEST_NAME = 100
TWO_FACTORS = frozenset({"eidas0-mfa", "eidas1-mfa", "eidas2", "eidas3"})
"""Levels of ProConnect that say two factors were asked."""


class IdentityProvider(OpenIDConnectProvider):
    """What both share: a nonce, a state of 43 characters, nothing kept of the person."""

    oauth2_adapter_class = IdentityFlow
    levels: ClassVar[frozenset[str]] = frozenset()
    strong_levels: ClassVar[frozenset[str]] = frozenset()
    """Levels that count as a second factor."""
    is_for_staff: ClassVar[bool] = False

    @property
    def source(self) -> Source:
        """Return who signs the answers."""
        return Source(
            code=self.id, issuer=self.app.settings["server_url"], client_id=self.app.client_id
        )

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: dict[str, Any] | None = None,
        *,
        is_fresh: bool = False,
    ) -> HttpResponse:
        """Return the way to the provider; with `is_fresh` it asks again who is there."""
        state_id = secrets.token_urlsafe(32)
        parameters = {**self.parameters(), "nonce": nonce_of(state_id)}
        if is_fresh:
            parameters["prompt"] = "login"
        response: HttpResponse = super().redirect(
            request, process, next_url, data, auth_params=parameters, state_id=state_id
        )
        return response

    def parameters(self) -> dict[str, str]:
        """Return what asks for the level wanted."""
        return {}

    def accepts(self, level: str) -> bool:
        """Tell whether somebody proved enough who they are."""
        return level in self.levels

    def read(self, claims: dict[str, Any]) -> Person:
        """Return what is used of what the provider says."""
        raise NotImplementedError

    def get_oauth2_adapter(self, request: HttpRequest) -> Any:
        """Return our adapter of the flow."""
        return self.oauth2_adapter_class(request, self.id)

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Keep nothing beside the subject."""
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Prepare no account: `arrivals` does, once the person agreed."""
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """Give none: nobody is ever found by an address."""
        return []


class FranceConnectProvider(IdentityProvider):
    """For persons (FranceConnect v2)."""

    id = "franceconnect"
    levels = frozenset({"eidas1", "eidas2", "eidas3"})

    def get_default_scope(self) -> list[str]:
        """Ask for what prefills an account; neither the birthplace nor anything else."""
        return [
            "openid",
            "given_name",
            "family_name",
            "preferred_username",
            "gender",
            "birthdate",
            "email",
        ]

    def parameters(self) -> dict[str, str]:
        """Ask for the lowest level, which FranceConnect wants named."""
        return {"acr_values": "eidas1"}

    def read(self, claims: dict[str, Any]) -> Person:
        """Read the name in use, which FranceConnect gives beside the birth name."""
        return Person(
            email=_address(claims),
            first_name=_text(claims, "given_name"),
            last_name=_text(claims, "preferred_username") or _text(claims, "family_name"),
            civility={"female": Civility.MADAME, "male": Civility.MONSIEUR}.get(
                _text(claims, "gender"), Civility.UNSAID
            ),
            birth_date=_day(claims, "birthdate"),
        )


class ProConnectProvider(IdentityProvider):
    """For professionals and staff; it filters nobody: rights come from the portal alone."""

    id = "proconnect"
    levels = frozenset({"eidas0", "eidas1"}) | TWO_FACTORS
    strong_levels = TWO_FACTORS
    is_for_staff = True

    def get_default_scope(self) -> list[str]:
        """Ask for what prefills an account."""
        return ["openid", "given_name", "usual_name", "email"]

    def parameters(self) -> dict[str, str]:
        """Ask for two factors when they are due; any other parameter is refused by ProConnect."""
        if not settings.PROCONNECT_REQUIRES_SECOND_FACTOR:
            return {}
        level = {"essential": True, "values": sorted(TWO_FACTORS)}
        return {"claims": json.dumps({"id_token": {"acr": level}})}

    def accepts(self, level: str) -> bool:
        """Accept every level, or those of two factors alone when they are due."""
        if settings.PROCONNECT_REQUIRES_SECOND_FACTOR:
            return level in self.strong_levels
        return super().accepts(level)

    def read(self, claims: dict[str, Any]) -> Person:
        """Read the name in use at work."""
        return Person(
            email=_address(claims),
            first_name=_text(claims, "given_name"),
            last_name=_text(claims, "usual_name"),
        )


def _text(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name)
    return " ".join(value.split())[:LONGEST_NAME] if isinstance(value, str) else ""


def _address(claims: dict[str, Any]) -> str:
    value = claims.get("email")
    return normalise(valid_email_or_none(value) or "") if isinstance(value, str) else ""


def _day(claims: dict[str, Any], name: str) -> date | None:
    try:
        return date.fromisoformat(_text(claims, name))
    except ValueError:
        return None


def register() -> None:
    """Make both known to allauth; each is off until the settings configure it."""
    registry.register(FranceConnectProvider)
    registry.register(ProConnectProvider)
