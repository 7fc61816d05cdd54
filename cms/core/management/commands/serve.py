"""`manage.py serve`: web, worker and scheduler together, on this machine alone."""

import errno
import hashlib
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cms.celery import prepare_queue_folders
from cms.core import pdf
from cms.core.supervisor import Child, Supervisor

READY_SECONDS = 60


class Command(BaseCommand):
    """Prepare what changed, start everything, wait until the portal is ready."""

    help = "Serve the portal: web, worker and scheduler together (Ctrl-C stops everything)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read where to listen."""
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--prepare-only", action="store_true")

    def handle(self, *args: Any, host: str, port: int, prepare_only: bool, **options: Any) -> None:
        """Prepare what changed, then run until stopped; refuse at once what cannot be listened to.

        Raises `CommandError` when the address is taken or unknown, before anything is prepared.
        """
        if not prepare_only:
            _require_free(host, port)
        Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
        prepare_queue_folders()
        # Links in mails lead where this portal really answers, unless its address is configured.
        settings.PUBLIC_URL = os.environ.setdefault("PUBLIC_URL", _local_url(host, port))
        self._prepare()
        if prepare_only:
            return
        if not pdf.is_available():
            self.stdout.write(
                "PDF files cannot be made here: install libpango-1.0-0, libpangoft2-1.0-0 and "
                "libharfbuzz-subset0 (Debian). Everything else works."
            )
        supervisor = Supervisor([Child(name, cmd) for name, cmd in _commands(host, port)])
        status = supervisor.run(on_started=lambda: self._announce(host, port))
        if status:
            raise CommandError("a process kept failing", returncode=status)

    def _prepare(self) -> None:
        """Migrate, collect and load when something they read has changed since the last time."""
        stamp = Path(settings.DATA_DIR) / "prepared"
        digest = _sources_digest()
        if stamp.exists() and stamp.read_text() == digest:
            return
        for name, *arguments in settings.SERVE_PREPARATION:
            self.stdout.write(f"… {name}")
            self.stdout.flush()
            call_command(name, *arguments, verbosity=0)
        stamp.write_text(_sources_digest())

    def _announce(self, host: str, port: int) -> None:
        """Wait until the portal is ready, then say where it is."""
        url = _local_url(host, port)
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if _answers(f"{url}/sante/pret/"):
                for name, *arguments in settings.SERVE_READY:
                    call_command(name, *arguments, stdout=self.stdout)
                self.stdout.write(self.style.SUCCESS(f"→ {url}/"))
                self.stdout.flush()
                return
            time.sleep(0.1)
        self.stderr.write("The portal does not answer yet; see the lines above.")


def _commands(host: str, port: int) -> list[tuple[str, list[str]]]:
    """Return the command of each process."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "--app", "cms.celery", "--quiet"]
    return [
        (
            "web",
            [
                *python,
                "gunicorn",
                "cms.wsgi",
                f"--bind={host}:{port}",
                "--preload",
                "--workers=2",
                "--worker-class=gthread",
                "--threads=4",
                "--timeout=120",
                "--log-level=warning",
            ],
        ),
        (
            "worker",
            [
                *celery,
                "worker",
                "--pool=threads",
                "--concurrency=4",
                "--without-gossip",
                "--without-mingle",
                "--without-heartbeat",
                "--loglevel=warning",
            ],
        ),
        ("scheduler", [*celery, "beat", "--loglevel=warning", "--pidfile="]),
    ]


def _require_free(host: str, port: int) -> None:
    """Refuse an address somebody listens to: their answers would be taken for the portal's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # What gunicorn does too: an address left a moment ago is not taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OverflowError:
            raise CommandError(f"Port {port} does not exist: choose one below 65536.") from None
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                reason = "something already listens there"
            else:
                reason = error.strerror or str(error)
            raise CommandError(
                f"The portal cannot listen on {host}, port {port}: {reason}. "
                f"Another port can be chosen: PORT={port + 1} make run"
            ) from error


def _local_url(host: str, port: int) -> str:
    """Return the address this machine reaches the portal by."""
    local = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104
    return f"http://{local}:{port}"


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _sources_digest() -> str:
    """Return a digest of what the preparation reads, and of the database it prepares."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        identity = f"sqlite {Path(database['NAME']).exists()}"
    else:
        identity = f"{database['HOST']} {database['PORT']} {database['NAME']}"
    digest = hashlib.sha256(identity.encode())
    for pattern in settings.SERVE_PREPARATION_SOURCES:
        for path in sorted(settings.BASE_DIR.glob(pattern)):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(str(path.relative_to(settings.BASE_DIR)).encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
