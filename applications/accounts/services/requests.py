"""What anybody may ask for about an address, answered by mail only.

The request is written alike whether an account exists or not; a worker looks for the account. So
neither the page nor its time tells anything.
"""

import uuid
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils import timezone

from applications.accounts.services import passwords, registration
from cms.core import jobs
from cms.core.jobs import JobHandler, Payload

ANSWER = "accounts.answer"


class Question(StrEnum):
    """What is asked."""

    IDENTIFIER = "identifier"
    RESET = "reset"
    ACTIVATION = "activation"


ANSWERS: dict[str, Callable[..., None]] = {
    Question.IDENTIFIER: passwords.ask_identifier,
    Question.RESET: passwords.ask_reset,
    Question.ACTIVATION: registration.resend,
}


def ask(question: Question, *, login: str, now: datetime) -> None:
    """Keep a request; its answer, if any, comes by mail."""
    jobs.enqueue(
        ANSWER,
        key=uuid.uuid4().hex,
        payload={"question": question, "login": login},
        run_after=now,
    )


def _answer(payload: Payload, result: Any) -> None:
    ANSWERS[payload["question"]](payload["login"], now=timezone.now())


answer_handler = JobHandler(code=ANSWER, finish=_answer)
