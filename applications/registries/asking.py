"""Asking registers one after the other: within a budget, kept, and left alone when they fail.

A caller never waits more than `REGISTER_BUDGET_SECONDS` in all, `REGISTER_TIMEOUT_SECONDS` for
one register. What is looked up goes neither to the logs nor, readable, to the cache.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from time import monotonic
from typing import Any, Generic, Protocol, TypeVar, cast

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string

from applications.registries.errors import (
    RegisterError,
    RegisterRefused,
    RegisterUnavailable,
)
from applications.registries.records import AddressRecord, CompanyRecord, Representative
from cms.core.caches import registers as cache

logger = logging.getLogger("portal.registries")

KEY_SALT = "applications.registries"
FAILURES_BEFORE_PAUSE = 3
FAILURES_WITHIN_SECONDS = 60
LONGEST_PAUSE_SECONDS = 60.0


class Register(Protocol):
    """What any register says of itself.

    `is_remote`: asked over the network, so its answers are kept and it is left alone when it
    fails. `is_complete`: it knows every body there is, so that nobody is asked after it has
    answered that it knows none.
    """

    @property
    def is_remote(self) -> bool:
        """Whether asking takes the network."""

    @property
    def is_complete(self) -> bool:
        """Whether what it does not know does not exist."""


R_contra = TypeVar("R_contra", contravariant=True)
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Inquiry(Generic[R_contra, Answer]):
    """One question: its kind, what it is about, and how a register is asked in some seconds."""

    kind: str
    about: str
    ask: Callable[[R_contra, float], Answer]

    def key(self, path: str) -> str:
        """Return the cache key of the answer of a register, which tells nothing to who reads it."""
        text = f"{path}|{self.kind}|{self.about}|{SHAPE}"
        return f"registers:{salted_hmac(KEY_SALT, text, algorithm='sha256').hexdigest()}"


@dataclass(frozen=True)
class Kept:
    """An answer kept, nothing known included."""

    answer: Any


SHAPE = repr(
    [
        [field.name for field in fields(record)]
        for record in (CompanyRecord, Representative, AddressRecord)
    ]
)
"""Part of the keys: an answer of an earlier shape is not read."""


def first_answer(paths: Sequence[str], inquiry: Inquiry[Any, Answer]) -> Answer | None:
    """Return what the first register that knows something says, or nothing.

    `paths` are the dotted paths of the registers, asked in this order. One that fails does not
    hide the next; when none knows and one failed, the first failure is raised.
    """
    ends_at = monotonic() + settings.REGISTER_BUDGET_SECONDS
    failure: RegisterError | None = None
    for path in paths:
        register: Register = import_string(path)()
        try:
            answer = _answer_of(register, path, inquiry, ends_at - monotonic())
        except RegisterError as error:
            logger.warning("%s: %s", path.rpartition(".")[2], error.code)
            failure = failure or error
            continue
        if answer:
            return answer
        if register.is_complete:
            return None
    if failure is not None:
        raise failure
    return None


def _answer_of(register: Register, path: str, inquiry: Inquiry[Any, Answer], left: float) -> Answer:
    if not register.is_remote:
        return _dated(inquiry.ask(register, left))
    key = inquiry.key(path)
    kept = cache.get(key)
    if isinstance(kept, Kept):
        return cast("Answer", kept.answer)
    seconds = min(left, settings.REGISTER_TIMEOUT_SECONDS)
    if seconds <= 0:
        raise RegisterUnavailable
    _refuse_when_paused(path)
    try:
        answer = _dated(inquiry.ask(register, seconds))
    except RegisterError as error:
        _note_failure(path, error)
        raise
    cache.delete(_failures_key(path))
    is_known = bool(answer)
    seconds_kept = (
        settings.REGISTER_CACHE_SECONDS if is_known else settings.REGISTER_UNKNOWN_CACHE_SECONDS
    )
    cache.set(key, Kept(answer), seconds_kept)
    return answer


def _dated(answer: Answer) -> Answer:
    if is_dataclass(answer) and hasattr(answer, "retrieved_at"):
        return cast("Answer", replace(cast("Any", answer), retrieved_at=timezone.now()))
    return answer


def _refuse_when_paused(path: str) -> None:
    code = cache.get(_pause_key(path))
    if code == RegisterRefused.code:
        raise RegisterRefused
    if code is not None:
        raise RegisterUnavailable


def _note_failure(path: str, error: RegisterError) -> None:
    """Leave the register alone for as long as it asked, or after some silences in a row."""
    if error.wait_seconds:
        pause = min(error.wait_seconds, LONGEST_PAUSE_SECONDS)
        cache.set(_pause_key(path), error.code, pause)
    elif isinstance(error, RegisterUnavailable):
        failures = cache.get(_failures_key(path), 0) + 1
        cache.set(_failures_key(path), failures, FAILURES_WITHIN_SECONDS)
        if failures >= FAILURES_BEFORE_PAUSE:
            cache.set(_pause_key(path), error.code, settings.REGISTER_PAUSE_SECONDS)
            cache.delete(_failures_key(path))


def _pause_key(path: str) -> str:
    return f"registers:pause:{path}"


def _failures_key(path: str) -> str:
    return f"registers:failures:{path}"
