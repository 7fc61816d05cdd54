"""Two tabs at the same instant, on a real database."""

import threading
import uuid
from collections.abc import Callable
from typing import Any

from django.db import connections
from django.utils import timezone

from applications.submissions.exceptions import LimitReached
from applications.submissions.merging import digests
from applications.submissions.models import Submission
from applications.submissions.services import drafting, filing
from cms.core.models import Event, Job
from tests.factories.accounts import UserFactory
from tests.factories.aids import AidFactory, node_id
from tests.factories.submissions import SubmissionFactory


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Run acts at the same instant, each in its thread; return what each gave or raised."""
    barrier = threading.Barrier(len(acts))
    outcomes: list[Any] = []

    def run(act: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=10)
            outcomes.append(act())
        except Exception as error:
            outcomes.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def test_two_tabs_file_once(fresh_db: Any) -> None:
    """One filing, no error, one event, one job."""
    draft = SubmissionFactory(complete=True)

    def file_it() -> int:
        mine = Submission.objects.get(pk=draft.pk)
        filed = filing.submit(mine, actor=draft.writer, key=uuid.uuid4(), now=timezone.now())
        return filed.pk

    assert together(file_it, file_it) == [draft.pk, draft.pk]
    assert Event.objects.filter(kind="submission.submitted").count() == 1
    assert Job.objects.filter(kind=filing.ACKNOWLEDGE).count() == 1


def test_two_tabs_do_not_pass_the_limit_together(fresh_db: Any) -> None:
    """One dossier per beneficiary: one draft, and the second tab finds it."""
    aid = AidFactory(is_limited_to_one=True)
    user = UserFactory()
    campaign = aid.campaigns.get()

    def start() -> str:
        return drafting.start(
            aid,
            campaign=campaign,
            actor=user,
            structure=None,
            language="fr",
            now=timezone.now(),
        ).reference

    outcomes = together(start, start, start)
    assert Submission.objects.count() == 1
    reference = Submission.objects.get().reference
    assert all(one == reference or isinstance(one, LimitReached) for one in outcomes)


def test_two_saves_of_different_answers_lose_nothing(fresh_db: Any) -> None:
    """Each tab wrote its own answer; both are kept."""
    draft = SubmissionFactory(complete=True)

    def save(name: str, value: str) -> Callable[[], int]:
        def act() -> int:
            mine = Submission.objects.get(pk=draft.pk)
            drafting.save_step(
                mine,
                step_id="dossier-1",
                values={node_id(name): value},
                base_version=mine.answers_version,
                base=digests(mine.answers, [node_id(name)]),
                actor=draft.writer,
                now=timezone.now(),
            )
            return 1

        return act

    assert together(save("q-title", "Un hiver"), save("q-amount", "900")) == [1, 1]
    draft.refresh_from_db()
    assert draft.answers[node_id("q-title")] == "Un hiver"
    assert draft.answers[node_id("q-amount")] == "900"
