"""Signed answers of a provider, and what it says of itself: checked, kept for an hour."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import jwt
import requests
from allauth.socialaccount.adapter import get_adapter
from django.core.cache import cache
from django.utils.crypto import salted_hmac

from applications.accounts.identity.exceptions import IdentityRefused, Refusal

ALGORITHMS = frozenset({"ES256", "RS256"})
"""Signed with a key that only the provider holds; a shared secret (HS256) proves nothing."""
LEEWAY = 10
KEPT = 3600
PAUSE = 60
"""Seconds before the keys of a provider are asked again because one was not found."""
NONCE_SALT = "applications.accounts.identity.nonce"
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Source:
    """Who signs, and for whom."""

    code: str
    issuer: str
    client_id: str

    def metadata(self) -> dict[str, Any]:
        """Return what the provider publishes of itself; its issuer must be the one configured."""
        known: dict[str, Any] = self._kept("metadata", self._ask_metadata)
        return known

    def claims(self, token: str, *, required: Iterable[str]) -> dict[str, Any]:
        """Return what a signed token says, once its signature, issuer, audience and dates hold."""
        try:
            return self._decode(token, self._keys(), required)
        except (_UnknownKey, jwt.InvalidSignatureError):
            keys = self._newer_keys()
        except (jwt.PyJWTError, TypeError, ValueError):
            raise IdentityRefused(Refusal.TOKEN) from None
        if keys is None:
            raise IdentityRefused(Refusal.TOKEN)
        try:
            return self._decode(token, keys, required)
        except (_UnknownKey, jwt.PyJWTError, TypeError, ValueError):
            raise IdentityRefused(Refusal.TOKEN) from None

    def _decode(self, token: str, keys: Any, required: Iterable[str]) -> dict[str, Any]:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise IdentityRefused(Refusal.TOKEN)
        known = jwt.PyJWKSet.from_dict(keys).keys
        key = next((one for one in known if one.key_id == header.get("kid")), None)
        if key is None:
            raise _UnknownKey
        claims: dict[str, Any] = jwt.decode(
            token,
            key=key.key,
            algorithms=[header["alg"]],
            issuer=self.issuer,
            audience=self.client_id,
            leeway=LEEWAY,
            options={"require": [*required]},
        )
        audience = claims["aud"]
        if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != self.client_id:
            raise IdentityRefused(Refusal.TOKEN)
        return claims

    def _keys(self) -> Any:
        return self._kept("keys", self._ask_keys)

    def _newer_keys(self) -> Any | None:
        """Ask for the keys again: they change without notice. Rubbish must not ask each time."""
        if not cache.add(self._name("pause"), int(time.time()), PAUSE):
            return None
        keys = self._ask_keys()
        cache.set(self._name("keys"), keys, KEPT)
        return keys

    def _ask_metadata(self) -> dict[str, Any]:
        said = get_json(f"{self.issuer}/.well-known/openid-configuration")
        if not isinstance(said, dict) or str(said.get("issuer", "")).rstrip("/") != self.issuer:
            raise IdentityRefused(Refusal.TOKEN)
        if not all(isinstance(said.get(name), str) for name in ENDPOINTS):
            raise IdentityRefused(Refusal.TOKEN)
        return said

    def _ask_keys(self) -> Any:
        keys = get_json(self.metadata()["jwks_uri"])
        try:
            jwt.PyJWKSet.from_dict(keys)
        except (jwt.PyJWTError, AttributeError, KeyError, TypeError, ValueError):
            raise IdentityRefused(Refusal.TOKEN) from None
        return keys

    def _kept(self, name: str, ask: Callable[[], Any]) -> Any:
        known = cache.get(self._name(name))
        if known is None:
            known = ask()
            cache.set(self._name(name), known, KEPT)
        return known

    def _name(self, name: str) -> str:
        return f"identity.{self.code}.{self.issuer}.{name}"


class _UnknownKey(Exception):
    """No key of this name is known."""


def nonce_of(state_id: str) -> str:
    """Return the nonce of a request: its own secret state, seen only from here.

    A state serves once, in the session that asked; so does what is bound to it.
    """
    return salted_hmac(NONCE_SALT, state_id, algorithm="sha256").hexdigest()


def get_json(address: str) -> Any:
    """Ask the provider for something it publishes."""
    try:
        with get_adapter().get_requests_session() as session:
            answer = session.get(address)
            answer.raise_for_status()
            return answer.json()
    except requests.RequestException:
        raise IdentityRefused(Refusal.DOWN) from None
