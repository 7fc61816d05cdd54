"""One question to a register on the web: so many seconds and no more, or one of three errors.

The socket's time-out bounds each read, not the whole, and no name look-up: a thread asks, and is
not waited for. Redirections are not followed: a token goes to the address of the settings alone.
"""

from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse
from time import monotonic
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

from applications.registries.errors import (
    RegisterError,
    RegisterRefused,
    RegisterUnavailable,
    RegisterUnreadable,
)

LARGEST_ANSWER = 2_000_000
CHUNK = 65_536
DEFAULT_WAIT_SECONDS = 10.0
THREADS = ThreadPoolExecutor(max_workers=16, thread_name_prefix="registers")


def make_opener() -> OpenerDirector:
    """Return what opens http and https, through the machine's proxy, and follows nothing."""
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        UnknownHandler(),
        HTTPHandler(),
        HTTPSHandler(),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


OPENER = make_opener()


def get(
    url: str,
    *,
    params: Mapping[str, str | int],
    seconds: float,
    token: str = "",
    unknown: Collection[int] = (),
) -> bytes | None:
    """Return the body of an answer, or nothing when its status is one of `unknown`.

    `token` is sent as a bearer's. Raises a `RegisterError` within `seconds`.
    """
    request = Request(  # noqa: S310 - the address is a setting, the opener knows http alone
        f"{url}?{urlencode(params)}", headers={"Accept": "application/json"}
    )
    if token:
        request.add_unredirected_header("Authorization", f"Bearer {token}")
    asked = THREADS.submit(_read, request, seconds, frozenset(unknown))
    try:
        return asked.result(timeout=seconds)
    except TimeoutError as error:
        asked.cancel()
        raise RegisterUnavailable from error


def _read(request: Request, seconds: float, unknown: frozenset[int]) -> bytes | None:
    ends_at = monotonic() + seconds
    try:
        with OPENER.open(request, timeout=seconds) as answer:
            return _body(answer, ends_at)
    except HTTPError as error:
        with closing(error):
            if error.code in unknown:
                return None
            raise _failure(error) from error
    except (OSError, HTTPException) as error:
        raise RegisterUnavailable from error


def _body(answer: HTTPResponse, ends_at: float) -> bytes:
    """Read an answer, however slowly it drips, until the end of the time given."""
    body = bytearray()
    while chunk := answer.read1(CHUNK):
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise RegisterUnreadable
        if monotonic() > ends_at:
            raise RegisterUnavailable
    if answer.length:
        raise RegisterUnavailable
    return bytes(body)


def _failure(error: HTTPError) -> RegisterError:
    if error.code == HTTPStatus.TOO_MANY_REQUESTS:
        return RegisterRefused(wait_seconds=_wait_asked(error))
    if error.code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return RegisterUnavailable()
    return RegisterRefused()


def _wait_asked(error: HTTPError) -> float:
    """Return the seconds of `Retry-After`; a date or nothing counts for ten."""
    asked = (error.headers.get("Retry-After") or "").strip()
    return max(1.0, float(asked)) if asked.isascii() and asked.isdigit() else DEFAULT_WAIT_SECONDS
