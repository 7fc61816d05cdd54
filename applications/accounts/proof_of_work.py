"""The anti-robot check: a computation the browser does by itself, or a wait; never a puzzle.

It is asked where too many tries came from, never at first, and it is what a limit costs instead of
a refusal: nobody can be locked out by somebody else's tries. The browser looks for the number whose
hash was given (ALTCHA's protocol: SHA-256 of salt and number, signed, dated, usable once). Without
script, or where it does not end, the same page serves after thirty seconds.
"""

import hashlib
import secrets
import time
from base64 import b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass
from json import JSONDecodeError, loads
from typing import Any

from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from applications.accounts import rates

FIELD, TICKET = "proof", "proof_ticket"
LIVES_SECONDS = 600
WAIT_SECONDS = 30
TICKET_LIVES_SECONDS = 3600
"""Whoever types slowly keeps the right to send the page for an hour."""
NUMBERS = 100_000
"""At the first level: about a second on a phone. Each further level asks four times as much."""
HARDER = 4
LARGEST_PAYLOAD = 2000
SALT = "applications.accounts.proof_of_work"


@dataclass(frozen=True, slots=True)
class Challenge:
    """What the page gives to the browser; `ticket` is the way without script."""

    salt: str
    challenge: str
    signature: str
    maximum: int
    ticket: str
    wait_seconds: int = WAIT_SECONDS


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the check is passed; else, how many seconds the page still has to wait, if it may."""

    is_passed: bool
    seconds_left: int = 0


def challenge(*, level: int) -> Challenge:
    """Make a challenge; the higher the level (from 1), the longer the computation."""
    maximum = NUMBERS * HARDER ** (max(level, 1) - 1)
    # The point at the end keeps salt and number apart: no digit goes from one to the other.
    salt = f"{secrets.token_hex(12)}.{int(time.time()) + LIVES_SECONDS}.{maximum}."
    digest = _digest(salt, secrets.randbelow(maximum))
    return Challenge(
        salt=salt,
        challenge=digest,
        signature=_sign(digest),
        maximum=maximum,
        ticket=signing.dumps([int(time.time()), secrets.token_hex(8)], salt=SALT),
    )


def check(request: HttpRequest, *, level: int) -> Verdict:
    """Tell whether the form sent holds a proof of this level, or has waited long enough.

    Each serves once. Waiting is counted by network: it costs nothing to who does it a thousand
    times at once.
    """
    if _is_proved(request.POST.get(FIELD, ""), level=level):
        return Verdict(is_passed=True)
    return _waited(request)


def _is_proved(payload: str, *, level: int) -> bool:
    values = _read(payload)
    if values is None:
        return False
    salt, digest, number = values["salt"], values["challenge"], values["number"]
    if not constant_time_compare(_sign(digest), values["signature"]):
        return False
    if not constant_time_compare(_digest(salt, number), digest):
        return False
    _, expires, maximum, end = salt.split(".")
    if end or int(expires) < time.time() or int(maximum) < NUMBERS * HARDER ** (max(level, 1) - 1):
        return False
    return _use(digest, seconds=LIVES_SECONDS)


def _read(payload: str) -> dict[str, Any] | None:
    """Return the parts of a proof when they are of the right kinds; anything may be sent."""
    if not payload or len(payload) > LARGEST_PAYLOAD:
        return None
    try:
        values = loads(b64decode(payload, validate=True))
    except (NotBase64, JSONDecodeError, UnicodeDecodeError, ValueError, RecursionError):
        return None
    if not isinstance(values, dict) or type(values.get("number")) is not int:
        return None
    if not all(isinstance(values.get(name), str) for name in ("salt", "challenge", "signature")):
        return None
    return values


def _waited(request: HttpRequest) -> Verdict:
    try:
        begun, name = signing.loads(
            request.POST.get(TICKET, ""), salt=SALT, max_age=TICKET_LIVES_SECONDS
        )
    except (signing.BadSignature, ValueError, TypeError):
        return Verdict(is_passed=False)
    left = int(begun + WAIT_SECONDS - time.time())
    if left > 0:
        return Verdict(is_passed=False, seconds_left=left)
    is_allowed = rates.is_within(request, "waited") and _use(name, seconds=TICKET_LIVES_SECONDS)
    return Verdict(is_passed=is_allowed)


def _use(name: str, *, seconds: int) -> bool:
    """Note that this has served; tell whether it was the first time."""
    return bool(cache.add(f"proof:{name}", 1, timeout=seconds))


def _digest(salt: str, number: int) -> str:
    return hashlib.sha256(f"{salt}{number}".encode()).hexdigest()


def _sign(digest: str) -> str:
    return salted_hmac(SALT, digest, algorithm="sha256").hexdigest()
