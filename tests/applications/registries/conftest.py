"""A register served on this machine, as those of the web answer."""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest


@dataclass
class Served:
    """A register on this machine: what it answers, what it was asked.

    `is_mute` keeps the answer back until the end of the test; `drips` sends one byte and no more.
    """

    body: bytes = b"{}"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    is_mute: bool = False
    drips: bool = False
    paths: list[str] = field(default_factory=list)
    queries: list[dict[str, str]] = field(default_factory=list)
    tokens: list[str | None] = field(default_factory=list)
    url: str = ""
    released: threading.Event = field(default_factory=threading.Event)


Serve = Callable[..., Served]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve one answer as a register would; return the register."""
    running: list[tuple[Served, ThreadingHTTPServer]] = []

    def start(body: str | bytes = "{}", status: int = 200, **how: object) -> Served:
        content = body.encode() if isinstance(body, str) else body
        served = Served(content, status, **how)  # type: ignore[arg-type]

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked = urlsplit(self.path)
                served.paths.append(asked.path)
                served.queries.append({k: v[0] for k, v in parse_qs(asked.query).items()})
                served.tokens.append(self.headers.get("Authorization"))
                if served.is_mute:
                    served.released.wait()
                self.send_response(served.status)
                self.send_header("Content-Length", str(len(served.body)))
                for name, value in served.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                if served.drips:
                    self.wfile.write(served.body[:1])
                    served.released.wait()
                else:
                    self.wfile.write(served.body)

            def log_message(self, *_args: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, *_args: object) -> None:
                """A caller that left is no error."""

        server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        served.url = f"http://127.0.0.1:{server.server_port}"
        running.append((served, server))
        return served

    yield start
    for served, server in running:
        served.released.set()
        server.shutdown()
        server.server_close()
