"""Keep web, worker and scheduler alive together, and stop them together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

QUICK_FAILURE_SECONDS = 5.0
MAX_QUICK_FAILURES = 5
STOP_SECONDS = 10.0
PR_SET_PDEATHSIG = 1


@dataclass(slots=True)
class Child:
    """One process to keep alive, restarted with a growing delay."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    restart_at: float = 0.0
    quick_failures: int = 0

    def start(self) -> None:
        """Start the process in its own session; it dies with the supervisor."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own commands, no shell
            self.command, start_new_session=True, preexec_fn=_die_with_parent
        )

    def check(self) -> None:
        """Note an end, and start again once the delay is over."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            is_quick = now - self.started_at < QUICK_FAILURE_SECONDS
            self.quick_failures = self.quick_failures + 1 if is_quick else 0
            self.restart_at = now + min(10.0, 0.5 * 2**self.quick_failures)
            print(f"[{self.name}] ended ({self.process.returncode}), starting again", flush=True)
            self.process = None
        if self.process is None and now >= self.restart_at:
            self.start()

    def signal(self, number: int) -> None:
        """Send a signal to the whole group of the process."""
        if self.process is not None and self.process.poll() is None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return


@dataclass(slots=True)
class Supervisor:
    """Runs its children until it is asked to stop, or until one keeps failing."""

    children: Sequence[Child]
    is_stopping: bool = field(default=False)

    def run(self, *, on_started: Callable[[], None]) -> int:
        """Run until told to stop; return the exit status (1 when a child kept failing)."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        status = 0
        try:
            for child in self.children:
                child.start()
            on_started()
            while not self.is_stopping:
                for child in self.children:
                    child.check()
                    if child.quick_failures >= MAX_QUICK_FAILURES:
                        print(f"[{child.name}] fails at every start: all stop", file=sys.stderr)
                        status, self.is_stopping = 1, True
                time.sleep(0.2)
        finally:
            self._stop_all()
        return status

    def _ask_to_stop(self, number: int, frame: object) -> None:
        self.is_stopping = True

    def _stop_all(self) -> None:
        """Ask every child to end, then insist."""
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children:
            if child.process is not None:
                try:
                    child.process.wait(max(0.1, deadline - time.monotonic()))
                except subprocess.TimeoutExpired:
                    child.signal(signal.SIGKILL)


def _die_with_parent() -> None:
    """Ask Linux to end this process when the supervisor is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
