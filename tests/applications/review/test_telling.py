"""The team is told that a dossier has come: one mail each, without personal data."""

import pytest

from applications.notifications.models import Mail
from applications.review.models import ReviewPreferences
from applications.submissions.exceptions import DossierIncomplete
from applications.submissions.services.filing import TELL_TEAM
from cms.core.models.job import Job, JobState
from tests.benchmarks.pages import fields_of_form
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.submissions import SubmissionFactory, file_now

pytestmark = pytest.mark.django_db

ACCOUNT = "/gestion/account/"
WANTED = "review-wants_filing_mail"


def told(submission):
    return Mail.objects.filter(kind="review.filed", subject_id=str(submission.pk)).order_by("to")


@pytest.fixture
def draft():
    return SubmissionFactory(complete=True)


@pytest.fixture
def officer(draft):
    someone = UserFactory(officer=True)
    draft.aid.team.members.add(someone)
    return someone


def test_each_officer_of_the_team_gets_one_mail_per_filing(draft, officer, run_jobs):
    other = UserFactory(officer=True)
    draft.aid.team.members.add(other)

    file_now(draft)
    file_now(draft)
    run_jobs()

    assert [mail.to for mail in told(draft)] == sorted([officer.email, other.email])


def test_the_mail_says_which_dossier_and_where_and_nothing_of_the_applicant(
    draft, officer, run_jobs
):
    file_now(draft)
    run_jobs()

    mail = told(draft).get()
    assert mail.subject.endswith(f"Nouveau dossier {draft.reference} – {draft.aid.title}")
    assert f"/gestion/dossiers/{draft.reference}/" in mail.text
    assert f"/gestion/dossiers/{draft.reference}/" in mail.html
    for secret in (draft.person.last_name, draft.person.first_name, draft.person.email):
        assert secret not in mail.subject + mail.text + mail.html


def test_only_active_officers_of_the_team_are_told(draft, run_jobs):
    for person in (
        UserFactory(decider=True),
        UserFactory(editor=True),
        UserFactory(officer=True, inactive=True),
    ):
        draft.aid.team.members.add(person)
    UserFactory(officer=True)

    file_now(draft)
    run_jobs()

    assert not told(draft).exists()
    assert Job.objects.get(kind=TELL_TEAM, key=str(draft.pk)).state == JobState.DONE


def test_an_aid_without_a_team_tells_nobody(draft, officer, run_jobs):
    draft.aid.team = None
    draft.aid.save()
    UserFactory(officer=True)

    file_now(draft)
    run_jobs()

    assert not told(draft).exists()


def test_a_filing_that_is_refused_tells_nobody(officer, draft, run_jobs):
    draft.answers = {}
    draft.save()
    with pytest.raises(DossierIncomplete):
        file_now(draft)

    assert not Job.objects.filter(kind=TELL_TEAM).exists()


def test_an_officer_stops_these_mails_from_their_account(client, draft, officer, run_jobs):
    sign_in(client, officer)
    shown = fields_of_form(client.get(ACCOUNT).content.decode(), holding=WANTED)
    page = client.post(ACCOUNT, {name: value for name, value in shown if name != WANTED})
    assert page.status_code == 302
    assert not ReviewPreferences.objects.get(user=officer).wants_filing_mail
    file_now(draft)
    run_jobs()

    assert not told(draft).exists()


def test_staff_without_a_queue_are_offered_no_such_mail(client):
    sign_in(client, UserFactory(editor=True))
    assert WANTED not in client.get(ACCOUNT).content.decode()
