"""The anti-robot check: right once, for ten minutes, and whatever else is sent is refused."""

from base64 import b64encode
from datetime import timedelta
from json import dumps
from typing import Any

import pytest
import time_machine
from django.test import RequestFactory
from django.utils import timezone

from applications.accounts import proof_of_work
from tests.applications.accounts.proofs import PARTS, parts_of, solve, ticket_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_proofs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask for small numbers."""
    monkeypatch.setattr(proof_of_work, "NUMBERS", 20)


def page_of(level: int = 1) -> str:
    """Return what the sign-in page holds of a challenge."""
    made = proof_of_work.challenge(level=level)
    parts = " ".join(f'data-{part}="{getattr(made, part)}"' for part in PARTS)
    return f'<div {parts}><input name="proof_ticket" value="{made.ticket}">'


def is_passed(level: int = 1, **sent: str) -> bool:
    """Send a form."""
    request = RequestFactory().post("/", sent)
    return proof_of_work.check(request, level=level).is_passed


def test_proof_serves_once() -> None:
    proof = solve(page_of())
    assert is_passed(proof=proof)
    assert not is_passed(proof=proof)


def test_proof_lives_ten_minutes() -> None:
    proof = solve(page_of())
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert not is_passed(proof=proof)


@pytest.mark.parametrize("part", ["salt", "challenge", "signature"])
def test_changed_parts_are_refused(part: str) -> None:
    assert not is_passed(proof=solve(page_of(), **{part: "a" * 64}))


def test_wrong_number_is_refused() -> None:
    assert not is_passed(proof=solve(page_of(), number=21))


def test_digits_do_not_go_from_the_number_to_the_salt() -> None:
    """Whoever stretches the largest number would make an easy proof a hard one."""
    page = page_of()
    salt = parts_of(page)["salt"]
    proof = solve(page)
    for spliced, number in ((salt + "1", 1), (salt.rstrip("."), 0)):
        values = {"salt": spliced, "number": number}
        assert not is_passed(proof=solve(page, **values))
    assert is_passed(proof=proof)


def test_easy_proof_does_not_serve_where_a_harder_one_is_asked() -> None:
    assert not is_passed(level=2, proof=solve(page_of(1)))
    assert is_passed(level=2, proof=solve(page_of(2)))
    assert is_passed(level=1, proof=solve(page_of(2)))


@pytest.mark.parametrize(
    "values",
    [
        {},
        [],
        "texte",
        {"salt": 1, "challenge": "a", "signature": "b", "number": 1},
        {"salt": "a", "challenge": "a", "signature": "b", "number": True},
        {"salt": "a", "challenge": "a", "signature": "b", "number": "1"},
    ],
)
def test_rubbish_is_refused(values: Any) -> None:
    assert not is_passed(proof=b64encode(dumps(values).encode()).decode())


@pytest.mark.parametrize("proof", ["", "é", "%%%", "a" * 5000, b64encode(b"\xff\xfe").decode()])
def test_what_is_not_a_proof_is_refused(proof: str) -> None:
    assert not is_passed(proof=proof)


def test_waiting_serves_once_and_not_before_its_time() -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        ticket = ticket_of(page_of())
        assert not is_passed(proof_ticket=ticket)
        clock.shift(timedelta(seconds=31))
        assert is_passed(proof_ticket=ticket)
        assert not is_passed(proof_ticket=ticket)
        assert not is_passed(proof_ticket=f"{ticket}x")


def test_waiting_a_thousand_times_at_once_is_limited_by_network() -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        tickets = [ticket_of(page_of()) for _ in range(62)]
        clock.shift(timedelta(seconds=31))
        assert [is_passed(proof_ticket=ticket) for ticket in tickets].count(True) == 60


def test_waiting_lives_an_hour() -> None:
    ticket = ticket_of(page_of())
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert not is_passed(proof_ticket=ticket)
