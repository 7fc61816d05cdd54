"""The real server, as `manage.py serve` starts it, on a free port of the loopback.

One worker rather than two: a lone connection is served by the worker that accepted it, and every
line must be measured in the process its comparison is measured in.
"""

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests import databases

START_SECONDS = 60
STOP_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    port: int
    pid: int

    @property
    def busy_seconds(self) -> float | None:
        """Return how long its worker has been on a processor; `None` outside Linux."""
        try:
            workers = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
            spent = [
                int((task / "schedstat").read_text().split()[0])
                for worker in workers
                for task in Path(f"/proc/{worker}/task").iterdir()
            ]
        except OSError:
            return None
        return sum(spent) / 1e9


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(environment: Mapping[str, str]) -> Iterator[Server]:
    """Serve the portal and its comparison; end the process afterwards."""
    port = free_port()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "tests.benchmarks.wsgi",
            f"--bind=127.0.0.1:{port}",
            "--workers=1",
            "--worker-class=gthread",
            "--threads=4",
            "--keep-alive=120",
            "--timeout=120",
            "--log-level=error",
        ],
        cwd=databases.ROOT,
        env={**environment, "PUBLIC_URL": f"http://127.0.0.1:{port}"},
    )
    try:
        _wait(process, port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended: {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError("the server does not answer")
