"""What is reserved to the review is answered by officers, and stays away from the applicant."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from applications.formbuilder.schema import FormSchema, Question, Step
from applications.review.models import ReviewAnswers
from applications.review.services.answering import save_answers
from applications.submissions import acknowledgement
from applications.submissions.merging import digests
from applications.submissions.models import Submission
from cms.core.errors import NotAllowed
from cms.core.models import Event
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.aids import AidFactory, node_id, small_schema
from tests.factories.submissions import SubmissionFactory

pytestmark = pytest.mark.django_db

MARK, OPINION = node_id("q-mark"), node_id("q-opinion")


def reviewed_schema() -> FormSchema:
    """Return the small form with a step that officers answer."""
    schema = small_schema()
    review = Step(
        id=node_id("s-review"),
        title="Examen du projet",
        questions=(
            Question(
                id=MARK,
                type="integer",
                label="Note sur vingt",
                is_review_only=True,
                settings={"minimum": "0", "maximum": "20"},
            ),
            Question(id=OPINION, type="text", label="Avis du service", is_review_only=True),
        ),
    )
    titled = schema.steps[0].questions[0].model_copy(update={"staff_note": "Comparer au devis."})
    first = schema.steps[0].model_copy(
        update={"questions": (titled, *schema.steps[0].questions[1:])}
    )
    return schema.model_copy(update={"steps": (first, review, *schema.steps[1:])})


@pytest.fixture
def dossier() -> Submission:
    return SubmissionFactory(filed=True, aid=AidFactory(schema=reviewed_schema()))


@pytest.fixture
def officer(dossier: Submission) -> Any:
    someone = UserFactory(officer=True)
    dossier.aid.team.members.add(someone)
    return someone


def url_of(dossier: Submission, rest: str = "") -> str:
    return f"/gestion/dossiers/{dossier.reference}/{rest}"


def answer(client: Client, dossier: Submission, **values: str) -> Any:
    return client.post(url_of(dossier, "instruction/"), values)


def test_an_officer_answers_on_the_page_of_the_dossier(
    client: Client, dossier: Submission, officer: Any
) -> None:
    sign_in(client, officer)
    page = client.get(url_of(dossier)).content.decode()
    assert "Note sur vingt" in page
    assert "Comparer au devis." in page
    response = answer(client, dossier, **{MARK: "14", OPINION: "Favorable"})
    assert response.status_code == 302
    kept = ReviewAnswers.objects.get(submission=dossier)
    assert kept.answers == {MARK: 14, OPINION: "Favorable"}
    assert kept.changed_by_id == officer.pk
    assert "Favorable" in client.get(url_of(dossier)).content.decode()
    (event,) = Event.objects.filter(kind="review.answered")
    assert (event.subject_id, event.actor_id) == (str(dossier.pk), officer.pk)


def test_saving_the_same_answers_says_nothing_more(
    client: Client, dossier: Submission, officer: Any
) -> None:
    sign_in(client, officer)
    for _time in range(2):
        answer(client, dossier, **{MARK: "14", OPINION: "Favorable"})
    assert Event.objects.filter(kind="review.answered").count() == 1


def test_a_wrong_answer_is_said_and_kept_as_typed(
    client: Client, dossier: Submission, officer: Any
) -> None:
    sign_in(client, officer)
    response = answer(client, dossier, **{MARK: "vingt-deux", OPINION: "Favorable"})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="vingt-deux"' in page
    assert f'href="#id_{MARK}"' in page
    kept = ReviewAnswers.objects.get(submission=dossier)
    assert kept.answers == {f"raw:{MARK}": "vingt-deux", OPINION: "Favorable"}


def test_the_answer_of_a_colleague_is_not_overwritten(dossier: Submission, officer: Any) -> None:
    shown = digests({}, [OPINION])
    common: dict[str, Any] = {"base": shown, "actor": officer, "now": timezone.now()}
    save_answers(dossier, values={OPINION: "Favorable"}, **common)
    saved = save_answers(dossier, values={OPINION: "Défavorable"}, **common)
    assert [one.question_id for one in saved.conflicts] == [OPINION]
    assert ReviewAnswers.objects.get(submission=dossier).answers == {OPINION: "Favorable"}


def test_only_an_officer_of_the_team_answers_and_only_during_the_review(
    client: Client, dossier: Submission, officer: Any
) -> None:
    common: dict[str, Any] = {"values": {OPINION: "x"}, "base": {}, "now": timezone.now()}
    for someone in (dossier.person, UserFactory(officer=True), UserFactory(decider=True)):
        with pytest.raises(NotAllowed):
            save_answers(dossier, actor=someone, **common)
    Submission.objects.filter(pk=dossier.pk).update(state="withdrawn")
    with pytest.raises(NotAllowed):
        save_answers(dossier, actor=officer, **common)
    assert not ReviewAnswers.objects.exists()
    sign_in(client, officer)
    assert "Applicants never see" not in client.get(url_of(dossier)).content.decode()
    assert answer(client, dossier, **{OPINION: "x"}).status_code == 403
    assert not Event.objects.filter(kind="review.answered").exists()


def test_the_applicant_sees_nothing_of_it_anywhere(
    client: Client, dossier: Submission, officer: Any
) -> None:
    save_answers(
        dossier,
        values={MARK: 3, OPINION: "Défavorable"},
        base={},
        actor=officer,
        now=timezone.now(),
    )
    draft = SubmissionFactory(person=dossier.person, aid=dossier.aid, complete=True)
    sign_in(client, dossier.person)
    places = [
        f"/espace/dossiers/{dossier.reference}/",
        f"/espace/dossiers/{draft.reference}/",
        f"/espace/dossiers/{draft.reference}/saisie/dossier-1/",
        f"/espace/dossiers/{draft.reference}/saisie/dossier-2/",
        f"/espace/dossiers/{draft.reference}/saisie/recapitulatif/",
    ]
    pages = [client.get(place) for place in places]
    assert [page.status_code for page in pages] == [200] * len(places)
    rows = [
        row.label
        for section in acknowledgement.recap_context(dossier, is_masked=False)["sections"]
        for row in section.rows
    ]
    shown = " ".join([*(page.content.decode() for page in pages), *map(str, rows)])
    for secret in (MARK, OPINION, "Note sur vingt", "Examen du projet", "Défavorable", "devis"):
        assert secret not in shown
