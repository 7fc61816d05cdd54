"""Requests and answers, over a socket (timed) or inside this process (queries counted)."""

import gzip
import socket
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

CSRF_TOKEN = "M" * 32
TIMEOUT = 30.0
AS_A_BROWSER = {"Accept": "text/html", "Accept-Encoding": "gzip, deflate"}
CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request: what is sent, and what the answer must be for the measure to count.

    `is_multipart` sends the fields as a browser sends a form that may hold files.
    """

    path: str
    cookies: Mapping[str, str] = field(default_factory=dict)
    fields: Sequence[tuple[str, str]] | None = None
    is_multipart: bool = False
    status: int = 200
    contains: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def method(self) -> str:
        """Return GET, or POST when there are fields."""
        return "GET" if self.fields is None else "POST"

    def encoded(self) -> tuple[str, bytes]:
        """Return the type and the bytes of the body."""
        if self.fields is None:
            return "", b""
        sent = [("csrfmiddlewaretoken", CSRF_TOKEN)]
        sent += [(name, value) for name, value in self.fields if name != sent[0][0]]
        boundary = uuid.uuid4().hex
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in sent
        ]
        body = "".join([*parts, f"--{boundary}--\r\n"]).encode()
        return f"multipart/form-data; boundary={boundary}", body


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and what it cost: seconds over the socket, statements in this process."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float = 0.0
    statements: tuple[str, ...] = ()

    @property
    def content(self) -> bytes:
        """Return the bytes of the page, decompressed."""
        is_compressed = self.headers.get("content-encoding") == "gzip"
        return gzip.decompress(self.body) if is_compressed else self.body

    @property
    def text(self) -> str:
        """Return the page."""
        return self.content.decode()

    @property
    def queries(self) -> list[str]:
        """Return the statements that read or write, transaction control aside."""
        return [one for one in self.statements if not one.startswith(CONTROL)]


class WrongAnswer(Exception):
    """A measure of an error page would be worth nothing."""


class Transport(Protocol):
    """A way to the portal."""

    def send(self, exchange: Exchange) -> Answer:
        """Send one request and return its answer."""
        ...


def check(exchange: Exchange, answer: Answer) -> Answer:
    """Refuse an answer that is not the one the line measures."""
    if answer.status != exchange.status or exchange.contains.encode() not in answer.content:
        raise WrongAnswer(
            f"{exchange.method} {exchange.path}: {answer.status} instead of {exchange.status} "
            f"with « {exchange.contains} »\n{answer.content[:2000].decode(errors='replace')}"
        )
    return answer


class Socket:
    """One keep-alive connection on the loopback; the client's own cost is a few microseconds."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._socket: socket.socket | None = None

    def send(self, exchange: Exchange) -> Answer:
        """Send one request; the time runs from the first byte sent to the last one received."""
        message = self._message(exchange)
        connected = self._socket or self._connect()
        started = time.perf_counter()
        connected.sendall(message)
        received = connected.recv(65536)
        while received and b"\r\n\r\n" not in received:
            received += connected.recv(65536)
        head, _separator, body = received.partition(b"\r\n\r\n")
        status, headers = _parse_head(head)
        chunks = [body]
        missing = int(headers["content-length"]) - len(body)
        while missing > 0:
            chunk = connected.recv(262144)
            if not chunk:
                raise WrongAnswer(f"{exchange.path}: the connection was cut")
            chunks.append(chunk)
            missing -= len(chunk)
        seconds = time.perf_counter() - started
        if headers.get("connection", "").lower() == "close":
            self.close()
        return check(exchange, Answer(status, headers, b"".join(chunks), seconds))

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _connect(self) -> socket.socket:
        self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=TIMEOUT)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket

    def _message(self, exchange: Exchange) -> bytes:
        content_type, body = exchange.encoded()
        cookies = {**exchange.cookies, **({"csrftoken": CSRF_TOKEN} if body else {})}
        lines = [
            f"{exchange.method} {exchange.path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            *(f"{name}: {value}" for name, value in {**AS_A_BROWSER, **exchange.headers}.items()),
        ]
        if cookies:
            lines.append("Cookie: " + "; ".join(f"{key}={value}" for key, value in cookies.items()))
        if body:
            lines += [f"Content-Type: {content_type}", f"Content-Length: {len(body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + body


class InProcess:
    """Django's test client, on the same database, with every statement seen."""

    def send(self, exchange: Exchange) -> Answer:
        """Send one request."""
        client = Client(raise_request_exception=True)
        client.cookies.load(dict(exchange.cookies))
        content_type, body = exchange.encoded()
        more: dict[str, Any] = {"headers": {"accept": "text/html", **exchange.headers}}
        with CaptureQueriesContext(connection) as captured:
            response = client.generic(
                exchange.method, exchange.path, body, content_type or "text/plain", **more
            )
        statements = tuple(query["sql"] for query in captured.captured_queries)
        headers = {name.lower(): value for name, value in response.items()}
        answer = Answer(response.status_code, headers, response.content, 0.0, statements)
        return check(exchange, answer)


def _parse_head(head: bytes) -> tuple[int, dict[str, str]]:
    status_line, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return int(status_line.split(" ", 2)[1]), {
        name.lower(): value.strip() for name, _colon, value in pairs
    }
