"""A local OpenID provider that signs its answers, and lies when a test asks it to."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

CLIENT_ID = "portail"
CLIENT_SECRET = "secret-du-portail-partage-avec-le-fournisseur"
EC_KEY = ec.generate_private_key(ec.SECP256R1())
OTHER_EC_KEY = ec.generate_private_key(ec.SECP256R1())
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
Claims = dict[str, Any]


def _unchanged(claims: Claims) -> Claims:
    return claims


@dataclass(slots=True)
class Provider:
    """What the provider knows, and how it answers; `alter_…` change what it signs."""

    url: str = ""
    person: Claims = field(default_factory=dict)
    acr: str | None = "eidas1"
    algorithm: str = "ES256"
    signing_key: Any = EC_KEY
    key_id: str = "ec-1"
    published: dict[str, Any] = field(default_factory=lambda: {"ec-1": EC_KEY, "rsa-1": RSA_KEY})
    alter_id_token: Callable[[Claims], Claims] = _unchanged
    alter_userinfo: Callable[[Claims], Claims] = _unchanged
    broken: set[str] = field(default_factory=set)
    """Paths answered by an error 500."""
    rubbish: dict[str, str] = field(default_factory=dict)
    """Paths answered by this text."""
    codes: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def presents(self, **person: Any) -> "Provider":
        """Say who signs in next."""
        self.person = {"sub": "a" * 64 + "v1", **person}
        return self

    def authorize(self, address: str, *, error: str = "") -> str:
        """Do what the person does at the provider; return where the browser is sent back."""
        asked = query_of(address)
        assert asked["client_id"] == CLIENT_ID
        assert asked["response_type"] == "code"
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked["nonce"]
        said = {"error": error} if error else {"code": code}
        return f"{asked['redirect_uri']}?{urlencode({**said, 'state': asked['state']})}"

    def token_of(self, form: dict[str, str]) -> dict[str, Any] | None:
        """Exchange a code, once, for the tokens."""
        nonce = self.codes.pop(form.get("code", ""), None)
        if nonce is None or form.get("client_secret") != CLIENT_SECRET:
            return None
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT_ID,
            "sub": self.person["sub"],
            "iat": now,
            "exp": now + 60,
            "nonce": nonce,
            **({"acr": self.acr} if self.acr else {}),
        }
        return {
            "access_token": "jeton",
            "token_type": "Bearer",
            "expires_in": 60,
            "id_token": self.sign(self.alter_id_token(claims)),
        }

    def userinfo(self) -> str:
        """Say who signed in, signed."""
        claims = {"iss": self.url, "aud": CLIENT_ID, **self.person}
        return self.sign(self.alter_userinfo(claims))

    def sign(self, claims: Claims) -> str:
        """Sign with the key and the algorithm of the moment."""
        key = None if self.algorithm == "none" else self.signing_key
        return jwt.encode(claims, key, algorithm=self.algorithm, headers={"kid": self.key_id})

    def keys(self) -> dict[str, Any]:
        """Publish the public keys."""
        return {"keys": [_public(name, key) for name, key in self.published.items()]}

    def metadata(self) -> dict[str, str]:
        """Say where everything is."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/jwks",
            "end_session_endpoint": f"{self.url}/session/end",
        }


def _public(name: str, key: Any) -> dict[str, Any]:
    is_rsa = isinstance(key, rsa.RSAPrivateKey)
    algorithm = RSAAlgorithm if is_rsa else ECAlgorithm
    public = json.loads(algorithm.to_jwk(key.public_key()))
    return {**public, "kid": name, "use": "sig", "alg": "RS256" if is_rsa else "ES256"}


def query_of(address: str) -> dict[str, str]:
    """Return the parameters of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def settings_of(provider: Provider, *codes: str) -> dict[str, Any]:
    """Return the settings that make this provider answer as some of ours."""
    app = {
        "client_id": CLIENT_ID,
        "secret": CLIENT_SECRET,
        "settings": {"server_url": provider.url, "token_auth_method": "client_secret_post"},
    }
    return {code: {"APP": app} for code in codes}


class Handler(BaseHTTPRequestHandler):
    """Answers as the provider of its server says."""

    server: "Server"

    def do_GET(self) -> None:
        provider, place = self.server.provider, urlsplit(self.path).path
        if self.answered_badly(place):
            return
        answers: dict[str, Callable[[], None]] = {
            "/.well-known/openid-configuration": lambda: self.send_json(provider.metadata()),
            "/jwks": lambda: self.send_json(provider.keys()),
            "/userinfo": self.send_userinfo,
            "/authorize": lambda: self.send_away(provider.authorize(self.path)),
            "/session/end": self.end_session,
        }
        answers.get(place, lambda: self.send(404, "", "text/plain"))()

    def do_POST(self) -> None:
        if self.answered_badly(urlsplit(self.path).path):
            return
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given = self.server.provider.token_of(query_of(f"?{body}"))
        if given is None:
            self.send(400, '{"error": "invalid_grant"}', "application/json")
        else:
            self.send_json(given)

    def answered_badly(self, place: str) -> bool:
        provider = self.server.provider
        provider.asked.append(place)
        if place in provider.broken:
            self.send(500, "panne", "text/plain")
        elif place in provider.rubbish:
            self.send(200, provider.rubbish[place], "application/json")
        else:
            return False
        return True

    def send_userinfo(self) -> None:
        is_known = self.headers.get("Authorization") == "Bearer jeton"
        said = self.server.provider.userinfo()
        self.send(200 if is_known else 401, said, "application/jwt")

    def end_session(self) -> None:
        asked = query_of(self.path)
        state = urlencode({"state": asked["state"]})
        self.send_away(f"{asked['post_logout_redirect_uri']}?{state}")

    def send_json(self, data: Any) -> None:
        self.send(200, json.dumps(data), "application/json;charset=utf-8")

    def send_away(self, address: str) -> None:
        self.send_response(303)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def send(self, status: int, text: str, content_type: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """The server of one provider."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.provider = Provider(url=f"http://127.0.0.1:{self.server_port}")


@contextmanager
def serve() -> Iterator[Provider]:
    """Serve a provider on a port of this machine."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
