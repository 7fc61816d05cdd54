"""« Partager avec un collègue », and a manager who takes over a colleague's draft."""

import html
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from applications.structures.models import Membership
from applications.structures.services import end_membership
from applications.submissions.models import Submission, SubmissionShare
from cms.core.models import Event
from tests.factories.accounts import sign_in
from tests.factories.structures import MembershipFactory, StructureFactory
from tests.factories.submissions import SubmissionFactory

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=40)


@pytest.fixture
def writer(db: Any) -> Membership:
    """Return a member with a draft to share."""
    return MembershipFactory(structure=StructureFactory(), started_at=timezone.now() - LONG_AGO)


@pytest.fixture
def draft(writer: Membership) -> Submission:
    """Return the draft."""
    return SubmissionFactory(
        complete=True, person=None, structure=writer.structure, writer=writer.user
    )


def joins(writer: Membership, **rights: Any) -> Membership:
    """Return somebody else of the same structure."""
    rights.setdefault("started_at", timezone.now() - LONG_AGO)
    return MembershipFactory(structure=writer.structure, **rights)


def share(draft: Submission, colleague: Membership, *, by: Membership, stop: bool = False) -> Any:
    """Press the button of a colleague."""
    return sign_in(Client(), by.user).post(
        f"/espace/dossiers/{draft.reference}/partage/",
        {"collegue": colleague.user_id, "action": "cesser" if stop else "partager"},
    )


def status(draft: Submission, reader: Membership, rest: str = "") -> int:
    """Return how a page of the dossier is answered to somebody."""
    path = f"/espace/dossiers/{draft.reference}/{rest}"
    return sign_in(Client(), reader.user).get(path).status_code


def test_a_colleague_reads_and_writes_once_it_is_shared(
    draft: Submission, writer: Membership
) -> None:
    colleague = joins(writer)
    assert status(draft, colleague) == 404
    share(draft, colleague, by=writer)
    assert status(draft, colleague) == 200
    client = sign_in(Client(), colleague.user)
    assert draft.reference in client.get("/espace/dossiers/").content.decode()
    step = f"/espace/dossiers/{draft.reference}/saisie/preambule/"
    client.post(step, {"action": "enregistrer"})
    draft.refresh_from_db()
    assert draft.regulation is None
    assert draft.writer_id == writer.user_id


def test_a_colleague_neither_shares_on_nor_deletes(draft: Submission, writer: Membership) -> None:
    colleague, third = joins(writer), joins(writer)
    share(draft, colleague, by=writer)
    assert share(draft, third, by=colleague).status_code == 403
    assert not SubmissionShare.objects.filter(user=third.user).exists()
    client = sign_in(Client(), colleague.user)
    client.post(f"/espace/dossiers/{draft.reference}/supprimer/")
    draft.refresh_from_db()
    assert draft.state == "draft"
    page = client.get(f"/espace/dossiers/{draft.reference}/").content.decode()
    assert "Partager avec un collègue" not in page


def test_two_clicks_share_once_and_the_journal_says_with_whom_by_number(
    draft: Submission, writer: Membership
) -> None:
    colleague = joins(writer)
    share(draft, colleague, by=writer)
    share(draft, colleague, by=writer)
    assert SubmissionShare.objects.count() == 1
    event = Event.objects.get(kind="submission.shared")
    assert event.params == {"colleague": colleague.user_id}


def test_sharing_is_taken_back(draft: Submission, writer: Membership) -> None:
    colleague = joins(writer)
    share(draft, colleague, by=writer)
    share(draft, colleague, by=writer, stop=True)
    assert status(draft, colleague) == 404


def test_nobody_of_elsewhere_is_shared_with(draft: Submission, writer: Membership) -> None:
    stranger = MembershipFactory()
    response = share(draft, stranger, by=writer)
    assert response.status_code == 409
    assert "n’est plus membre" in html.unescape(response.content.decode()).replace("'", "’")
    assert not SubmissionShare.objects.exists()


def test_who_left_and_came_back_finds_nothing_open(draft: Submission, writer: Membership) -> None:
    manager = joins(writer, manager=True)
    colleague = joins(writer)
    share(draft, colleague, by=writer)
    end_membership(colleague, actor=manager.user, now=timezone.now())
    back = joins(writer, user=colleague.user, started_at=timezone.now())
    assert status(draft, back) == 404
    share(draft, back, by=writer)
    assert status(draft, back) == 200


def test_a_manager_takes_over_and_the_writer_stays(draft: Submission, writer: Membership) -> None:
    manager = joins(writer, manager=True)
    client = sign_in(Client(), manager.user)
    path = f"/espace/dossiers/{draft.reference}/reprendre/"
    assert "rédacteur" in html.unescape(client.get(path).content.decode())
    client.post(path)
    draft.refresh_from_db()
    assert draft.writer_id == manager.user_id
    assert status(draft, writer) == 200
    assert client.post(path).status_code == 403


def test_a_member_takes_nothing_over(draft: Submission, writer: Membership) -> None:
    colleague = joins(writer)
    share(draft, colleague, by=writer)
    assert status(draft, colleague, "reprendre/") == 403


def test_a_persons_own_dossier_is_not_shared() -> None:
    own = SubmissionFactory(complete=True)
    client = sign_in(Client(), own.writer)
    assert client.get(f"/espace/dossiers/{own.reference}/partage/").status_code == 403
