"""A mail is made once and sent once, whatever happens in between."""

import smtplib
from typing import Any

import pytest
from django.core import mail as outbox
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from applications.notifications import kinds, rendering
from applications.notifications.errors import UnknownVariables
from applications.notifications.kinds import MailKind
from applications.notifications.models import Mail, MailState, MailTemplate
from applications.notifications.services import erase_about, send_mail
from applications.notifications.services.delivery import deliver_handler
from cms.core import jobs
from cms.core.models import Job
from cms.core.models.job import JobState
from cms.demo.models import MailboxMessage
from tests.factories.notifications import MailTemplateFactory

pytestmark = pytest.mark.django_db

SMTP = "applications.notifications.transports.SmtpTransport"


@pytest.fixture(autouse=True)
def _kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Register a kind whose templates live in this test alone."""
    registry: Any = kinds.mail_kinds
    monkeypatch.setattr(registry, "_items", dict(registry._items))
    registry.register(
        MailKind("test.charge", "Request %(reference)s", "emails/own_words", ("reference", "link"))
    )


def make(key: str = "submission:12:charge", **more: Any) -> Mail:
    return send_mail(
        "test.charge",
        to="lea.morvan@exemple.example",
        context={"reference": "BSS-2026-7K4QX", "link": "http://localhost:8000/espace/"},
        language="fr",
        key=key,
        about=("submission", 12),
        **more,
    )


def test_the_subject_starts_with_the_name_of_the_portal() -> None:
    mail = make()
    assert mail.subject == "[Portail des aides] Request BSS-2026-7K4QX"
    assert mail.message_id.endswith("@region.example>")
    assert list(Mail.objects.about("submission", 12)) == [mail]


def test_the_same_cause_makes_one_mail_and_one_job() -> None:
    assert make().pk == make().pk
    assert Mail.objects.count() == 1
    assert Job.objects.filter(kind="notifications.deliver").count() == 1


def test_a_cause_that_fails_makes_no_mail() -> None:
    def fail() -> None:
        with transaction.atomic():
            make()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not Mail.objects.exists()
    assert not Job.objects.exists()


def test_a_missing_variable_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="reference"):
        rendering.render(kinds.mail_kinds.get("test.charge"), {"link": ""}, language="fr")


def test_a_line_break_never_enters_the_subject() -> None:
    rendered = rendering.render(
        kinds.mail_kinds.get("test.charge"),
        {"reference": "A\r\nBcc: x@y.example", "link": ""},
        language="fr",
    )
    assert rendered.subject == "[Portail des aides] Request A Bcc: x@y.example"


def test_the_mailbox_gets_exactly_one_whatever_the_repeats(run_jobs: Any) -> None:
    mail = make()
    assert run_jobs() == 1
    job = Job.objects.get()
    assert not jobs.run(job.pk)
    mail.refresh_from_db()
    assert mail.state == MailState.SENT
    assert mail.sent_at is not None
    assert [message.message_id for message in MailboxMessage.objects.all()] == [mail.message_id]


def test_a_crash_between_the_halves_repeats_nothing_in_the_mailbox(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The worker dies after `work`; its lease ends; another takes over."""
    mail = make()
    job = Job.objects.get()
    monkeypatch.setattr(jobs, "_finish", lambda *args: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        jobs.run(job.pk)
    monkeypatch.undo()
    job.refresh_from_db()
    assert job.state == JobState.RUNNING
    assert not MailboxMessage.objects.exists()
    assert job.lease_until is not None
    assert jobs.run(job.pk, now=job.lease_until.replace(year=job.lease_until.year + 1))
    assert MailboxMessage.objects.get().message_id == mail.message_id


def test_a_crash_inside_the_completing_transaction_leaves_nothing_half_done(
    monkeypatch: pytest.MonkeyPatch, run_jobs: Any
) -> None:
    mail = make()
    job = Job.objects.get()

    def die(self: Mail, **kwargs: Any) -> None:
        raise SystemExit

    monkeypatch.setattr(Mail, "save", die)
    with pytest.raises(SystemExit):
        jobs.run(job.pk)
    monkeypatch.undo()
    assert not MailboxMessage.objects.exists()
    job.refresh_from_db()
    assert job.lease_until is not None
    assert jobs.run(job.pk, now=job.lease_until.replace(year=job.lease_until.year + 1))
    assert MailboxMessage.objects.get().message_id == mail.message_id


def test_over_smtp_a_repeat_carries_the_same_message_id(settings: Any) -> None:
    settings.MAIL_TRANSPORT = SMTP
    storages["private"].save("note-de-test", ContentFile(b"%PDF-1.7"))
    mail = make(
        reply_to="bourses@region.example",
        attachments=[("recapitulatif.pdf", "application/pdf", "note-de-test")],
    )
    deliver_handler.work({"mail": mail.pk})
    deliver_handler.work({"mail": mail.pk})
    sent = [message.message() for message in outbox.outbox]
    assert [message["Message-ID"] for message in sent] == [mail.message_id] * 2
    assert sent[0]["Reply-To"] == "bourses@region.example"
    assert sent[0]["Auto-Submitted"] == "auto-generated"
    message = outbox.outbox[0]
    assert isinstance(message, EmailMultiAlternatives)
    assert message.alternatives[0].mimetype == "text/html"
    assert message.attachments[0].filename == "recapitulatif.pdf"
    storages["private"].delete("note-de-test")


def test_over_smtp_what_is_marked_sent_is_not_sent_again(settings: Any, run_jobs: Any) -> None:
    settings.MAIL_TRANSPORT = SMTP
    mail = make()
    run_jobs()
    mail.refresh_from_db()
    assert mail.state == MailState.SENT
    deliver_handler.work({"mail": mail.pk})
    assert len(outbox.outbox) == 1


@pytest.mark.parametrize(
    ("code", "state", "job_state"),
    [(550, MailState.FAILED, JobState.DONE), (451, MailState.QUEUED, JobState.QUEUED)],
)
def test_a_refused_address_is_final_a_busy_server_is_not(
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    run_jobs: Any,
    code: int,
    state: MailState,
    job_state: JobState,
) -> None:
    settings.MAIL_TRANSPORT = SMTP
    mail = make()

    def refuse(self: EmailMultiAlternatives, **kwargs: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({mail.to: (code, b"no")})

    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)
    run_jobs()
    mail.refresh_from_db()
    assert (mail.state, Job.objects.get().state) == (state, job_state)
    assert mail.sent_at is None


def test_a_mail_no_attempt_could_send_says_so(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_TRANSPORT = SMTP
    mail = make()

    def fail(self: EmailMultiAlternatives, **kwargs: Any) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMultiAlternatives, "send", fail)
    Job.objects.update(attempts=jobs.MAX_ATTEMPTS - 1)
    jobs.run(Job.objects.get().pk)
    mail.refresh_from_db()
    assert mail.state == MailState.FAILED


def test_editors_words_replace_ours_the_aid_before_the_portal() -> None:
    MailTemplateFactory(kind="test.charge", subject="Portail {reference}", body="Voir {link} <b>")
    assert make("one").subject == "[Portail des aides] Portail BSS-2026-7K4QX"
    MailTemplateFactory(
        kind="test.charge", scope="aid:1", subject="Aide {reference}", body="{link}"
    )
    MailTemplateFactory(kind="test.charge", scope="aid:1", language="en", body="English")
    mail = make("two", scope="aid:1")
    assert mail.subject == "[Portail des aides] Aide BSS-2026-7K4QX"
    assert "http://localhost:8000/espace/" in mail.text
    other = make("three", scope="aid:2")
    assert "Voir http://localhost:8000/espace/ <b>" in other.text
    assert "&lt;b&gt;" in other.html
    assert 'href="http://localhost:8000/espace/"' in other.html


@pytest.mark.parametrize("text", ["{iban}", "{reference.pk}", "{reference!r}", "{", "a } b", "{}"])
def test_unknown_variables_are_refused_when_saved(text: str) -> None:
    with pytest.raises(UnknownVariables):
        MailTemplateFactory(kind="test.charge", body=text)
    with pytest.raises(ValidationError):
        MailTemplate(kind="test.charge", subject="Objet", body=text).full_clean()
    assert not MailTemplate.objects.exists()


def test_a_template_of_no_known_kind_is_refused() -> None:
    with pytest.raises(UnknownVariables):
        MailTemplateFactory(kind="unknown")


def test_the_mails_about_a_test_are_erased_with_what_sends_them() -> None:
    make()
    kept = send_mail(
        "test.charge",
        to="lea.morvan@exemple.example",
        context={"reference": "BSS-2026-7K4QX", "link": "http://localhost:8000/espace/"},
        language="fr",
        key="submission:13:charge",
        about=("submission", 13),
    )
    assert erase_about("submission", [12]) == 1
    assert list(Mail.objects.all()) == [kept]
    assert list(Job.objects.values_list("key", flat=True)) == [str(kept.pk)]
