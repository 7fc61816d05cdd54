"""Officers see what their teams handle, and nothing else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.notifications.models import Mail
from applications.review import queue
from applications.review.queue import QueueFilter, read_queue
from applications.submissions.events import ACCESS_DENIED, TAKEN_IN_CHARGE
from applications.submissions.models import Submission, SubmissionState
from cms.core.models import Event, ReadRecord
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.aids import AidFactory
from tests.factories.submissions import SubmissionFactory

pytestmark = pytest.mark.django_db

QUEUE = "/gestion/dossiers/"


@pytest.fixture
def dossier():
    return SubmissionFactory(filed=True)


@pytest.fixture
def officer(dossier):
    someone = UserFactory(officer=True)
    dossier.aid.team.members.add(someone)
    return someone


@pytest.fixture
def signed_in(client, officer):
    return sign_in(client, officer)


def test_the_queue_lists_the_dossiers_of_the_officer_s_teams(signed_in, dossier):
    elsewhere = SubmissionFactory(filed=True, aid=AidFactory())
    draft = SubmissionFactory(aid=dossier.aid)

    page = signed_in.get(QUEUE).content.decode()

    assert dossier.reference in page
    assert elsewhere.reference not in page
    assert draft.reference not in page


def test_the_queue_is_found_by_reference_by_name_and_by_siret(officer, dossier):
    dossier.person.last_name = "Le Goff-Ñandú"
    dossier.person.save()

    def found(text):
        return [row.reference for row in read_queue(officer, QueueFilter(q=text)).rows]

    assert found(dossier.reference.lower()) == [dossier.reference]
    assert found("Le Goff") == [dossier.reference]
    assert found("999 100 043 00010") == []
    assert found("nobody") == []


def test_the_queue_is_walked_both_ways_and_loses_no_dossier(officer, dossier, monkeypatch):
    monkeypatch.setattr(queue, "PAGE_SIZE", 2)
    now = timezone.now()
    for hours in range(1, 5):
        other = SubmissionFactory(filed=True, aid=dossier.aid)
        Submission.objects.filter(pk=other.pk).update(submitted_at=now - timedelta(hours=hours))
    seen, key = [], ""
    while True:
        page = read_queue(officer, QueueFilter(after=key))
        seen += [row.pk for row in page.rows]
        if not page.next_key:
            break
        key = page.next_key

    assert len(seen) == len(set(seen)) == 5
    back = read_queue(officer, QueueFilter(before=page.previous_key))
    assert [row.pk for row in back.rows] == seen[2:4]


@pytest.mark.parametrize("key", ["x", "_", "2026-01-01T00:00:00_1", "2026-99-99_x", "é_é"])
def test_a_broken_key_shows_the_first_page(officer, dossier, key):
    assert read_queue(officer, QueueFilter(after=key)).rows == [dossier]


def test_the_dossier_shows_what_was_filed_and_notes_who_read_it(signed_in, officer, dossier):
    page = signed_in.get(f"{QUEUE}{dossier.reference}/").content.decode()

    assert "Un été à vélo" in page
    assert "identite.pdf" in page
    record = ReadRecord.objects.get(act="review.dossier_read")
    assert (record.actor_id, record.subject_id) == (officer.pk, str(dossier.pk))


def test_a_dossier_of_another_team_does_not_exist_and_the_try_is_recorded(signed_in):
    hidden = SubmissionFactory(filed=True, aid=AidFactory())

    assert signed_in.get(f"{QUEUE}{hidden.reference}/").status_code == 404
    assert signed_in.post(f"{QUEUE}{hidden.reference}/prise-en-charge/").status_code == 404
    hidden.refresh_from_db()
    assert hidden.state == SubmissionState.SUBMITTED
    assert Event.objects.filter(kind=ACCESS_DENIED.code, subject_id=str(hidden.pk)).count() == 2


@pytest.mark.parametrize("role", ["editor", "publisher", "support", "administrator"])
def test_staff_who_do_not_instruct_read_no_dossier(client, dossier, role):
    someone = UserFactory(role=role)
    dossier.aid.team.members.add(someone)
    sign_in(client, someone)

    assert client.get(QUEUE).status_code == 403
    assert client.get(f"{QUEUE}{dossier.reference}/").status_code == 403


def test_an_applicant_finds_no_queue(client, dossier):
    sign_in(client, dossier.person)
    assert client.get(QUEUE).status_code == 404


def test_taking_in_charge_gives_the_dossier_and_tells_the_applicant(
    signed_in, officer, dossier, run_jobs
):
    response = signed_in.post(reverse("review:take-in-charge", args=[dossier.reference]))

    assert response.status_code == 302
    dossier.refresh_from_db()
    assert dossier.state == SubmissionState.UNDER_REVIEW
    assert dossier.officer == officer
    assert dossier.taken_in_charge_at is not None
    assert Event.objects.filter(kind=TAKEN_IN_CHARGE.code).count() == 1
    run_jobs()
    mail = Mail.objects.get(subject__contains="est prise en charge")
    assert dossier.reference in mail.subject
    assert mail.to == dossier.person.email


def test_two_officers_cannot_both_take_it(signed_in, officer, dossier):
    other = UserFactory(officer=True)
    dossier.aid.team.members.add(other)
    signed_in.post(reverse("review:take-in-charge", args=[dossier.reference]))
    sign_in(signed_in, other)

    response = signed_in.post(reverse("review:take-in-charge", args=[dossier.reference]))

    assert response.status_code == 403
    dossier.refresh_from_db()
    assert dossier.officer == officer
    assert Event.objects.filter(kind=TAKEN_IN_CHARGE.code).count() == 1


def test_a_get_never_takes_in_charge(signed_in, dossier):
    assert signed_in.get(f"{QUEUE}{dossier.reference}/prise-en-charge/").status_code == 405


def test_the_queue_costs_the_same_with_many_dossiers(
    signed_in, dossier, django_assert_max_num_queries
):
    for _number in range(6):
        SubmissionFactory(filed=True, aid=dossier.aid)
    signed_in.get(QUEUE)
    with django_assert_max_num_queries(12):
        signed_in.get(QUEUE)
