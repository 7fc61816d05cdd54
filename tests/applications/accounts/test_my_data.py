"""« Mes données »: an archive of everything, for its owner alone."""

import html
import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from applications.accounts.models import PersonBankDetails, User
from applications.accounts.services import data
from applications.attachments.models import Attachment
from cms.core import events, jobs
from cms.core.models import Event, Job
from cms.core.models.job import JobState
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.attachments import AttachmentFactory
from tests.factories.structures import MembershipFactory
from tests.factories.submissions import SubmissionFactory

pytestmark = pytest.mark.django_db

PLACE = "/compte/mes-donnees/"
ASK = PLACE + "archive/"
IBAN = "FR7630006000011234567890189"


@pytest.fixture
def person(client: Client) -> User:
    user: User = UserFactory(with_sheet=True)
    sign_in(client, user)
    return user


def text_of(response: Any) -> str:
    """Return the words of a page, entities and no-break spaces read."""
    words = html.unescape(response.content.decode())
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def archive_of(client: Client) -> zipfile.ZipFile:
    """Open the archive as its owner downloads it."""
    attachment = Attachment.objects.get(owner_type=data.OWNER)
    answer = client.get(attachment.get_absolute_url())
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_archive_holds_what_every_room_knows(
    client: Client, person: User, run_jobs: Any
) -> None:
    PersonBankDetails.objects.create(
        user=person, holder="Léa Morvan", iban=IBAN, bic="AGRIFRPP", created_at=timezone.now()
    )
    membership = MembershipFactory(user=person)
    own = SubmissionFactory(complete=True, person=person, writer=person)
    AttachmentFactory(owner_id=str(own.pk), original_name="pièce n° 1.pdf")
    other = SubmissionFactory(complete=True)

    client.post(ASK)
    assert "en préparation" in text_of(client.get(PLACE))
    run_jobs()
    assert "mes-donnees-" in text_of(client.get(PLACE))

    archive = archive_of(client)
    assert archive.testzip() is None
    account = json.loads(archive.read("compte.json"))
    assert account["account"]["email"] == person.email
    assert account["sheet"]["city"] == "Kervalen"
    assert account["bank_details"][0]["iban"] == IBAN
    structures = json.loads(archive.read("structures.json"))
    assert structures["memberships"][0]["structure__name"] == membership.structure.name
    (dossier,) = json.loads(archive.read("dossiers.json"))["dossiers"]
    assert dossier["reference"] == own.reference
    assert {one["answer"] for one in dossier["answers"]} & set(own.answers.values())
    names = archive.namelist()
    assert any(f"/{own.reference}/" in name and "pièce n° 1.pdf" in name for name in names)
    whole = "".join(archive.read(name).decode() for name in names if name.endswith(".json"))
    assert other.reference not in whole
    assert person.password not in whole
    assert "digest" not in whole


def test_asking_twice_makes_one_archive_and_a_new_one_replaces_it(
    client: Client, person: User, run_jobs: Any
) -> None:
    client.post(ASK)
    client.post(ASK)
    assert Job.objects.filter(kind=data.ARCHIVE).count() == 1
    run_jobs()
    first = Attachment.objects.get(owner_type=data.OWNER)
    client.post(ASK)
    run_jobs()
    assert Attachment.objects.get(owner_type=data.OWNER).pk != first.pk
    assert client.get(first.get_absolute_url()).status_code == 404


def test_nobody_else_reads_an_archive(client: Client, person: User, run_jobs: Any) -> None:
    client.post(ASK)
    run_jobs()
    address = Attachment.objects.get().get_absolute_url()
    for stranger in (UserFactory(), UserFactory(administrator=True), UserFactory(support=True)):
        assert sign_in(Client(), stranger).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert Event.objects.filter(kind="attachments.denied").count() == 3


def test_an_archive_is_erased_after_seven_days(client: Client, person: User, run_jobs: Any) -> None:
    client.post(ASK)
    run_jobs()
    made = Attachment.objects.get(owner_type=data.OWNER)
    assert data.erase_old_archives(made.uploaded_at + timedelta(days=7, seconds=-1)) == 0
    assert data.erase_old_archives(made.uploaded_at + timedelta(days=7)) == 1
    assert not Attachment.objects.exists()


def test_an_archive_that_could_not_be_made_is_said(client: Client, person: User) -> None:
    client.post(ASK)
    Job.objects.update(state=JobState.FAILED)
    assert "n'a pas pu être préparée" in text_of(client.get(PLACE))
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        client.post(ASK)
    assert Job.objects.filter(kind=data.ARCHIVE).count() == 2


def test_who_signed_in_long_ago_proves_who_they_are_first() -> None:
    client = sign_in(Client(), UserFactory(), stale=True)
    for answer in (client.get(PLACE), client.post(ASK)):
        assert answer.url.startswith("/compte/confirmer/")
    assert not Job.objects.exists()


def test_what_was_done_is_said_but_never_a_digest(person: User, run_jobs: Any) -> None:
    events.record_read(
        actor=UserFactory(support=True),
        act="account.seen",
        subject_type="account",
        subject_id=person.pk,
    )
    data.ask_archive(person, now=timezone.now())
    jobs.run(Job.objects.get().pk)
    archive = archive_of(sign_in(Client(), person))
    account = json.loads(archive.read("compte.json"))
    assert [one["act"] for one in account["readings_of_my_data"]] == ["account.seen"]
    assert "Téléchargement de mes données demandé" in str(account["journal"])


def test_staff_have_nothing_to_download(client: Client) -> None:
    sign_in(client, UserFactory(officer=True))
    assert client.get(PLACE).status_code == 403
    assert client.post(ASK).status_code == 403
