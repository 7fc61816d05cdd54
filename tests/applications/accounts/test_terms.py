"""The terms: each on its day and not the day before, as the administrator sets them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from applications.accounts.models import User
from applications.accounts.services import retention
from applications.notifications.models import Mail
from applications.notifications.services import forget_texts
from applications.submissions.models import (
    Decision,
    Submission,
    SubmissionState,
)
from applications.submissions.services import retention as dossiers
from cms.core import events
from cms.core.models import Event, ReadRecord, SiteSettings
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.attachments import AttachmentFactory
from tests.factories.notifications import MailFactory
from tests.factories.structures import MembershipFactory
from tests.factories.submissions import SubmissionFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2028, 6, 15, 10, tzinfo=UTC)
DAY = timedelta(days=1)


def unused(last_login: datetime, **traits: Any) -> User:
    """Return an account last used then."""
    user: User = UserFactory(last_login=last_login, date_joined=last_login, **traits)
    return user


def is_closed(user: User) -> bool:
    user.refresh_from_db()
    return user.closed_at is not None


@pytest.mark.parametrize(("age", "is_erased"), [(30 * DAY, False), (30 * DAY + DAY, True)])
def test_an_account_never_activated_is_erased_after_thirty_days(
    age: timedelta, is_erased: bool
) -> None:
    user = UserFactory(unverified=True, date_joined=NOW - age)
    MailFactory(subject_type="account", subject_id=str(user.pk))
    retention.run(NOW)
    assert User.objects.filter(pk=user.pk).exists() is not is_erased
    assert Mail.objects.about("account", user.pk).exists() is not is_erased


def test_an_account_activated_is_not_erased_as_never_activated() -> None:
    user = UserFactory(date_joined=NOW - 40 * DAY)
    retention.run(NOW)
    assert User.objects.filter(pk=user.pk).exists()


def test_an_unused_account_is_warned_two_weeks_before_then_closed() -> None:
    user = unused(datetime(2026, 6, 20, 10, tzinfo=UTC))
    retention.run(datetime(2028, 6, 5, 10, tzinfo=UTC))
    assert not Mail.objects.exists()
    retention.run(datetime(2028, 6, 7, 10, tzinfo=UTC))
    retention.run(datetime(2028, 6, 8, 10, tzinfo=UTC))
    (mail,) = Mail.objects.filter(kind="accounts.unused_soon")
    assert "21 juin 2028" in mail.text.replace("\u00a0", " ")
    retention.run(datetime(2028, 6, 20, 10, tzinfo=UTC))
    assert not is_closed(user)
    retention.run(datetime(2028, 6, 22, 10, tzinfo=UTC))
    assert is_closed(user)


def test_an_account_is_never_closed_without_its_warning() -> None:
    """The portal was off for months: who is late is warned first."""
    user = unused(NOW - 1500 * DAY)
    retention.run(NOW)
    assert not is_closed(user)
    retention.run(NOW + 13 * DAY)
    assert not is_closed(user)
    retention.run(NOW + 14 * DAY)
    assert is_closed(user)


def test_signing_in_after_the_warning_keeps_the_account() -> None:
    user = unused(NOW - 1500 * DAY)
    retention.run(NOW)
    User.objects.filter(pk=user.pk).update(last_login=NOW + DAY)
    retention.run(NOW + 20 * DAY)
    assert not is_closed(user)
    retention.run(NOW + 1500 * DAY)
    assert not is_closed(user)
    assert Mail.objects.filter(kind="accounts.unused_soon").count() == 2


def test_an_unused_account_with_a_dossier_being_handled_is_kept() -> None:
    user = unused(NOW - 1500 * DAY, with_sheet=True)
    SubmissionFactory(filed=True, person=user, writer=user)
    retention.run(NOW)
    retention.run(NOW + 20 * DAY)
    assert not is_closed(user)
    assert not Mail.objects.filter(kind="accounts.unused_soon").exists()


def test_the_only_manager_of_a_structure_and_staff_are_kept() -> None:
    manager, officer = unused(NOW - 1500 * DAY), unused(NOW - 1500 * DAY, officer=True)
    MembershipFactory(manager=True, user=manager)
    retention.run(NOW)
    retention.run(NOW + 20 * DAY)
    assert not is_closed(manager)
    assert not is_closed(officer)


def over(state: str, **columns: Any) -> Submission:
    """Return a filed dossier in a state, a file and a decision with it."""
    submission: Submission = SubmissionFactory(filed=True)
    AttachmentFactory(owner_id=str(submission.pk))
    Submission.objects.real().filter(pk=submission.pk).update(state=state, **columns)
    return submission


def is_kept(submission: Submission) -> bool:
    return Submission.objects.real().filter(pk=submission.pk).exists()


@pytest.mark.parametrize(
    ("state", "column", "months"),
    [
        ("rejected", "decision_notified_at", 24),
        ("inadmissible", "decision_notified_at", 24),
        ("withdrawn", "changed_at", 24),
        ("closed", "changed_at", 120),
    ],
)
def test_a_dossier_that_is_over_is_erased_the_day_after_its_last(
    state: str, column: str, months: int
) -> None:
    ended = NOW.replace(year=NOW.year - months // 12)
    dossier = over(state, **{column: ended})
    assert dossiers.run(NOW) == 0
    assert is_kept(dossier)
    assert dossiers.run(NOW + DAY) == 1
    assert not is_kept(dossier)
    assert not Event.objects.filter(subject_type="submission", subject_id=dossier.pk).exists()
    (event,) = Event.objects.filter(kind="submission.erased_at_term")
    assert event.params == {"count": 1}


def test_its_decision_goes_with_it() -> None:
    dossier = over("rejected", decision_notified_at=NOW - 800 * DAY)
    officer = UserFactory(officer=True)
    Decision.objects.create(
        submission=dossier,
        outcome="rejected",
        proposed_by=officer,
        proposed_at=NOW - 810 * DAY,
    )
    assert dossiers.run(NOW) == 1
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    "state",
    [
        SubmissionState.SUBMITTED,
        SubmissionState.UNDER_REVIEW,
        SubmissionState.COMPLETE,
        SubmissionState.GRANTED,
        SubmissionState.REJECTED,
        SubmissionState.INADMISSIBLE,
    ],
)
def test_a_filed_dossier_not_decided_or_not_told_is_never_erased(state: str) -> None:
    dossier = over(state, changed_at=NOW - 9000 * DAY)
    assert dossiers.run(NOW) == 0
    assert is_kept(dossier)


def test_the_administrator_sets_the_terms() -> None:
    settings = SiteSettings.load()
    settings.refused_months = 1
    settings.never_activated_days = 3
    settings.save()
    dossier = over("withdrawn", changed_at=NOW - 40 * DAY)
    user = UserFactory(unverified=True, date_joined=NOW - 4 * DAY)
    dossiers.run(NOW)
    retention.run(NOW)
    assert not is_kept(dossier)
    assert not User.objects.filter(pk=user.pk).exists()


def test_a_term_of_nothing_is_refused() -> None:
    client = sign_in(Client(), UserFactory(administrator=True))
    page = client.get("/gestion/settings/core/sitesettings/", follow=True)
    assert "Durées de conservation" in page.content.decode()
    settings = SiteSettings.load()
    settings.logs_months = 0
    with pytest.raises(Exception, match="logs_months"):
        settings.full_clean()


def test_logs_are_purged_and_the_story_of_a_dossier_stays() -> None:
    dossier = SubmissionFactory(filed=True)
    events.record(events.REFUSED, subject_type="submission", subject_id=dossier.pk)
    events.record_read(
        actor=dossier.writer, act="x", subject_type="submission", subject_id=dossier.pk
    )
    story = Event.objects.filter(subject_type="submission").exclude(kind__startswith="access.")
    count = story.count()
    assert count
    events.forget_logs(timezone.now() - DAY)
    assert Event.objects.filter(kind="access.refused").exists()
    assert ReadRecord.objects.exists()
    events.forget_logs(timezone.now() + DAY)
    assert not Event.objects.filter(kind="access.refused").exists()
    assert not Event.objects.filter(subject_type="account").exists()
    assert not ReadRecord.objects.exists()
    assert story.count() == count


def test_outside_a_retention_run_the_journal_still_refuses() -> None:
    events.record(events.REFUSED, subject_type="account", subject_id=1)
    events.forget_logs(timezone.now() - DAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.all().delete()
    assert Event.objects.exists()


def test_the_text_of_mails_is_erased_and_their_line_stays() -> None:
    old, new = MailFactory(created_at=NOW - 2 * DAY), MailFactory(created_at=NOW)
    assert forget_texts(NOW - DAY) == 1
    assert forget_texts(NOW - DAY) == 0
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.text, old.html) == ("", "")
    assert old.subject
    assert new.text
