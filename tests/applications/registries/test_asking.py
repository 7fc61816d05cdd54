"""Registers are asked in order, for so many seconds, kept, and left alone when they fail."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications.registries import addresses, asking, companies
from applications.registries.errors import (
    RegisterRefused,
    RegisterUnavailable,
    RegisterUnreadable,
)
from cms.core.caches import registers as cache
from tests.applications.registries import doubles
from tests.applications.registries.doubles import (
    Complete,
    Hurried,
    Knowing,
    Mumbling,
    Remote,
    Silent,
    path,
)

SIRET = "99910002700013"


@pytest.fixture(autouse=True)
def nobody_asked_yet() -> None:
    for double in doubles.ALL:
        double.asked.clear()


class Clock:
    """A clock the test moves."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stand for the clock of the budget."""
    clock = Clock()
    monkeypatch.setattr(asking, "monotonic", clock)
    return clock


@pytest.mark.parametrize("failing", [Silent, Hurried, Mumbling])
def test_one_failing_register_does_not_hide_the_next(settings, failing: type[Remote]) -> None:
    settings.COMPANY_REGISTERS = [path(failing), path(Knowing)]
    record = companies.find(SIRET)
    assert record is not None
    assert record.name == doubles.KNOWN.name


@pytest.mark.parametrize(
    ("failing", "error"),
    [
        (Silent, RegisterUnavailable),
        (Hurried, RegisterRefused),
        (Mumbling, RegisterUnreadable),
    ],
)
def test_when_none_knows_the_first_failure_is_said(
    settings, failing: type[Remote], error: type[Exception]
) -> None:
    settings.COMPANY_REGISTERS = [path(failing), path(Remote)]
    with pytest.raises(error):
        companies.find(SIRET)


def test_nobody_is_asked_after_a_register_that_knows_them_all(settings) -> None:
    settings.COMPANY_REGISTERS = [path(Complete), path(Knowing)]
    assert companies.find(SIRET) is None
    assert Knowing.asked == []


def test_a_register_has_two_seconds_and_all_of_them_three(
    settings, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait(self: Remote, siret: str, *, seconds: float) -> None:
        Silent.asked.append(seconds)
        clock.now += seconds
        raise RegisterUnavailable

    monkeypatch.setattr(Silent, "find_by_siret", wait)
    settings.COMPANY_REGISTERS = [path(Silent), path(Silent), path(Silent), path(Knowing)]
    with pytest.raises(RegisterUnavailable):
        companies.find(SIRET)
    assert Silent.asked == [2.0, 1.0]
    assert Knowing.asked == []
    assert clock.now == 1003.0


def test_registers_that_need_no_network_answer_when_the_time_is_over(
    settings, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait(self: Remote, siret: str, *, seconds: float) -> None:
        clock.now += 10
        raise RegisterUnavailable

    monkeypatch.setattr(Silent, "find_by_siret", wait)
    embedded = "applications.registries.embedded.EmbeddedCompanyRegister"
    settings.COMPANY_REGISTERS = [path(Silent), embedded]
    assert companies.find(SIRET) is not None


def test_an_answer_is_kept_with_the_instant_it_was_given(settings, time_machine) -> None:
    settings.COMPANY_REGISTERS = [path(Knowing)]
    time_machine.move_to("2026-11-20T10:00:00+01:00", tick=False)
    first = companies.find(SIRET)
    time_machine.shift(timedelta(hours=23))
    again = companies.find("999 100 027 00013")
    assert again == first
    assert again is not None
    assert again.retrieved_at == timezone.now() - timedelta(hours=23)
    assert len(Knowing.asked) == 1


def test_nothing_known_is_kept_too_for_less_long(settings, time_machine) -> None:
    settings.COMPANY_REGISTERS = [path(Remote)]
    time_machine.move_to("2026-11-20T10:00:00+01:00", tick=False)
    assert companies.find(SIRET) is None
    assert companies.find(SIRET) is None
    assert len(Remote.asked) == 1
    time_machine.shift(timedelta(minutes=11))
    assert companies.find(SIRET) is None
    assert len(Remote.asked) == 2


def test_a_failure_is_not_kept(settings) -> None:
    settings.COMPANY_REGISTERS = [path(Mumbling)]
    for _time in range(2):
        with pytest.raises(RegisterUnreadable):
            companies.find(SIRET)
    assert len(Mumbling.asked) == 2


def test_what_is_looked_up_cannot_be_read_in_the_cache_keys_nor_the_logs(
    settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    keys: list[str] = []
    monkeypatch.setattr(cache, "set", lambda key, *_args: keys.append(key))
    settings.COMPANY_REGISTERS = [path(Silent), path(Knowing)]
    settings.ADDRESS_REGISTERS = [path(Silent), path(Remote)]
    companies.find(SIRET)
    addresses.search("3 rue du Phare")
    assert len(keys) == 4
    assert not any(SIRET in key or "Phare" in key for key in keys)
    assert "Silent: register_unavailable" in caplog.text
    assert SIRET not in caplog.text
    assert "Phare" not in caplog.text


def test_a_register_that_asks_to_be_left_alone_is(settings, time_machine) -> None:
    settings.COMPANY_REGISTERS = [path(Hurried)]
    time_machine.move_to("2026-11-20T10:00:00+01:00", tick=False)
    for _time in range(3):
        with pytest.raises(RegisterRefused):
            companies.find(SIRET)
    assert len(Hurried.asked) == 1
    time_machine.shift(timedelta(seconds=6))
    with pytest.raises(RegisterRefused):
        companies.find(SIRET)
    assert len(Hurried.asked) == 2


def test_a_register_silent_three_times_is_left_alone_half_a_minute(settings, time_machine) -> None:
    settings.COMPANY_REGISTERS = [path(Silent)]
    time_machine.move_to("2026-11-20T10:00:00+01:00", tick=False)
    for _time in range(5):
        with pytest.raises(RegisterUnavailable):
            companies.find(SIRET)
    assert len(Silent.asked) == 3
    time_machine.shift(timedelta(seconds=31))
    with pytest.raises(RegisterUnavailable):
        companies.find(SIRET)
    assert len(Silent.asked) == 4


def test_a_look_up_of_addresses_never_fails(settings) -> None:
    settings.ADDRESS_REGISTERS = [path(Silent), path(Mumbling), path(Hurried)]
    assert addresses.search("3 rue du Phare") == []
