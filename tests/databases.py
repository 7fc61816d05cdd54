"""Test databases made by copying a template: tests never migrate twice and never flush.

One template per engine and per content (empty, demonstration), keyed by a hash of what makes it.
A clone costs 3 ms on SQLite (a file copy) and 50 ms on PostgreSQL (`CREATE DATABASE … TEMPLATE`).
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path(os.environ.get("TEST_DATA_DIR", "/tmp")) / "portal-tests"
SERVER_URL = os.environ.get("DATABASE_URL", "")
EMPTY_SOURCES = (
    "*/migrations/*.py",
    "*/*/migrations/*.py",
    "requirements.txt",
    "cms/settings/base.py",
)
DEMO_SOURCES = (*EMPTY_SOURCES, "cms/demo/**/*", "**/models/*.py", "cms/static/portal/**/*")


@dataclass(frozen=True, slots=True)
class Clone:
    """A database of its own, and the environment a process needs to use it."""

    data_dir: Path
    database_url: str

    @property
    def environment(self) -> dict[str, str]:
        """Return the variables of a process that uses this database."""
        environment = {**os.environ, "DATA_DIR": str(self.data_dir)}
        environment.pop("DATABASE_URL", None)
        if self.database_url:
            environment["DATABASE_URL"] = self.database_url
        return environment

    @property
    def name(self) -> str:
        """Return what Django calls `NAME`."""
        if self.database_url:
            return urlsplit(self.database_url).path.lstrip("/")
        return str(self.data_dir / "portal.sqlite3")


@contextlib.contextmanager
def clone(content: str) -> Iterator[Clone]:
    """Give a fresh clone of the `empty` or `demo` template, dropped afterwards."""
    template = _template(content)
    folder = FOLDER / "clones" / uuid.uuid4().hex
    shutil.copytree(template, folder, symlinks=True)
    url = ""
    if SERVER_URL:
        name = f"portal_clone_{folder.name}"
        _administer("CREATE DATABASE {} TEMPLATE {}", name, _template_database(template))
        url = _url_of(name)
    try:
        yield Clone(folder, url)
    finally:
        if url:
            _administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", urlsplit(url).path.lstrip("/"))
        shutil.rmtree(folder, ignore_errors=True)


def _template(content: str) -> Path:
    """Return the folder of a template, made on first use, whatever the number of processes."""
    engine = "postgresql" if SERVER_URL else "sqlite"
    sources = DEMO_SOURCES if content == "demo" else EMPTY_SOURCES
    folder = FOLDER / "templates" / f"{content}-{engine}-{_digest(sources)}"
    FOLDER.joinpath("templates").mkdir(parents=True, exist_ok=True)
    with (FOLDER / "templates" / f"{content}-{engine}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            _make_template(folder, content)
            (folder / "ready").touch()
    return folder


def _make_template(folder: Path, content: str) -> None:
    """Migrate an empty database, and load the demonstration when asked."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    url = ""
    if SERVER_URL:
        name = _template_database(folder)
        _administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        _administer("CREATE DATABASE {}", name)
        url = _url_of(name)
    environment = Clone(folder, url).environment
    command = ["migrate", "--noinput"] if content == "empty" else ["serve", "--prepare-only"]
    subprocess.run(
        [sys.executable, "manage.py", *command, "--verbosity=0", "--settings=cms.settings.demo"],
        cwd=ROOT,
        env=environment,
        check=True,
    )
    if not SERVER_URL:
        # A clone copies one file: nothing may stay in the write-ahead log.
        with contextlib.closing(sqlite3.connect(folder / "portal.sqlite3")) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _digest(patterns: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file() and ".venv" not in path.parts and path.suffix != ".pyc":
                digest.update(str(path.relative_to(ROOT)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _template_database(folder: Path) -> str:
    return "portal_template_" + folder.name.replace("-", "_")


def _url_of(name: str) -> str:
    return urlunsplit(urlsplit(SERVER_URL)._replace(path=f"/{name}"))


def _administer(statement: str, *names: str) -> None:
    """Run one statement on the server itself, outside any transaction."""
    with psycopg.connect(SERVER_URL, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
