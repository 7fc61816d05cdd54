"""A question to the web: an answer, or one of three errors, in the time given."""

import socket
from urllib.request import OpenerDirector

import pytest

from applications.registries import web
from applications.registries.errors import (
    RegisterError,
    RegisterRefused,
    RegisterUnavailable,
    RegisterUnreadable,
)
from tests.applications.registries.conftest import Serve


def ask(url: str, *, seconds: float = 5, token: str = "") -> bytes | None:
    return web.get(url, params={"q": "x"}, seconds=seconds, token=token, unknown=(404,))


@pytest.fixture
def timeouts(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Note the time-out given to each socket."""
    noted: list[float] = []
    connect = socket.create_connection

    def note(address: object, timeout: float, *args: object, **kwargs: object) -> socket.socket:
        noted.append(timeout)
        return connect(address, timeout, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "create_connection", note)
    return noted


def test_an_answer_is_given_as_it_came(serve: Serve) -> None:
    assert ask(serve('{"a": 1}').url) == b'{"a": 1}'


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (302, RegisterRefused),
        (400, RegisterRefused),
        (401, RegisterRefused),
        (403, RegisterRefused),
        (429, RegisterRefused),
        (500, RegisterUnavailable),
        (502, RegisterUnavailable),
        (503, RegisterUnavailable),
        (504, RegisterUnavailable),
    ],
)
def test_each_status_has_its_error(serve: Serve, status: int, error: type[RegisterError]) -> None:
    served = serve("{}", status, headers={"Location": "/elsewhere"})
    with pytest.raises(error):
        ask(served.url)
    assert len(served.paths) == 1


def test_a_status_that_means_unknown_is_nothing(serve: Serve) -> None:
    assert ask(serve("{}", 404).url) is None


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [({"Retry-After": "4"}, 4), ({"Retry-After": "0"}, 1), ({"Retry-After": "soon"}, 10), ({}, 10)],
)
def test_too_many_questions_says_how_long_to_wait(
    serve: Serve, asked: dict[str, str], seconds: float
) -> None:
    with pytest.raises(RegisterRefused) as caught:
        ask(serve("{}", 429, headers=asked).url)
    assert caught.value.wait_seconds == seconds


def test_a_mute_register_is_unavailable_by_the_time_out_of_the_settings(
    serve: Serve, timeouts: list[float]
) -> None:
    with pytest.raises(RegisterUnavailable):
        ask(serve("{}", is_mute=True).url, seconds=0.3)
    assert timeouts == [0.3]


def test_a_register_that_drips_is_not_waited_for(serve: Serve) -> None:
    with pytest.raises(RegisterUnavailable):
        ask(serve('{"a": 1}', drips=True).url, seconds=0.3)


def test_a_name_that_is_slow_to_resolve_is_not_waited_for(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = serve()
    monkeypatch.setattr(
        OpenerDirector, "open", lambda *_args, **_kwargs: served.released.wait() and None
    )
    with pytest.raises(RegisterUnavailable):
        ask("http://register.invalid", seconds=0.2)


def test_nobody_listening_is_unavailable() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        with pytest.raises(RegisterUnavailable):
            ask(f"http://127.0.0.1:{port}")


def test_an_answer_too_large_is_unreadable(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "LARGEST_ANSWER", 1000)
    with pytest.raises(RegisterUnreadable):
        ask(serve("x" * 2000).url)


def test_a_token_is_never_sent_to_another_address(serve: Serve) -> None:
    other = serve("{}")
    served = serve("{}", 302, headers={"Location": other.url})
    with pytest.raises(RegisterRefused):
        ask(served.url, token="a-secret")
    assert served.tokens == ["Bearer a-secret"]
    assert other.paths == []


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://127.0.0.1/x", "data:,x"])
def test_only_the_web_is_asked(url: str) -> None:
    with pytest.raises(RegisterUnavailable):
        ask(url)
