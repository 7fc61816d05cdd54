"""The antivirus: what it says is stored once, what it fails to say is tried again."""

import socket
import struct
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.storage import storages

from applications.attachments import clamav
from applications.attachments.errors import ScannerUnavailable
from applications.attachments.models import Attachment, ScanState
from applications.attachments.services import FileRules, store_upload
from cms.core import jobs
from cms.core.models import Event, Job
from cms.core.models.job import JobState
from tests.factories.attachments import PDF, upload

VIRUS = PDF + b"X5O!P%@AP EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


class FakeClamd:
    """Clamd's INSTREAM on a local port: reads the chunks, answers one line."""

    def __init__(self, answer: bytes | None = None) -> None:
        self.answer = answer
        self.received: list[bytes] = []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.server.settimeout(0.05)
        self.is_stopped = False
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    @property
    def address(self) -> str:
        host, port = self.server.getsockname()
        return f"{host}:{port}"

    def stop(self) -> None:
        self.is_stopped = True
        self.thread.join(timeout=5)
        self.server.close()

    def _serve(self) -> None:
        while not self.is_stopped:
            try:
                client, _address = self.server.accept()
            except TimeoutError:
                continue
            client.settimeout(5)
            with client, client.makefile("rb") as stream:
                if stream.read(10) != b"zINSTREAM\0":
                    client.sendall(b"UNKNOWN COMMAND\0")
                    continue
                data = b""
                while size := struct.unpack("!L", stream.read(4))[0]:
                    data += stream.read(size)
                self.received.append(data)
                found = b"stream: Eicar-Signature FOUND\0" if b"EICAR" in data else b"stream: OK\0"
                client.sendall(found if self.answer is None else self.answer)


@pytest.fixture
def clamd(settings: Any) -> Iterator[FakeClamd]:
    server = FakeClamd()
    settings.CLAMAV_ADDRESS = server.address
    yield server
    server.stop()


def keep(data: bytes) -> Attachment:
    return store_upload(
        upload("avis.pdf", data),
        owner_type="submission",
        owner_id=12,
        slot="d-avis",
        rules=FileRules(("pdf",)),
        actor=None,
    )


@pytest.mark.django_db
def test_a_clean_file_waits_then_is_clean(clamd: FakeClamd, run_jobs: Any) -> None:
    data = PDF + b" " * 200_000
    attachment = keep(data)
    assert attachment.scan_state == ScanState.PENDING
    assert not attachment.is_readable_by_staff
    assert run_jobs() == 1
    attachment.refresh_from_db()
    assert attachment.scan_state == ScanState.CLEAN
    assert clamd.received == [data]


@pytest.mark.django_db
def test_an_infected_file_leaves_its_row_only(
    clamd: FakeClamd, run_jobs: Any, django_capture_on_commit_callbacks: Any
) -> None:
    attachment = keep(VIRUS)
    path = attachment.file.name
    with django_capture_on_commit_callbacks(execute=True):
        run_jobs()
    attachment.refresh_from_db()
    assert attachment.scan_state == ScanState.INFECTED
    assert not attachment.file
    assert not storages["private"].exists(path)
    assert Event.objects.get(kind="attachments.infected").params == {"slot": "d-avis"}


@pytest.mark.django_db
def test_a_silent_antivirus_is_tried_again_then_given_up(settings: Any) -> None:
    settings.CLAMAV_ADDRESS = "127.0.0.1:1"
    attachment = keep(PDF)
    job = Job.objects.get()
    assert not jobs.run(job.pk)
    job.refresh_from_db()
    attachment.refresh_from_db()
    assert (job.state, attachment.scan_state) == (JobState.QUEUED, ScanState.PENDING)
    Job.objects.update(attempts=jobs.MAX_ATTEMPTS - 1, run_after=job.created_at)
    assert not jobs.run(job.pk)
    job.refresh_from_db()
    attachment.refresh_from_db()
    assert (job.state, attachment.scan_state) == (JobState.FAILED, ScanState.ERROR)
    assert not attachment.is_readable_by_staff


@pytest.mark.django_db
def test_a_file_removed_meanwhile_needs_no_scan(clamd: FakeClamd, run_jobs: Any) -> None:
    attachment = keep(PDF)
    attachment.delete()
    assert run_jobs() == 1
    assert clamd.received == []


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"\xff\xfe\0"])
def test_an_answer_that_is_not_clear_is_no_answer(answer: bytes, tmp_path: Any) -> None:
    server = FakeClamd(answer)
    path = tmp_path / "avis.pdf"
    path.write_bytes(PDF)
    try:
        with path.open("rb") as file, pytest.raises(ScannerUnavailable):
            clamav.scan(file, address=server.address)
    finally:
        server.stop()
