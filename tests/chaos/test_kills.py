"""Real processes, real kills: what was filed is acknowledged once, whatever dies."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from applications.notifications.models import Mail
from applications.submissions.events import ACKNOWLEDGED, SUBMITTED
from applications.submissions.models import Submission, SubmissionState
from cms.core.models import Event
from cms.demo.models import MailboxMessage
from tests import databases
from tests.e2e.conftest import free_port
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.submissions import SubmissionFactory

pytestmark = [pytest.mark.chaos, pytest.mark.xdist_group("browser")]

ACKNOWLEDGEMENT_SECONDS = 90


def children_of(pid: int) -> list[int]:
    """Return every process below one, deepest last."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *children_of(int(child))]
    return found


def kill_all(supervisor: subprocess.Popen[bytes]) -> None:
    """`kill -9` web, worker and scheduler; the supervisor starts them again."""
    for pid in children_of(supervisor.pid):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


@contextmanager
def serve(clone: databases.Clone) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve a clone with short leases, so that a dead worker is replaced within seconds."""
    port = free_port()
    environment = {
        **clone.environment,
        "DJANGO_SETTINGS_MODULE": "cms.settings.demo",
        "JOB_LEASE_SECONDS": "4",
        "JOB_SWEEP_SECONDS": "1",
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", f"--port={port}"],
        cwd=databases.ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(lambda: answers(url), seconds=90)
        yield url, process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def answers(url: str) -> bool:
    try:
        return requests.get(f"{url}/sante/pret/", timeout=2).status_code == 200
    except requests.RequestException:
        return False


def wait_for(condition, *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.2)


class Applicant:
    """Somebody whose browser sends the same form again when the site does not answer."""

    def __init__(self, url: str, email: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.post("/compte/connexion/", {"login": email, "password": PASSWORD})

    def get(self, path: str) -> str:
        while True:
            try:
                return self.session.get(self.url + path, timeout=20).text
            except requests.RequestException:
                time.sleep(0.3)

    def post(self, path: str, data: dict[str, object]) -> None:
        token = hidden(self.get(path), "csrfmiddlewaretoken")
        while True:
            try:
                self.session.post(
                    self.url + path,
                    data={**data, "csrfmiddlewaretoken": token},
                    headers={"Referer": self.url + path},
                    timeout=20,
                )
            except requests.RequestException:
                time.sleep(0.3)
            else:
                return


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found is not None, f"no {name} in the page"
    return found.group(1)


@pytest.mark.parametrize("fresh_db", ["demo"], indirect=True)
def test_a_filed_dossier_survives_kills_of_every_process_at_any_moment(fresh_db, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    people = [UserFactory(with_sheet=True) for _number in range(3)]
    for person in people:
        person.set_password(PASSWORD)
        person.save()
    drafts = [SubmissionFactory(complete=True, person=person) for person in people]

    with serve(fresh_db) as (url, supervisor):
        applicants = [Applicant(url, person.email) for person in people]
        keys = [uuid.uuid4() for _draft in drafts]

        def file(number: int) -> None:
            path = f"/espace/dossiers/{drafts[number].reference}/saisie/recapitulatif/"
            applicants[number].post(
                path,
                {
                    "action": "deposer",
                    "cle": str(keys[number]),
                    **{f"statement-{code}": "on" for code in drafts[number].sworn_statements},
                },
            )

        threads = [threading.Thread(target=file, args=[number]) for number in range(3)]
        for number, thread in enumerate(threads):
            thread.start()
            time.sleep(0.05 + 0.25 * number)
            kill_all(supervisor)
        for delay in (0.5, 1.5, 2.5, 4.0):
            time.sleep(delay)
            kill_all(supervisor)
        for thread in threads:
            thread.join(120)
        ids = [draft.pk for draft in drafts]
        wait_for(
            lambda: (
                MailboxMessage.objects.filter(
                    subject__contains="Accusé de réception", to__in=[one.email for one in people]
                ).count()
                >= len(drafts)
            ),
            seconds=ACKNOWLEDGEMENT_SECONDS,
        )

    filed = Submission.objects.filter(pk__in=ids)
    assert {one.state for one in filed} == {SubmissionState.SUBMITTED}
    for draft, person in zip(drafts, people, strict=True):
        events = Event.objects.filter(subject_type="submission", subject_id=str(draft.pk))
        assert events.filter(kind=SUBMITTED.code).count() == 1
        assert events.filter(kind=ACKNOWLEDGED.code).count() == 1
        mails = Mail.objects.filter(to=person.email, kind="submissions.acknowledgement")
        assert mails.count() == 1
        delivered = MailboxMessage.objects.filter(to=person.email, subject=mails.get().subject)
        assert [one.message_id for one in delivered] == [mails.get().message_id]
