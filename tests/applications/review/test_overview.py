"""What waits for an officer stands on the home of the administration."""

from datetime import UTC, datetime, timedelta

import pytest

from applications.review.overview import read_overview
from applications.submissions.models import ClockSuspension, Submission, SubmissionState
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.aids import AidFactory
from tests.factories.submissions import SubmissionFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)


@pytest.fixture
def aid():
    return AidFactory(title="Bourse de mobilité")


@pytest.fixture
def officer(aid):
    someone = UserFactory(officer=True)
    aid.team.members.add(someone)
    return someone


def filed(aid, *, at=NOW, state=SubmissionState.SUBMITTED, officer=None):
    submission = SubmissionFactory(filed=True, aid=aid)
    Submission.objects.filter(pk=submission.pk).update(
        submitted_at=at, state=state, officer=officer
    )
    return submission


def test_dossiers_are_counted_by_what_is_to_be_done(aid, officer):
    filed(aid)
    filed(aid)
    filed(aid, state=SubmissionState.UNDER_REVIEW, officer=officer)
    filed(aid, state=SubmissionState.COMPLETE)
    filed(aid, state=SubmissionState.GRANTED)
    filed(AidFactory())

    seen = read_overview(officer, now=NOW)

    assert (seen.to_take, seen.under_review, seen.to_decide, seen.mine) == (2, 1, 1, 1)
    assert [(one.title, one.to_take) for one in seen.aids] == [("Bourse de mobilité", 2)]


def test_legal_dates_that_come_near_are_listed_the_nearest_first(aid, officer):
    later = filed(aid, at=datetime(2026, 4, 20, 9, tzinfo=UTC))
    sooner = filed(aid, at=datetime(2026, 4, 12, 9, tzinfo=UTC))
    filed(aid, at=datetime(2026, 5, 20, 9, tzinfo=UTC))
    filed(aid, at=datetime(2026, 3, 1, 9, tzinfo=UTC))

    near = read_overview(officer, now=NOW).near

    assert [line.submission.pk for line in near] == [sooner.pk, later.pk]


def test_a_suspension_moves_the_date(aid, officer):
    stopped = filed(aid, at=datetime(2026, 3, 20, 9, tzinfo=UTC))
    started = datetime(2026, 4, 1, 9, tzinfo=UTC)
    ClockSuspension.objects.create(
        submission=stopped,
        started_at=started,
        due_at=started + timedelta(days=60),
        answered_at=started + timedelta(days=30),
    )

    near = read_overview(officer, now=NOW).near

    assert [line.submission.pk for line in near] == [stopped.pk]
    assert near[0].due_on.isoformat() == "2026-06-19"


def test_a_month_shorter_than_another_hides_no_date(officer, aid):
    """Filed on the last days of December, silence rejects on the last day of February."""
    last = filed(aid, at=datetime(2025, 12, 31, 9, tzinfo=UTC))
    near = read_overview(officer, now=datetime(2026, 2, 15, 9, tzinfo=UTC)).near
    assert [line.submission.pk for line in near] == [last.pk]


def test_the_overview_costs_the_same_with_many_dossiers(aid, officer, django_assert_num_queries):
    filed(aid, at=NOW - timedelta(days=55))
    with django_assert_num_queries(4):
        read_overview(officer, now=NOW)
    for days in range(50, 60):
        other = AidFactory()
        other.team.members.add(officer)
        filed(other, at=NOW - timedelta(days=days))
    with django_assert_num_queries(4):
        assert len(read_overview(officer, now=NOW).aids) == 11


def test_the_home_leads_officers_to_their_dossiers(client, aid, officer):
    dossier = filed(aid, at=datetime.now(UTC) - timedelta(days=55))

    page = sign_in(client, officer).get("/gestion/").content.decode()

    assert "Dossiers à traiter" in page
    assert f"/gestion/dossiers/{dossier.reference}/" in page
    assert "/gestion/dossiers/?state=submitted" in page
    assert "Rechercher toutes les pages" not in page


@pytest.mark.parametrize("role", ["editor", "publisher", "support", "administrator"])
def test_others_see_nothing_of_dossiers_on_their_home(client, aid, officer, role):
    filed(aid)
    someone = UserFactory(role=role)
    aid.team.members.add(someone)
    assert "Dossiers à traiter" not in sign_in(client, someone).get("/gestion/").content.decode()
